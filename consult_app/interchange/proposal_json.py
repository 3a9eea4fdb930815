"""A proposal as JSON (``proposal/1``): fixed key order, so the same input gives the same bytes."""

import json
from datetime import date

from consult_app.domain.aftercare import AftercarePlan, TimelineEntry
from consult_app.domain.answers import Decision, Override, Provider
from consult_app.domain.findings import Finding
from consult_app.domain.planning import Option
from consult_app.domain.products import ProductPlan
from consult_app.domain.proposal import Proposal
from consult_app.domain.protocol import Reason
from consult_app.interchange.consultation_writing import Json, day_or_time, local_time

FORMAT = "proposal/1"


def write_proposal(proposal: Proposal) -> bytes:
    """The proposal as UTF-8 JSON with a closing line break. Times are clinic-local, in whole minutes, no offset."""
    content: dict[str, Json] = {
        "format": FORMAT,
        "protocol": {
            "id": proposal.protocol.id,
            "version": proposal.protocol.version,
            "sha256": proposal.protocol.sha256,
        },
        "verdict": proposal.verdict.value,
        "earliest": _day(proposal.earliest),
        "missing": list(proposal.missing),
        "findings": [_finding(finding) for finding in proposal.findings],
        "options": [_option(option) for option in proposal.options],
        "products": [_product(product) for product in proposal.products],
        "aftercare": None if proposal.aftercare is None else _aftercare(proposal.aftercare),
        "timeline": None if proposal.timeline is None else [_entry(entry) for entry in proposal.timeline],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def signature(provider: Provider | None) -> str | None:
    """Name and credentials of who recorded a choice."""
    if provider is None:
        return None
    return ", ".join(part for part in (provider.name, provider.credentials) if part)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "effect": finding.effect.value,
        "text": finding.text,
        "because": dict(finding.because),
        "until": _day(finding.until),
        "until_basis": finding.until_basis.value if finding.until_basis else None,
        "sources": list(finding.sources),
        "basis": finding.basis.value,
        "overridable": finding.overridable,
        "overridden": None if finding.overridden is None else _override(finding.overridden),
        "decision": None if finding.decision is None else _decision(finding.decision),
    }


def _override(override: Override) -> Json:
    return {"reason": override.reason, "by": signature(override.by), "on": _day(override.on)}


def _decision(decision: Decision) -> Json:
    return {
        "choice": decision.choice.value,
        "reason": decision.reason,
        "by": signature(decision.by),
        "on": _day(decision.on),
    }


def _option(option: Option) -> Json:
    return {
        "id": option.id,
        "recommended": option.recommended,
        "course": option.course,
        "interval_weeks": option.interval_weeks,
        "sessions": [
            {"number": session.number, "on": session.on.isoformat(), "reasons": list(session.reasons)}
            for session in option.sessions
        ],
        "maintenance": [{"on": visit.on.isoformat(), "reasons": list(visit.reasons)} for visit in option.maintenance],
        "dropped": list(option.dropped),
        "reasons": [_reason(reason) for reason in option.reasons],
    }


def _reason(reason: Reason) -> Json:
    return {"text": reason.text, "sources": list(reason.sources), "basis": reason.basis.value}


def _product(product: ProductPlan) -> Json:
    return {
        "name": product.name,
        "matched": product.matched,
        "how": product.how,
        "categories": list(product.categories),
        "decided": product.decided,
        "pause_from": _day(product.pause_from),
        "resume_at": None if product.resume_at is None else day_or_time(product.resume_at),
        "reason": product.reason,
        "sources": list(product.sources),
    }


def _aftercare(aftercare: AftercarePlan) -> Json:
    return {
        "protected_until": local_time(aftercare.protected_until),
        "avoid": [{"what": item.what, "until": local_time(item.until)} for item in aftercare.avoid],
    }


def _entry(entry: TimelineEntry) -> Json:
    return {
        "id": entry.id,
        "from": day_or_time(entry.starts),
        "to": None if entry.ends is None else day_or_time(entry.ends),
    }
