"""*After microneedling*: what the treated patient takes home, every line dated."""

from datetime import date, datetime, time, timedelta

from consult_app.application.handout_document import (
    CellState,
    HandoutDocument,
    Panel,
    PanelKind,
    ProductCell,
    ProductRow,
    ProductTable,
    Remember,
    Sheet,
    TimelineStep,
    Visit,
    VisitKind,
    VisitTable,
    plain,
)
from consult_app.application.sheet_words import (
    SheetSetting,
    band,
    call_box,
    footer,
    links,
    marks,
    qr_code,
    signature,
)
from consult_app.domain.aftercare import AftercarePlan, TimelineEntry
from consult_app.domain.answers import ProductAnswer, Use
from consult_app.domain.products import ProductPlan
from consult_app.domain.schedule import start_of

_MORNING_BY = time(5)
_NIGHT_BY = time(18)
_MOST_LINES = 7
_MOVED = {"trip": "visits.moved_trip", "event": "visits.moved_event"}


def after_sheet(
    setting: SheetSetting, ended: datetime, aftercare: AftercarePlan, timeline: tuple[TimelineEntry, ...]
) -> HandoutDocument:
    """``ended`` is the local end of treatment everything is counted from."""
    until = setting.dates.moment(aftercare.protected_until)
    until_long = setting.dates.moment_long(aftercare.protected_until, year=False)
    draft_mark, reprint_mark = marks(setting)
    return HandoutDocument(
        sheet=Sheet.AFTER,
        language=setting.wording.language,
        metadata_title=setting.line("meta.after_title"),
        title=setting.line("after.title"),
        lead=setting.rich("after.lead"),
        band=band(
            setting,
            line_id="band.treated",
            when=setting.dates.moment(ended, year=True),
            day=setting.dates.day(ended.date()),
        ),
        footer=footer(setting),
        remember=_remember(setting, until_long),
        timeline=tuple(_step(setting, entry, aftercare.protected_until) for entry in timeline),
        panels=(_avoid(setting, until), _ok(setting, ended.date())),
        call_box=call_box(
            setting,
            heading=setting.line("call.heading"),
            signs=setting.list_lines("call"),
            emergency=setting.line("call.emergency"),
        ),
        products=_products(setting, ended.date(), timeline),
        visits=_visits(setting, ended.date()),
        notes_heading=setting.line("notes.heading"),
        sun_line=plain(setting.line("sun.line")),
        links=links(setting),
        signature=signature(setting),
        qr=qr_code(setting),
        disclaimer=setting.clinic.words_in(setting.wording.language).disclaimer,
        draft_mark=draft_mark,
        reprint_mark=reprint_mark,
    )


def _remember(setting: SheetSetting, until: str) -> Remember:
    phone = setting.clinic.phone
    skin, products = setting.rich("remember.1", until=until), setting.rich("remember.2")
    last = setting.rich("remember.3", phone=phone) if phone else setting.rich("remember.3_no_phone")
    return Remember(
        heading=setting.line("remember.heading"),
        items=(skin, products, last),
    )


def _step(setting: SheetSetting, entry: TimelineEntry, protected_until: datetime) -> TimelineStep:
    dates = setting.dates
    ends = entry.ends
    fields = {"date": dates.day_of_step(_day(entry.starts))}
    if isinstance(entry.starts, datetime):
        fields["moment"] = dates.moment_of_step(entry.starts)
    if isinstance(ends, datetime):
        same_day = ends.date() == _day(entry.starts)
        fields["time"] = dates.time_said(ends.time()) if same_day else dates.moment_of_step(ends)
    if ends is not None:
        fields |= {"from": fields["date"], "to": dates.day_of_step(_day(ends))}
    return TimelineStep(
        title=setting.line(f"step.{entry.id}.title"),
        when=setting.line(f"step.{entry.id}.when", **fields),
        text=plain(setting.line(f"step.{entry.id}.text")),
        inside_48h=start_of(entry.starts) < protected_until,
    )


def _avoid(setting: SheetSetting, until: str) -> Panel:
    return Panel(
        kind=PanelKind.AVOID,
        heading=setting.line("avoid.heading"),
        subheading=setting.line("avoid.until", until=until),
        items=setting.list_lines("avoid"),
    )


def _ok(setting: SheetSetting, day: date) -> Panel:
    usual = setting.list_lines("ok")
    soon = [
        setting.line("ok.product_now", product=plan.name, when=_after(setting, plan.resume_at))
        for plan in setting.proposal.products
        if isinstance(plan.resume_at, datetime) and plan.resume_at.date() == day
    ]
    return Panel(
        kind=PanelKind.OK,
        heading=setting.line("ok.heading"),
        subheading=setting.line("ok.from_now"),
        items=(*soon[: _MOST_LINES - len(usual)], *usual),
    )


def _after(setting: SheetSetting, moment: datetime) -> str:
    return setting.line("ok.after", time=setting.dates.time(moment.time()))


