"""Turns checked protocol files into the domain's protocol."""

from collections.abc import Iterator

from consult_app.content import schema
from consult_app.content.protocol_files import ProtocolFiles
from consult_app.domain.protocol import (
    Aftercare,
    AgeCondition,
    AllergyCondition,
    AreaCondition,
    Attribution,
    AvoidItem,
    Case,
    CatalogueProduct,
    Category,
    Condition,
    Course,
    FitzpatrickCondition,
    HealthCondition,
    IngredientWord,
    Maintenance,
    PlanCondition,
    Planning,
    ProductCondition,
    Protocol,
    Question,
    QuestionGroup,
    Reason,
    Rule,
    Source,
    TanCondition,
    TimelineStep,
    Until,
    Wording,
)


def to_protocol(files: ProtocolFiles) -> Protocol:
    """The domain's protocol. The files must be free of faults (``checks.check_files``)."""
    part = files.protocol
    return Protocol(
        id=part.id,
        version=part.version,
        title=part.title,
        sha256=files.sha256,
        released=part.released,
        sources={source.id: source for source in all_sources(part)},
        groups=tuple(QuestionGroup(id=group.id, title=group.title) for group in part.groups),
        questions={question.id: _question(question) for question in part.questions},
        rules={rule.id: _rule(rule) for rule in part.rules},
        categories={category.id: Category(**dict(category)) for category in files.products.categories},
        catalogue=tuple(CatalogueProduct(**dict(row)) for row in files.products.catalogue),
        ingredient_words=tuple(IngredientWord(**dict(word)) for word in files.products.words),
        courses={course.id: _course(course) for course in part.courses},
        planning=_planning(part.planning),
        aftercare=_aftercare(part.aftercare),
        timeline=tuple(TimelineStep(**dict(step)) for step in part.timeline),
        lists=dict(part.lists),
        wording={language: Wording(language=language, lines=dict(lines)) for language, lines in files.wording.items()},
        attributions=dict(_attributions(part)),
    )


def all_sources(part: schema.ProtocolFile) -> Iterator[Source]:
    """Every source the file gives: the statements of its documents, then the others."""
    for document in part.documents:
        for statement in document.statements:
            yield Source(
                id=f"{document.id}:{statement.id}",
                kind=document.kind,
                title=document.title,
                says=statement.says,
                place=f"{document.place} {statement.place}",
                dated=document.dated,
                provenance_only=statement.provenance_only,
            )
    for source in part.sources:
        yield Source(**dict(source))


def _question(part: schema.QuestionPart) -> Question:
    return Question(**dict(part))


def _rule(part: schema.RulePart) -> Rule:
    return Rule(
        id=part.id,
        subject=part.subject,
        cases=tuple(_case(case) for case in part.cases),
        sources=part.sources,
        basis=part.basis,
        unsure=part.unsure,
        prescriber_only=part.prescriber_only,
        range_seen=part.range_seen,
    )


def _case(part: schema.CasePart) -> Case:
    return Case(
        effect=part.effect,
        when=tuple(_condition(condition) for condition in part.when),
        text=part.text,
        until=_until(part.until) if part.until else None,
        cleared=part.cleared,
    )


def _until(part: schema.UntilPart) -> Until:
    return Until(days=part.days, after=part.after, sources=part.sources, basis=part.basis)


def _condition(part: schema.ConditionPart) -> Condition:
    match part:
        case schema.HealthPart():
            return HealthCondition(
                questions=part.questions,
                answers=part.answers,
                current=part.current,
                within_days=part.within_days,
                within_months=part.within_months,
                at_least_days=part.at_least_days,
            )
        case schema.AllergyPart():
            return AllergyCondition(states=part.states, stems=part.stems)
        case schema.TanPart():
            return TanCondition(values=part.values)
        case schema.FitzpatrickPart():
            return FitzpatrickCondition(values=part.values)
        case schema.AreaPart():
            return AreaCondition(values=part.values)
        case schema.AgePart():
            return AgeCondition(under=part.under)
        case schema.ProductPart():
            return ProductCondition(event=part.event)
        case schema.PlanPart():
            return PlanCondition(event=part.event, days=part.days)


def _course(part: schema.CoursePart) -> Course:
    keep = part.maintenance
    return Course(
        id=part.id,
        title=part.title,
        concerns=part.concerns,
        minimum=part.sessions.minimum,
        maximum=part.sessions.maximum,
        per_year=part.interval.per_year,
        interval_weeks=part.interval.weeks,
        longer_interval_weeks=part.interval.longer_weeks,
        gentler_extra_weeks=part.interval.gentler_extra_weeks,
        recommended=part.recommended.by_severity(),
        reasons={key: _reason(reason, f"course.{part.id}.reasons.{key}") for key, reason in part.reasons.items()},
        maintenance=Maintenance(count=keep.count, first_weeks=keep.first_weeks, every_weeks=keep.every_weeks)
        if keep
        else None,
    )


def _reason(part: schema.ReasonPart, key: str) -> Reason:
    return Reason(text=part.text, sources=part.sources, basis=part.basis, key=key)


def _planning(part: schema.PlanningPart) -> Planning:
    return Planning(
        spacing_days=part.spacing_days.value,
        recovery_days=part.recovery_days.value,
        after_trip_days=part.after_trip_days.value,
        horizon_months=part.horizon_months.value,
        longer_interval_types=part.longer_interval_types.values,
        no_option_questions=part.no_option_questions.values,
        move_reasons=dict(part.move_reasons),
        notes=tuple(_reason(note, f"planning.notes[{index}]") for index, note in enumerate(part.notes)),
    )


def _aftercare(part: schema.AftercarePart) -> Aftercare:
    return Aftercare(
        protected_hours=part.protected_hours,
        avoid=tuple(AvoidItem(**dict(item)) for item in part.avoid),
        sources=part.sources,
        basis=part.basis,
    )


def _attributions(part: schema.ProtocolFile) -> Iterator[tuple[str, Attribution]]:
    for name in (
        "spacing_days",
        "recovery_days",
        "after_trip_days",
        "horizon_months",
        "longer_interval_types",
        "no_option_questions",
    ):
        yield f"planning.{name}", _attribution(getattr(part.planning, name))
    for course in part.courses:
        yield f"course.{course.id}.sessions", _attribution(course.sessions)
        yield f"course.{course.id}.interval", _attribution(course.interval)
        yield f"course.{course.id}.recommended", _attribution(course.recommended)
        if course.maintenance is not None:
            yield f"course.{course.id}.maintenance", _attribution(course.maintenance)
    for lines in part.line_sources:
        for line in lines.lines:
            yield f"line.{line}", _attribution(lines)


def _attribution(part: schema.Attributed) -> Attribution:
    return Attribution(sources=part.sources, basis=part.basis)
