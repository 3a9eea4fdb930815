"""What can be done with finished plans: keep the sheets that were issued, print them again, write a correction."""

import hashlib
from datetime import datetime

from consult_app.application.errors import Refused
from consult_app.application.handouts import SheetChoice
from consult_app.application.ports import RenderedHandout
from consult_app.domain.answers import Provider
from consult_app.domain.plan import Addendum, IssuedHandout, LineEdit, PlanId


def issue(
    rendered: RenderedHandout,
    *,
    handout_id: str,
    plan_id: PlanId,
    choice: SheetChoice,
    by: Provider,
    at: datetime,
    how: str,
    target: str = "",
    ended: datetime | None = None,
    edits: tuple[LineEdit, ...] = (),
) -> IssuedHandout:
    """The record of a sheet given out: exactly the bytes that were sent.

    ``at`` is aware UTC; ``ended`` the local end of treatment an after sheet counts from; ``edits`` the
    lines on it that are not the clinic's own.
    """
    return IssuedHandout(
        id=handout_id,
        plan_id=plan_id,
        sheet=choice.sheet.value,
        language=choice.language,
        paper=choice.look.paper,
        large_print=choice.look.large_print,
        letterhead=choice.look.letterhead,
        pages=rendered.pages,
        pdf=rendered.pdf,
        sha256=hashlib.sha256(rendered.pdf).hexdigest(),
        at=at,
        by=by,
        how=how,
        target=target,
        text=rendered.text,
        ended=ended,
        edits=edits,
    )


def addendum(plan_id: PlanId, *, by: Provider, at: datetime, text: str) -> Addendum:
    """A dated correction. Raises ``Refused`` for an empty one."""
    if not text.strip():
        raise Refused("Write what is corrected.")
    return Addendum(plan_id=plan_id, by=by, at=at, text=text.strip())