def _products(setting: SheetSetting, day: date, timeline: tuple[TimelineEntry, ...]) -> ProductTable:
    flaking_ends = max((_day(entry.ends) for entry in timeline if entry.ends is not None), default=day)
    answers = setting.answers.products or ()
    rows = tuple(
        _product_row(setting, product, plan, day, flaking_ends)
        for product, plan in zip(answers, setting.proposal.products, strict=True)
    )
    columns = tuple(setting.line(f"products.{column}") for column in ("col_product", "col_stop", "col_ok"))
    return ProductTable(
        heading=setting.line("products.heading"),
        columns=(columns[0], columns[1], columns[2]),
        rows=rows,
        closing=() if rows else plain(setting.line("products.none")),
    )


def _product_row(
    setting: SheetSetting, product: ProductAnswer, plan: ProductPlan, day: date, flaking_ends: date
) -> ProductRow:
    names = [setting.category(category) for category in plan.categories[:1]] if plan.pause_days else []
    if product.use is not None:
        names.append(setting.line(f"use.{product.use.value}"))
    first, second = _product_cells(setting, product, plan, day, flaking_ends)
    return ProductRow(name=product.name, detail=" · ".join(name for name in names if name), first=first, second=second)


def _product_cells(
    setting: SheetSetting, product: ProductAnswer, plan: ProductPlan, day: date, flaking_ends: date
) -> tuple[ProductCell, ProductCell]:
    dates, resume = setting.dates, plan.resume_at
    if resume is None:
        ask = ProductCell(CellState.ASK, (setting.line("products.do_not_use"), setting.line("products.ask_us")))
        return ask, ProductCell(CellState.WRITE_IN, (setting.line("products.write_in"),))
    if isinstance(resume, datetime):
        if resume.date() == day:
            stop = ProductCell(CellState.NONE, (setting.line("products.no_stop"),))
        else:
            stop = ProductCell(CellState.STOP, (dates.day(resume.date()), dates.time(resume.time())))
        return stop, _ok_from(setting, product, resume)
    last = ProductCell(
        CellState.STOP, (dates.day(resume - timedelta(days=1)), setting.line("products.stop_end_of_day"))
    )
    when = {Use.NIGHTLY: "products.ok_night", Use.MORNINGS: "products.ok_morning"}.get(product.use or Use.DAILY)
    small = [setting.line(when)] if when else []
    if plan.pause_days and resume <= flaking_ends:
        small.append(setting.line("products.if_not_flaking"))
    if _is_prescription(setting, plan):
        small.append(setting.line("products.prescriber"))
    return last, ProductCell(CellState.OK, (dates.day(resume), *small))


def _ok_from(setting: SheetSetting, product: ProductAnswer, resume: datetime) -> ProductCell:
    """The patient's next usual use once the pause has ended."""
    dates = setting.dates
    if product.use is Use.MORNINGS:
        day = resume.date() if resume.time() <= _MORNING_BY else resume.date() + timedelta(days=1)
        return ProductCell(CellState.OK, (dates.day(day), setting.line("products.ok_morning")))
    if product.use is Use.NIGHTLY:
        day = resume.date() if resume.time() <= _NIGHT_BY else resume.date() + timedelta(days=1)
        return ProductCell(CellState.OK, (dates.day(day), setting.line("products.ok_night")))
    return ProductCell(
        CellState.OK,
        (dates.day(resume.date()), setting.line("products.ok_after", time=dates.time(resume.time()))),
    )


def _is_prescription(setting: SheetSetting, plan: ProductPlan) -> bool:
    return any(setting.protocol.categories[category].prescription for category in plan.categories)


def _visits(setting: SheetSetting, day: date) -> VisitTable:
    proposal = setting.proposal
    ahead = [session for session in proposal.sessions if session.on > day]
    count = max((session.number for session in proposal.sessions), default=0)
    rows: list[Visit] = []
    before = day
    for session in ahead:
        text = setting.line("visits.session_of", number=str(session.number), count=str(count))
        weeks, odd_days = divmod((session.on - before).days, 7)
        moved = _moved(setting, session.moved_by)
        if not moved and not odd_days:
            text = f"{text}, {setting.line('visits.later', weeks=str(weeks))}"
        rows.append(
            Visit(
                kind=VisitKind.SESSION,
                mark=str(session.number),
                mark_alt=setting.line("visits.session", number=str(session.number)),
                date=setting.dates.day(session.on, year=True),
                text=". ".join((text, *moved)),
            )
        )
        before = session.on
    for visit in proposal.maintenance:
        if visit.on > day:
            rows.append(
                Visit(
                    kind=VisitKind.MAINTENANCE,
                    mark="M",
                    mark_alt=setting.line("visits.maintenance"),
                    date=setting.dates.day(visit.on, year=True),
                    text=". ".join((setting.line("visits.maintenance"), *_moved(setting, visit.moved_by))),
                )
            )
    return VisitTable(
        heading=setting.line("visits.heading"),
        rows=tuple(rows),
        closing=() if rows else plain(setting.line("visits.none")),
    )


def _moved(setting: SheetSetting, moved_by: tuple[str, ...]) -> tuple[str, ...]:
    """Why a visit is later than its weeks, where the patient's own trip or date is why."""
    return tuple(setting.line(_MOVED[what]) for what in moved_by if what in _MOVED)[:1]


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
