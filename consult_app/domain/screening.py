"""Answers against a protocol's rules: findings, and the answers that are still missing."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from consult_app.domain.answers import (
    Answers,
    Area,
    Concern,
    DecisionChoice,
    Fitzpatrick,
    HealthAnswer,
    Reply,
    Tan,
)
from consult_app.domain.findings import Because, Finding
from consult_app.domain.patient import Allergies, AllergyState, age_on
from consult_app.domain.products import categories_of, needs_decision, needs_last_use
from consult_app.domain.protocol import (
    AgeCondition,
    AllergyCondition,
    AreaCondition,
    Case,
    Condition,
    Effect,
    FitzpatrickCondition,
    HealthCondition,
    Protocol,
    Question,
    Rule,
    TanCondition,
    Until,
)
from consult_app.domain.schedule import add_months, day_words
from consult_app.domain.wording import fill

_OPEN_REPLIES = (Reply.UNSURE, Reply.DECLINED)
_SERIES_QUESTION = "microneedling"


@dataclass(frozen=True, slots=True)
class Heard:
    """A health answer as the rules hear it, with the answer paths it came from."""

    answer: HealthAnswer
    because: Because


@dataclass(frozen=True, slots=True)
class Screened:
    """What the rules are judged on: the answers, day D, and what was heard for each health question."""

    protocol: Protocol
    answers: Answers
    day: date
    answered_on: date
    health: Mapping[str, Heard]


def hear(protocol: Protocol, answers: Answers, *, day: date, answered_on: date) -> Screened:
    """Join the health answers with what products and the series so far say about the same questions."""
    health = {
        question: Heard(answer, _because_health(question, answer))
        for question, answer in answers.health.items()
        if question in protocol.questions
    }
    for index, product in enumerate(answers.products or ()):
        for category in categories_of(protocol, product):
            if category.answers_question and product.last_used is not None:
                path = f"products[{index}]"
                because = {
                    f"{path}.name": product.name,
                    f"{path}.last_used": product.last_used.isoformat(),
                }
                _latest(health, category.answers_question, product.last_used, because)
    if answers.series_done and _SERIES_QUESTION in protocol.questions:
        last = max(answers.series_done)
        index = answers.series_done.index(last)
        _latest(health, _SERIES_QUESTION, last, {f"series.done[{index}]": last.isoformat()})
    return Screened(
        protocol=protocol,
        answers=answers,
        day=day,
        answered_on=answered_on,
        health=health,
    )


def screen(screened: Screened) -> tuple[Finding, ...]:
    """Every rule about the patient that is met, in the protocol's order."""
    found = (_judge(rule, screened) for rule in screened.protocol.rules.values())
    return tuple(finding for finding in found if finding is not None)


def missing_answers(protocol: Protocol, answers: Answers) -> tuple[str, ...]:
    """Paths of the required answers that are not there yet, in the order of the steps."""
    return (
        *_missing_patient(answers),
        *_missing_concerns(answers),
        *_missing_skin(answers),
        *_missing_health(protocol, answers),
        *_missing_products(protocol, answers),
    )


def record_choices(findings: tuple[Finding, ...], answers: Answers) -> tuple[Finding, ...]:
    """Put overrides and decisions beside the findings they answer; a postponed review becomes a defer."""
    overrides = {override.rule: override for override in answers.choices.overrides}
    decisions = {decision.rule: decision for decision in answers.choices.decisions}

    def recorded(finding: Finding) -> Finding:
        if not finding.overridable:
            return finding
        override = overrides.get(finding.rule)
        decision = decisions.get(finding.rule) if finding.effect is Effect.REVIEW else None
        postponed = decision is not None and decision.choice is DecisionChoice.POSTPONE and override is None
        return replace(
            finding,
            effect=Effect.DEFER if postponed else finding.effect,
            until=None if postponed else finding.until,
            overridden=override if finding.effect in (Effect.DEFER, Effect.REVIEW) else None,
            decision=decision,
        )

    return tuple(recorded(finding) for finding in findings)


def _judge(rule: Rule, screened: Screened) -> Finding | None:
    for case in rule.cases:
        because: dict[str, str | bool | None] = {}
        for condition in case.when:
            met = _meets(condition, screened)
            if met is None:
                break
            because.update(met)
        else:
            finding = _found(rule, case, because, screened)
            if finding is not None:
                return finding
    return _unsure(rule, screened)


