"""Valid answers of every shape, for properties."""

import string
from dataclasses import replace
from datetime import date, datetime

from hypothesis import strategies as st

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
    ProductDecision,
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

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
HEALTH_IDS = ("pregnant_or_nursing", "isotretinoin", "rosacea", "keloid_history", "filler", "cold_sore_active")
CATEGORY_IDS = ("retinoid_rx", "retinol_otc", "aha", "bha", "spf_mineral", "moisturiser_bland")
RULE_IDS = ("sun.fresh_tan", "history.rosacea", "plan.too_close", "label.insulin")

days = st.dates(FIRST_DAY, LAST_DAY)
# Kept to the minute, as people give times.
moments = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
# Names hold no control characters; notes may break lines. Neither holds half a surrogate pair.
names = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)
given_names = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=40)
notes = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n"), max_size=80)
reasons = st.text(st.sampled_from(string.ascii_letters + " "), min_size=20, max_size=60)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def tuples_of(strategy: st.SearchStrategy, *, most: int = 3) -> st.SearchStrategy:
    return st.lists(strategy, max_size=most).map(tuple)


providers = st.builds(
    Provider, name=given_names, credentials=st.sampled_from(("", "NP", "PA", "MD", "RN", "aesthetician"))
)
allergies = st.sampled_from(AllergyState).flatmap(
    lambda state: st.builds(
        Allergies,
        state=st.just(state),
        items=st.lists(given_names, min_size=1, max_size=3).map(tuple) if state is AllergyState.KNOWN else st.just(()),
    )
)
patients = st.builds(
    PatientDetails,
    family_name=names,
    given_name=names,
    preferred_name=names,
    birth_date=maybe(days),
    phone=st.text(st.sampled_from(string.digits + "+-() "), max_size=20),
    chart=names,
    language=st.sampled_from(("en", "es")),
    allergies=allergies,
)
concerns = st.builds(
    ConcernAnswer,
    concern=st.sampled_from(Concern),
    severity=maybe(st.sampled_from(Severity)),
    areas=st.lists(st.sampled_from(Area), unique=True, max_size=4).map(tuple),
    note=notes,
)
skins = st.builds(
    SkinAnswers, fitzpatrick=maybe(st.sampled_from(Fitzpatrick)), tan=maybe(st.sampled_from(Tan)), tan_since=maybe(days)
)
health_answers = st.builds(
    HealthAnswer, answer=st.sampled_from(Reply), current=maybe(st.booleans()), last=maybe(days), note=notes
)
product_decisions: st.SearchStrategy[ProductDecision] = st.one_of(
    st.builds(CategoryDecision, category=st.sampled_from(CATEGORY_IDS)),
    st.builds(ResumeDecision, resume_at=days),
    st.builds(ResumeDecision, resume_at=moments),
    st.builds(ResumeDecision, resume_at=days.map(lambda day: datetime(day.year, day.month, day.day))),
    st.just(AskDecision()),
)
products = st.builds(
    ProductAnswer,
    name=given_names,
    use=maybe(st.sampled_from(Use)),
    last_used=maybe(days),
    decision=maybe(product_decisions),
    match=st.builds(
        ProductMatch,
        matched=maybe(names),
        how=st.sampled_from(("catalogue", "ingredient", "category", "several", "none")),
        categories=st.lists(st.sampled_from(CATEGORY_IDS), unique=True, max_size=2).map(tuple),
    ),
)
trips = st.builds(
    lambda what, ends, sunny: Trip(what=what, first=min(ends), last=max(ends), sunny=sunny),
    given_names,
    st.tuples(days, days),
    st.booleans(),
)


def _consistent(made: Choices) -> Choices:
    """Sessions are taken out only where the provider has sessions of their own."""
    return made if made.sessions is not None else replace(made, removed=())


choices = st.builds(
    Choices,
    removed=st.lists(
        st.builds(RemovedSession, number=st.integers(1, 9), reason=st.just("") | reasons),
        unique_by=lambda each: each.number,
        max_size=2,
    ).map(tuple),
    option=maybe(st.sampled_from(("corrective_series.3x4w", "corrective_series.2x4w"))),
    sessions=maybe(tuples_of(st.builds(PlannedSession, on=days, reason=st.just("") | reasons))),
    overrides=tuples_of(
        st.builds(Override, rule=st.sampled_from(RULE_IDS), reason=reasons, by=maybe(providers), on=maybe(days)),
        most=2,
    ),
    decisions=tuples_of(
        st.builds(
            Decision,
            rule=st.sampled_from(RULE_IDS),
            choice=st.sampled_from(DecisionChoice),
            reason=reasons,
            by=maybe(providers),
            on=maybe(days),
        ),
        most=2,
    ),
).map(_consistent)


def answers() -> st.SearchStrategy[Answers]:
    """Answers as the desk or a consultation file may hold them, mostly incomplete."""
    return st.builds(
        Answers,
        consultation_date=maybe(days),
        treatment_at=maybe(moments),
        treated_at=maybe(moments),
        patient=patients,
        provider=maybe(providers),
        concerns=tuples_of(concerns),
        words=notes,
        skin=skins,
        health=st.dictionaries(st.sampled_from(HEALTH_IDS), health_answers, max_size=4),
        products=maybe(tuples_of(products)),
        events=tuples_of(st.builds(ImportantDate, what=given_names, on=days), most=2),
        trips=tuples_of(trips, most=2),
        no_more_dates=st.booleans(),
        series_done=tuples_of(days),
        choices=choices,
    )
