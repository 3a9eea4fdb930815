"""What a proposal says, in the product's fixed words."""

from datetime import date, datetime, timedelta

from consult_app.domain.findings import Verdict
from consult_app.domain.products import ProductPlan
from consult_app.domain.proposal import Proposal
from consult_app.domain.schedule import short_day_words

_VERDICT_WORDS = {
    Verdict.NOT_DECIDED: "Not decided yet",
    Verdict.DO_NOT_TREAT: "Do not treat",
    Verdict.REVIEW: "Needs your decision",
}


def verdict_words(proposal: Proposal) -> str:
    """The verdict in the product's fixed words."""
    if proposal.verdict is Verdict.WAIT:
        return "Wait" if proposal.earliest is None else f"Wait until {short_day_words(proposal.earliest)}"
    if proposal.verdict is not Verdict.READY:
        return _VERDICT_WORDS[proposal.verdict]
    if proposal.treatment_day > proposal.consultation_date:
        return f"Ready for {short_day_words(proposal.treatment_day)}. Check again that day"
    return "Ready to treat today"


def moment_words(moment: date | datetime) -> str:
    """``Sun, May 17, 10:30 AM``, or the day alone."""
    if not isinstance(moment, datetime):
        return short_day_words(moment)
    return (
        f"{short_day_words(moment.date())}, {moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"
    )


def pause_words(product: ProductPlan) -> str:
    """Both ends of the pause: before the treatment and after it."""
    if product.pause_from is None:
        before = "No pause before treatment."
    else:
        last = product.pause_from - timedelta(days=1)
        before = f"Stop from {short_day_words(product.pause_from)}, last use by {short_day_words(last)}."
    return f"{before} {_resume_words(product)}"


def _resume_words(product: ProductPlan) -> str:
    if product.ask:
        return "Do not use yet. Ask us first."
    if not product.decided:
        return "Not decided yet."
    if product.resume_at is None:
        return "The time to start again hangs on the time of treatment."
    if isinstance(product.resume_at, datetime):
        return f"After it, stop until {moment_words(product.resume_at)}. OK from then."
    last = product.resume_at - timedelta(days=1)
    return f"After it, stop until end of {short_day_words(last)}. OK from {short_day_words(product.resume_at)}."