def _found(rule: Rule, case: Case, because: Because, screened: Screened) -> Finding | None:
    if case.until is None:
        return _finding(rule, case.effect, case.text, because)
    base = _counted_from(case, case.until, screened)
    if base is None:
        return None
    until = base + timedelta(days=case.until.days)
    holds = until > screened.day
    if any(isinstance(condition, TanCondition) for condition in case.when):
        if screened.answered_on == screened.day:
            return _finding(rule, case.effect, case.text, because, until=until if holds else None, ends=case.until)
        if not holds and case.cleared:
            return _finding(rule, Effect.NOTE, case.cleared, because)
    if not holds:
        return None
    return _finding(rule, case.effect, case.text, because, until=until, last=base, ends=case.until)


def _counted_from(case: Case, until: Until, screened: Screened) -> date | None:
    if until.after == "tan_since":
        return screened.answers.skin.tan_since or screened.answered_on
    dates = [
        heard.answer.last
        for condition in case.when
        if isinstance(condition, HealthCondition)
        for question in condition.questions
        if (heard := screened.health.get(question)) is not None and heard.answer.last is not None
    ]
    return max(dates) if dates else None


def _unsure(rule: Rule, screened: Screened) -> Finding | None:
    """Not knowing the answer to a stop or defer question is itself a review."""
    because: dict[str, str | bool | None] = {}
    for case in rule.cases:
        if case.effect not in (Effect.STOP, Effect.DEFER):
            continue
        for condition in case.when:
            if isinstance(condition, HealthCondition):
                for question in condition.questions:
                    heard = screened.health.get(question)
                    if heard is not None and heard.answer.answer in _OPEN_REPLIES:
                        because.update(heard.because)
    if not because:
        return None
    return _finding(rule, Effect.REVIEW, rule.unsure or rule.cases[0].text, because)


def _finding(
    rule: Rule,
    effect: Effect,
    text: str,
    because: Because,
    *,
    until: date | None = None,
    last: date | None = None,
    ends: Until | None = None,
) -> Finding:
    fields = {
        "until": day_words(until) if until else "",
        "last": day_words(last) if last else "",
    }
    return Finding(
        rule=rule.id,
        effect=effect,
        subject=rule.subject,
        text=fill(text, **fields),
        because=because,
        sources=tuple(dict.fromkeys(rule.sources + (ends.sources if ends else ()))),
        basis=rule.basis,
        overridable=effect in (Effect.DEFER, Effect.REVIEW),
        prescriber_only=rule.prescriber_only,
        until=until,
        until_basis=ends.basis if ends else None,
    )


def _meets(condition: Condition, screened: Screened) -> Because | None:
    """The answers that meet the condition, or ``None``. Product and plan conditions are judged elsewhere."""
    skin = screened.answers.skin
    match condition:
        case HealthCondition():
            return _meets_health(condition, screened)
        case AllergyCondition():
            return _meets_allergy(condition, screened.answers)
        case TanCondition(values=tans):
            return _because_tan(screened) if skin.tan in tans else None
        case FitzpatrickCondition(values=types):
            return _because_type(skin.fitzpatrick) if skin.fitzpatrick in types else None
        case AreaCondition(values=areas):
            return _meets_area(areas, screened.answers)
        case AgeCondition(under=under):
            born = screened.answers.patient.birth_date
            if born is None or age_on(born, screened.day) >= under:
                return None
            return {"patient.birth_date": born.isoformat()}
        case _:
            return None


def _meets_health(condition: HealthCondition, screened: Screened) -> Because | None:
    because: dict[str, str | bool | None] = {}
    for question in condition.questions:
        heard = screened.health.get(question)
        if heard is not None and _health_fits(condition, heard.answer, screened.day):
            because.update(heard.because)
    return because or None


def _health_fits(condition: HealthCondition, answer: HealthAnswer, day: date) -> bool:
    if answer.answer not in condition.answers:
        return False
    if answer.answer is not Reply.YES:
        return True
    if condition.current is not None and answer.current is not condition.current:
        return False
    bounds: tuple[tuple[int | None, Callable[[date, int], bool]], ...] = (
        (condition.within_days, lambda last, n: last + timedelta(days=n) > day),
        (condition.within_months, lambda last, n: add_months(last, n) > day),
        (condition.at_least_days, lambda last, n: last + timedelta(days=n) <= day),
    )
    return all(answer.last is not None and inside(answer.last, bound) for bound, inside in bounds if bound is not None)


