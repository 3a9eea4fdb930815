from dataclasses import replace
from datetime import date, datetime

from consult_app.domain.answers import (
    Answers,
    Area,
    AskDecision,
    CategoryDecision,
    Choices,
    Concern,
    ConcernAnswer,
    Decision,
    DecisionChoice,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    Override,
    PlannedSession,
    ProductAnswer,
    ProductMatch,
    Provider,
    RemovedSession,
    Reply,
    ResumeDecision,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
    Use,
)
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails
from consult_app.interchange.consultation_file import read_consultation
from consult_app.interchange.consultation_writing import local_time, write_consultation
from tests.interchange.consultations import FULL, GONE, as_bytes, changed, reading

DANA = Provider("Dana Keller", "NP")
CONSULTED = date(2026, 5, 12)


def read(content, **how):
    return read_consultation(as_bytes(content), reading(**how))


def test_every_field_of_the_format_is_read():
    assert read(FULL) == Answers(
        treatment="microneedling",
        consultation_date=CONSULTED,
        treatment_at=datetime(2026, 5, 15, 10, 30),
        patient=PatientDetails(
            family_name="Ortega-Whitfield",
            given_name="Marisol",
            preferred_name="Mari",
            birth_date=date(1984, 3, 4),
            phone="513-555-0187",
            chart="A-20418",
            language="en",
            allergies=Allergies(AllergyState.KNOWN, ("neomycin",)),
        ),
        provider=DANA,
        concerns=(ConcernAnswer(Concern.ACNE_SCARS, Severity.MODERATE, (Area.LEFT_CHEEK, Area.RIGHT_CHEEK)),),
        skin=SkinAnswers(Fitzpatrick.III, Tan.SLIGHT, date(2026, 5, 1)),
        health={
            "isotretinoin": HealthAnswer(Reply.YES, current=False, last=date(2025, 9, 1)),
            "pregnant_or_nursing": HealthAnswer(Reply.NO),
        },
        products=(
            ProductAnswer(
                "Tretinoin cream 0.05%",
                Use.NIGHTLY,
                date(2026, 5, 8),
                match=ProductMatch("tretinoin", "ingredient", ("retinoid_rx",)),
            ),
            ProductAnswer("Midnight Reset drops", decision=AskDecision()),
        ),
        events=(ImportantDate("wedding", date(2026, 8, 20)),),
        trips=(Trip("beach", date(2026, 6, 20), date(2026, 6, 28), sunny=True),),
        series_done=(date(2026, 4, 10),),
        choices=Choices(
            option="corrective_series.3x6w",
            sessions=(PlannedSession(date(2026, 7, 10), "She is away in June."),),
            removed=(RemovedSession(3, "She moves away in the fall."),),
            overrides=(Override("sun.fresh_tan", "Seen in daylight, the skin is not tanned.", DANA, CONSULTED),),
            decisions=(
                Decision(
                    "history.rosacea", DecisionChoice.PROCEED, "Mild, in remission for two years.", DANA, CONSULTED
                ),
            ),
        ),
    )


def test_a_file_with_format_and_treatment_alone_asks_nothing():
    answers = read({"format": "consultation/1", "treatment": "microneedling"})

    assert answers == Answers()
    assert answers.products is None


def test_an_empty_list_of_products_is_an_answer():
    assert read(changed(products=[])).products == ()


def test_allergies_keep_their_four_states_apart():
    def state(**changes):
        return read(changed(**changes)).patient.allergies

    assert state(patient__allergies=GONE) == Allergies(AllergyState.NOT_RECORDED)
    assert state(patient__allergies=[]) == Allergies(AllergyState.NONE_KNOWN)
    assert state(patient__allergies="unavailable") == Allergies(AllergyState.UNAVAILABLE)
    assert state(patient__allergies=["nickel"]) == Allergies(AllergyState.KNOWN, ("nickel",))


