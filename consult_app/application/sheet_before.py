"""*Before your visit*: what to stop when, so that the skin is ready on the day."""

from datetime import date, datetime, timedelta

from consult_app.application.handout_document import (
    CellState,
    HandoutDocument,
    Panel,
    PanelKind,
    ProductCell,
    ProductRow,
    ProductTable,
    RichText,
    Section,
    Sheet,
    plain,
)
from consult_app.application.sheet_words import (
    SheetSetting,
    band,
    call_box,
    footer,
    last_day_before,
    links,
    marks,
)
from consult_app.domain.aftercare import timeline_from
from consult_app.domain.answers import ProductAnswer
from consult_app.domain.products import ProductPlan, TreatmentTime, plan_product
from consult_app.domain.schedule import after_elapsed


def before_sheet(setting: SheetSetting) -> HandoutDocument:
    at = setting.answers.treatment_at
    day = at.date() if at is not None else _planned_day(setting)
    draft_mark, reprint_mark = marks(setting)
    return HandoutDocument(
        sheet=Sheet.BEFORE,
        language=setting.wording.language,
        metadata_title=setting.line("meta.before_title"),
        title=setting.line("before.title"),
        lead=_lead(setting, at, day),
        band=band(
            setting,
            line_id="band.visit",
            when=_when(setting, at, day),
            day=setting.dates.day(day) if day is not None else "",
        ),
        footer=footer(setting),
        products=_products(setting, day),
        panels=(_avoid(setting, at, day), _checklist(setting, day)),
        expect=_expect(setting, at),
        notes_heading=setting.line("notes.heading"),
        call_box=call_box(
            setting,
            heading=setting.line("before.call.heading"),
            signs=setting.list_lines("before_call"),
            emergency=None,
        ),
        links=links(setting),
        disclaimer=setting.clinic.words_in(setting.wording.language).disclaimer,
        draft_mark=draft_mark,
        reprint_mark=reprint_mark,
    )


def _planned_day(setting: SheetSetting) -> date | None:
    """Without an agreed time the first planned session's day, ``None`` before an option is chosen."""
    return setting.proposal.sessions[0].on if setting.proposal.sessions else None


def _when(setting: SheetSetting, at: datetime | None, day: date | None) -> str:
    if at is not None:
        return setting.dates.moment(at, year=True)
    return setting.dates.day(day, year=True) if day is not None else ""


def _lead(setting: SheetSetting, at: datetime | None, day: date | None) -> RichText:
    if day is None:
        first = setting.rich("before.lead_undated")
    else:
        long = setting.dates.moment_long(at) if at is not None else setting.dates.day_long(day)
        first = setting.rich("before.lead_dated", when=long)
    second = "before.lead_2" if day is not None else "before.lead_2_undated"
    return (*first, *plain("\n" + setting.line(second)))


def _products(setting: SheetSetting, day: date | None) -> ProductTable:
    answers = setting.answers.products or ()
    zone = setting.clinic.time_zone
    if day is None:
        plans = setting.proposal.products
    else:
        treatment = TreatmentTime(day=day, ended=setting.answers.treatment_at, zone=zone)
        plans = tuple(plan_product(setting.protocol, product, treatment) for product in answers)
    rows = tuple(_row(setting, product, plan, day) for product, plan in zip(answers, plans, strict=True))
    return ProductTable(
        heading=setting.line("before.products.heading"),
        columns=(
            setting.line("products.col_product"),
            setting.line("before.products.col_last"),
            setting.line("before.products.col_note"),
        ),
        rows=rows,
        closing=plain(setting.line("before.products.closing" if rows else "before.products.none")),
    )


def _row(setting: SheetSetting, product: ProductAnswer, plan: ProductPlan, day: date | None) -> ProductRow:
    if plan.ask or not plan.categories:
        stop = ProductCell(CellState.ASK, (setting.line("before.products.do_not_use"),))
        note = setting.line("before.products.ask_bring")
        return ProductRow(product.name, "", stop, ProductCell(CellState.NONE, (note,)))
    last = _last_use(setting, plan, day)
    if last is None and plan.pause_from is None:
        first = ProductCell(CellState.OK, (setting.line("before.products.keep"),))
    elif last is None:
        first = ProductCell(CellState.WRITE_IN, (setting.line("before.products.col_last"),))
    else:
        first = ProductCell(CellState.STOP, (setting.dates.day(last),))
    notes = tuple(
        setting.line(f"before.note.{category}")
        for category in plan.categories[:1]
        if setting.has(f"before.note.{category}")
    )
    return ProductRow(product.name, "", first, ProductCell(CellState.NONE, notes))


def _last_use(setting: SheetSetting, plan: ProductPlan, day: date | None) -> date | None:
    """The day before the pause; for a product that answers a dated question, that rule's own last day."""
    if day is None:
        return None
    days = [plan.pause_from - timedelta(days=1)] if plan.pause_from is not None else []
    for category in plan.categories:
        question = setting.protocol.categories[category].answers_question
        limit = last_day_before(setting.protocol, question, day) if question else None
        if limit is not None:
            days.append(limit)
    return min(days) if days else None


def _avoid(setting: SheetSetting, at: datetime | None, day: date | None) -> Panel:
    if at is not None:
        until = setting.line("before.avoid.until", until=setting.dates.moment(at))
    elif day is not None:
        until = setting.line("before.avoid.until", until=setting.dates.day(day))
    else:
        until = setting.line("before.avoid.until_undated")
    items = tuple(_avoid_line(setting, line_id, day) for line_id in setting.protocol.lists["before_avoid"])
    return Panel(PanelKind.AVOID, setting.line("before.avoid.heading"), until, items)


def _avoid_line(setting: SheetSetting, line_id: str, day: date | None) -> str:
    """A line that carries the last day of a thing is dated by the rule about it, or has an undated twin."""
    question = line_id.rpartition(".")[2]
    last = last_day_before(setting.protocol, question, day) if day is not None else None
    if last is not None:
        return setting.line(line_id, date=setting.dates.day(last))
    undated = f"{line_id}_undated"
    return setting.line(undated if setting.has(undated) else line_id)


def _checklist(setting: SheetSetting, day: date | None) -> Panel:
    return Panel(
        kind=PanelKind.CHECKLIST,
        heading=setting.line("before.check.heading"),
        subheading=setting.dates.day(day) if day is not None else "",
        items=setting.list_lines("before_check"),
    )


def _expect(setting: SheetSetting, at: datetime | None) -> Section:
    if at is None:
        text = setting.rich("before.expect.text_undated")
    else:
        zone = setting.clinic.time_zone
        until = after_elapsed(at, setting.protocol.aftercare.protected_hours, zone)
        ends = [entry.ends for entry in timeline_from(setting.protocol, at, zone) if entry.ends is not None]
        last = max(end.date() if isinstance(end, datetime) else end for end in ends)
        text = setting.rich(
            "before.expect.text", until=setting.dates.moment(until), flaking_until=setting.dates.day(last)
        )
    return Section(
        heading=setting.line("before.expect.heading"),
        paragraphs=((*plain(setting.line("before.expect.how") + " "), *text),),
    )