def _meets_allergy(condition: AllergyCondition, answers: Answers) -> Because | None:
    allergies = answers.patient.allergies
    if allergies.state in condition.states:
        return {"patient.allergies": allergies.state.value}
    named = [item for item in allergies.items if any(stem in _folded(item) for stem in condition.stems)]
    return {"patient.allergies": ", ".join(named)} if named else None


def _meets_area(areas: tuple[Area, ...], answers: Answers) -> Because | None:
    return {
        f"concerns[{index}].areas": ", ".join(area.value for area in concern.areas if area in areas)
        for index, concern in enumerate(answers.concerns)
        if any(area in areas for area in concern.areas)
    } or None


def _because_tan(screened: Screened) -> Because:
    skin = screened.answers.skin
    because: dict[str, str | bool | None] = {"skin.tan": (skin.tan or Tan.NONE).value}
    if skin.tan_since is not None:
        because["skin.tan_since"] = skin.tan_since.isoformat()
    return because


def _because_type(skin_type: Fitzpatrick | None) -> Because:
    return {"skin.fitzpatrick": skin_type.value if skin_type else None}


def _because_health(question: str, answer: HealthAnswer) -> Because:
    because: dict[str, str | bool | None] = {f"health.{question}": answer.answer.value}
    if answer.current is not None:
        because[f"health.{question}.current"] = answer.current
    if answer.last is not None:
        because[f"health.{question}.last"] = answer.last.isoformat()
    return because


def _latest(health: dict[str, Heard], question: str, last: date, because: Because) -> None:
    """Count ``last`` as a yes to the question where it is later than what was heard so far."""
    heard = health.get(question)
    if heard is not None and heard.answer.answer is Reply.YES and (heard.answer.last or date.min) >= last:
        return
    health[question] = Heard(HealthAnswer(Reply.YES, last=last), because)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def _missing_patient(answers: Answers) -> tuple[str, ...]:
    patient = answers.patient
    given = (
        ("patient.family_name", bool(patient.family_name.strip())),
        ("patient.given_name", bool(patient.given_name.strip())),
        ("patient.birth_date", patient.birth_date is not None),
        ("patient.allergies", _allergies_are_said(patient.allergies)),
    )
    return tuple(path for path, there in given if not there)


def _allergies_are_said(allergies: Allergies) -> bool:
    """Known allergies without one named are not an answer yet."""
    if allergies.state is AllergyState.KNOWN:
        return bool(allergies.items)
    return allergies.state is not AllergyState.NOT_RECORDED


def _missing_concerns(answers: Answers) -> tuple[str, ...]:
    if not answers.concerns:
        return ("concerns",)
    missing: list[str] = []
    for index, concern in enumerate(answers.concerns):
        if concern.severity is None:
            missing.append(f"concerns[{index}].severity")
        if not concern.areas:
            missing.append(f"concerns[{index}].areas")
        if concern.concern is Concern.OTHER and not concern.note.strip():
            missing.append(f"concerns[{index}].note")
    return tuple(missing)


def _missing_skin(answers: Answers) -> tuple[str, ...]:
    given = (
        ("skin.fitzpatrick", answers.skin.fitzpatrick),
        ("skin.tan", answers.skin.tan),
    )
    return tuple(path for path, value in given if value is None)


def _missing_health(protocol: Protocol, answers: Answers) -> tuple[str, ...]:
    missing: list[str] = []
    for question in protocol.questions.values():
        answer = answers.health.get(question.id)
        if answer is None:
            missing.append(f"health.{question.id}")
        elif answer.answer is Reply.YES:
            missing.extend(f"health.{question.id}.{need}" for need in _unmet_needs(question, answer))
    return tuple(missing)


def _unmet_needs(question: Question, answer: HealthAnswer) -> tuple[str, ...]:
    if "current" in question.needs and answer.current is None:
        return ("current",)
    if "last" in question.needs and answer.last is None and not answer.current:
        return ("last",)
    return ()


def _missing_products(protocol: Protocol, answers: Answers) -> tuple[str, ...]:
    if answers.products is None:
        return ("products",)
    missing: list[str] = []
    for index, product in enumerate(answers.products):
        if needs_decision(protocol, product):
            missing.append(f"products[{index}].decision")
        if product.last_used is None and needs_last_use(protocol, product):
            missing.append(f"products[{index}].last_used")
    return tuple(missing)
