"""The wording lines that the sheets need, with the fields each must carry."""

from collections.abc import Iterable, Mapping

from consult_app.domain.answers import Use

REQUIRED_LISTS = ("remember", "avoid", "ok", "call", "before_avoid", "before_check", "before_call")
LONGEST_LIST = 7

_FIELDS: Mapping[str, str] = {
    "band.treated": "when",
    "band.visit": "when",
    "band.for": "name",
    "after.title": "",
    "after.lead": "",
    "remember.heading": "",
    "remember.1": "until",
    "remember.2": "",
    "remember.3": "phone",
    "remember.3_no_phone": "",
    "step.first_hours.when": "time",
    "step.tonight.when": "date",
    "step.tomorrow.when": "date",
    "step.hours_48.when": "moment",
    "step.days_5_7.when": "from to",
    "avoid.heading": "",
    "avoid.until": "until",
    "ok.heading": "",
    "ok.from_now": "",
    "ok.product_now": "product when",
    "ok.after": "time",
    "call.heading": "",
    "call.emergency": "",
    "call.after_hours": "phone",
    "call.write_in": "",
    "products.heading": "",
    "products.col_product": "",
    "products.col_stop": "",
    "products.col_ok": "",
    "products.no_stop": "",
    "products.stop_end_of_day": "",
    "products.ok_after": "time",
    "products.ok_morning": "",
    "products.ok_night": "",
    "products.if_not_flaking": "",
    "products.do_not_use": "",
    "products.ask_us": "",
    "products.write_in": "",
    "products.prescriber": "",
    "products.none": "",
    "visits.heading": "",
    "visits.session": "number",
    "visits.session_of": "number count",
    "visits.later": "weeks",
    "visits.maintenance": "",
    "visits.moved_trip": "",
    "visits.moved_event": "",
    "visits.none": "",
    "sun.line": "",
    "notes.heading": "",
    "edited.heading": "",
    "email.text": "",
    "signature.provider": "name",
    "signature.date": "",
    "links.questions": "",
    "links.booking": "",
    "qr.call": "",
    "qr.page": "",
    "footer.plan": "number",
    "footer.page": "page pages",
    "before.title": "",
    "before.lead_dated": "when",
    "before.lead_undated": "",
    "before.lead_2": "",
    "before.lead_2_undated": "",
    "before.products.heading": "",
    "before.products.col_last": "",
    "before.products.col_note": "",
    "before.products.keep": "",
    "before.products.do_not_use": "",
    "before.products.ask_bring": "",
    "before.products.none": "",
    "before.products.closing": "",
    "before.avoid.heading": "",
    "before.avoid.until": "until",
    "before.avoid.until_undated": "",
    "before.check.heading": "",
    "before.expect.heading": "",
    "before.expect.how": "",
    "before.expect.text": "until flaking_until",
    "before.expect.text_undated": "",
    "before.call.heading": "",
    "draft.mark": "",
    "reprint.mark": "date",
    "meta.after_title": "",
    "meta.before_title": "",
    "alt.logo": "clinic",
    "alt.qr_call": "",
    "alt.qr_page": "",
    "alt.stop": "",
    "alt.ok": "",
    "alt.ask": "",
}


def required_lines(*, steps: Iterable[str], categories: Iterable[str]) -> dict[str, frozenset[str]]:
    """Line ids with their field names, for a protocol with these timeline steps and product categories."""
    lines = {line: frozenset(fields.split()) for line, fields in _FIELDS.items()}
    nothing: frozenset[str] = frozenset()
    for step in steps:
        lines.setdefault(f"step.{step}.title", nothing)
        lines.setdefault(f"step.{step}.text", nothing)
    for category in categories:
        lines[f"category.{category}"] = nothing
        lines[f"before.note.{category}"] = nothing
    for use in Use:
        lines[f"use.{use.value}"] = nothing
    return lines