def test_a_product_is_decided_by_category_by_date_by_time_or_by_asking():
    def decision(given):
        return read(changed(products__1__decision=given)).products[1].decision

    assert decision({"category": "aha"}) == CategoryDecision("aha")
    assert decision({"resume_at": "2026-05-22"}) == ResumeDecision(date(2026, 5, 22))
    assert decision({"resume_at": "2026-05-22T10:00"}) == ResumeDecision(datetime(2026, 5, 22, 10, 0))
    assert decision({"ask": True}) == AskDecision()


def test_control_characters_are_taken_out_of_notes_and_line_breaks_become_spaces():
    note = "one\r\ntwo\tthree\u0000\u0085\u007f four"
    content = changed(concerns=[{"concern": "other", "note": note}], health__rosacea={"answer": "yes", "note": note})

    answers = read(content)

    assert answers.concerns[0].note == "one two three four"
    assert answers.health["rosacea"].note == "one two three four"


def test_the_same_concern_may_stand_again_with_another_severity():
    content = changed(
        concerns=[
            {"concern": "scars", "severity": "mild", "areas": ["nose"]},
            {"concern": "scars", "severity": "marked", "areas": ["forehead"]},
        ]
    )

    assert [concern.severity for concern in read(content).concerns] == [Severity.MILD, Severity.MARKED]


def test_an_answer_on_the_consultation_date_itself_is_in_order():
    content = changed(skin__tan_since="2026-05-12", series__done=["2026-05-12"], treatment_at="2026-05-12T07:00")

    assert read(content).treatment_at == datetime(2026, 5, 12, 7, 0)


def test_a_limit_is_reached_but_not_passed():
    content = changed(
        products=[{"name": "x"}] * 199 + [{"name": "x" * 10_000}],
        patient__birth_date="1900-01-01",
        trips=[{"what": "a", "from": "2200-12-31", "to": "2200-12-31"}],
    )

    answers = read(content)

    assert len(answers.products) == 200
    assert answers.trips == (Trip("a", date(2200, 12, 31), date(2200, 12, 31)),)


def test_choices_are_recorded_on_the_day_named_else_the_consultation_date_else_today():
    dated, undated = FULL, changed(consultation_date=GONE)

    def recorded(content, **how):
        return read(content, **how).choices.overrides[0].on

    assert recorded(dated, on=date(2026, 5, 14)) == date(2026, 5, 14)
    assert recorded(dated) == date(2026, 5, 12)
    assert recorded(undated, today=date(2026, 5, 13)) == date(2026, 5, 13)


def test_a_named_day_stands_in_for_a_consultation_date_that_is_not_given():
    content = changed(consultation_date=GONE, series__done=["2026-05-14"])

    assert read(content, on=date(2026, 5, 14)).series_done == (date(2026, 5, 14),)


def test_what_is_written_reads_as_the_same_answers():
    answers = read(FULL)

    assert read_consultation(write_consultation(answers), reading()) == answers


def test_answers_without_anything_write_the_two_required_keys_and_the_language():
    assert write_consultation(Answers()) == (
        b'{\n  "format": "consultation/1",\n  "treatment": "microneedling",\n'
        b'  "patient": {\n    "language": "en"\n  }\n}\n'
    )


def test_no_products_and_not_asked_are_written_apart():
    assert b'"products": []' in write_consultation(Answers(products=()))
    assert b"products" not in write_consultation(Answers())


def test_a_trip_that_is_not_sunny_says_so():
    trip = Trip("hike", date(2026, 6, 1), date(2026, 6, 2))

    assert b'"sunny": false' in write_consultation(Answers(trips=(trip,)))


def test_seconds_are_never_cut_off_a_time():
    assert local_time(datetime(2026, 5, 15, 10, 30)) == "2026-05-15T10:30"
    assert local_time(datetime(2026, 5, 15, 10, 30, 1)) == "2026-05-15T10:31"
    assert local_time(datetime(2026, 12, 31, 23, 59, 0, 1)) == "2027-01-01T00:00"


def test_names_keep_their_accents_in_the_file():
    answers = replace(Answers(), patient=PatientDetails(family_name="Núñez"))

    assert '"family_name": "Núñez"'.encode() in write_consultation(answers)
