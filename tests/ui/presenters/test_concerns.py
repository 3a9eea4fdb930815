"""The words of the concerns step."""

from consult_app.domain.answers import Answers, Area, Concern, ConcernAnswer, Severity
from consult_app.ui.presenters.concerns import concern_gaps, concern_of, present_concerns
from tests.fakes.services import session

SCARS = ConcernAnswer(Concern.ACNE_SCARS, Severity.MARKED, (Area.RIGHT_CHEEK,))
SCARS_OPEN = ConcernAnswer(Concern.ACNE_SCARS, None, (Area.LEFT_CHEEK, Area.NOSE))
TEXTURE = ConcernAnswer(Concern.TEXTURE)


def test_without_a_concern_that_is_the_one_gap() -> None:
    assert [gap.words for gap in concern_gaps(Answers())] == ["Choose at least one concern."]


def test_each_concern_says_what_it_lacks() -> None:
    gaps = concern_gaps(Answers(concerns=(SCARS, SCARS_OPEN, TEXTURE)))
    assert [(gap.path, gap.words) for gap in gaps] == [
        ("concerns[1].severity", "Set the severity of acne scars: nose and left cheek."),
        ("concerns[2].areas", "Mark at least one area for texture."),
    ]


def test_another_concern_needs_words() -> None:
    other = ConcernAnswer(Concern.OTHER, Severity.MILD, (Area.NECK,))
    assert [gap.words for gap in concern_gaps(Answers(concerns=(other,)))] == [
        "Say in words what the other concern is."
    ]
    named = ConcernAnswer(Concern.OTHER, Severity.MILD, (Area.NECK,), "Stretch marks")
    view = present_concerns(session(Answers(concerns=(named,))).state, None)
    assert (view.asks_note, view.note, view.gaps) == (True, "Stretch marks", ())


def test_the_list_shows_the_areas_of_the_marked_concern_in_the_order_of_the_face() -> None:
    state = session(Answers(concerns=(SCARS, SCARS_OPEN, TEXTURE))).state
    view = present_concerns(state, Concern.ACNE_SCARS)
    assert view.where == "Where?"
    assert view.count == "3 of 9 areas selected"
    assert [row.name for row in view.areas if row.on] == ["Nose", "Right cheek", "Left cheek"]
    assert [row.error for row in view.areas if row.on] == [
        "Set the severity for nose.",
        "",
        "Set the severity for left cheek.",
    ]
    assert present_concerns(state, Concern.TEXTURE).count == "0 of 9 areas selected"
    alone = session(Answers(concerns=(SCARS,))).state
    assert present_concerns(alone, None).where == "Where? Acne scars"


def test_a_concern_let_go_is_no_longer_marked() -> None:
    view = present_concerns(session(Answers(concerns=(TEXTURE,))).state, Concern.ACNE_SCARS)
    assert view.marking is Concern.TEXTURE
    assert present_concerns(session(Answers()).state, Concern.ACNE_SCARS).marking is None


def test_an_answer_path_leads_to_its_concern_and_area() -> None:
    answers = Answers(concerns=(SCARS, TEXTURE))
    assert concern_of(answers, "concerns[0].severity") == (Concern.ACNE_SCARS, Area.RIGHT_CHEEK)
    assert concern_of(answers, "concerns[1].areas") == (Concern.TEXTURE, None)
    assert concern_of(answers, "concerns[4].areas") is None
    assert concern_of(answers, "concerns") is None
    assert concern_of(answers, "skin.tan") is None
