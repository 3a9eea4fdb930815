"""The signature of the plan: whose it is, and what it still lacks, each line with the way there."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from consult_app.application.consultation import ConsultationState
from consult_app.application.finishing import missing_line, open_reviews, reason_wanted, refusals, removal_wanted
from consult_app.domain.answers import Provider
from consult_app.domain.departures import unexplained, unexplained_removals
from consult_app.domain.plan import FinalPlan
from consult_app.domain.protocol import Protocol
from consult_app.ui.presenters.footer import clock_words
from consult_app.ui.presenters.rail import needs_option
from consult_app.ui.presenters.words import Gap, provider_words


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing the plan lacks; ``path`` is the answer to go to, ``rule`` the finding to decide; both may be empty."""

    words: str
    path: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class SignView:
    """``signed`` says who signed and when; then nothing is lacking and there is nothing to press."""

    button: str
    lacking: tuple[Lacking, ...]
    signed: str
    number: str


def present_sign(
    protocol: Protocol, state: ConsultationState, *, provider: Provider, finished: FinalPlan | None, zone: ZoneInfo
) -> SignView:
    """The signature row of the plan."""
    return SignView(
        button=f"&Sign plan as {provider_words(provider)}",
        lacking=() if finished is not None else lacking(protocol, state),
        signed=signed_words(finished, zone) if finished is not None else "",
        number=f"Plan {finished.number}" if finished is not None and finished.number else "",
    )


def signed_words(plan: FinalPlan, zone: ZoneInfo) -> str:
    """``Plan signed by Dana Keller, NP, 10:58 AM.``, on the clinic's clock."""
    return f"Plan signed by {provider_words(plan.signed_by)}, {clock_words(plan.entered_at, zone)}."


def lacking(protocol: Protocol, state: ConsultationState) -> tuple[Lacking, ...]:
    """Everything that keeps the plan from being signed; empty when it can be."""
    known = _known(state)
    return tuple(known.get(line, Lacking(line)) for line in refusals(protocol, state.draft, state.proposal))


def plan_gaps(state: ConsultationState) -> tuple[Gap, ...]:
    """What the Plan step itself still lacks."""
    gaps: list[Gap] = []
    if needs_option(state):
        gaps.append(Gap("choices.option", "Choose an option or build your own plan."))
    gaps += _reason_gaps(state)
    gaps += [Gap(f"decision.{f.rule}", f"Decide or undo: {f.subject}.") for f in state.proposal.undecided_plan]
    return tuple(gaps)


def _reason_gaps(state: ConsultationState) -> tuple[Gap, ...]:
    answers, chosen = state.answers, state.proposal.chosen
    return (
        *(
            Gap(f"choices.sessions[{index}].reason", reason_wanted(answers, index))
            for index in unexplained(answers, chosen)
        ),
        *(
            Gap(f"choices.removed.{number}.reason", removal_wanted(number))
            for number in unexplained_removals(answers, chosen)
        ),
    )


def _known(state: ConsultationState) -> dict[str, Lacking]:
    """The lines of the core that lead somewhere."""
    proposal = state.proposal
    lines = {
        "The patient is not on file yet. Enter names and birth date.": "patient.family_name",
        "Choose an option or build the plan.": "choices.option",
    }
    if proposal.missing:
        lines["Answers are missing."] = proposal.missing[0]
    for path in proposal.missing:
        lines[missing_line(path, state.answers)] = path
    lines |= {gap.words: gap.path for gap in _reason_gaps(state)}
    known = {words: Lacking(words, path) for words, path in lines.items()}
    for finding in proposal.undecided_plan:
        words = f"Decide or undo: {finding.subject}."
        known[words] = Lacking(words, f"decision.{finding.rule}")
    open_ones = open_reviews(proposal)
    if open_ones:
        words = "A finding needs your decision."
        known[words] = Lacking(words, rule=open_ones[0])
    return known
