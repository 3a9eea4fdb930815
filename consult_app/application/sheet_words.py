"""What both sheets share: the protocol's wording filled with dates, the head, the call box and the foot."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from string import Formatter

from consult_app.application.handout_document import (
    Band,
    CallBox,
    Footer,
    LabelledLink,
    Link,
    QrCode,
    RichText,
    Run,
    Signature,
)
from consult_app.application.ports import DateWords
from consult_app.domain.answers import Answers
from consult_app.domain.clinic import Clinic
from consult_app.domain.proposal import Proposal
from consult_app.domain.protocol import HealthCondition, Protocol, Wording


@dataclass(frozen=True, slots=True)
class SheetSetting:
    """Everything a sheet is written from; ``dates`` speaks the wording's language.

    ``said`` fills up while the sheet is written: each line by its id, in the order it was first said, with its fields.
    """

    protocol: Protocol
    clinic: Clinic
    answers: Answers
    proposal: Proposal
    wording: Wording
    dates: DateWords
    plan_number: str
    draft: bool
    reprinted_on: date | None
    said: dict[str, dict[str, str]] = field(default_factory=dict, compare=False)

    def line(self, line_id: str, **fields: str) -> str:
        """A wording line as plain text. Raises ``KeyError`` for an id the wording lacks."""
        self.said.setdefault(line_id, fields)
        return self.wording.line(line_id, **fields)

    def rich(self, line_id: str, **fields: str) -> RichText:
        """A wording line whose filled-in fields stand out."""
        self.said.setdefault(line_id, fields)
        runs: list[Run] = []
        for text, name, _, _ in Formatter().parse(self.wording.lines[line_id]):
            if text:
                runs.append(Run(text))
            if name:
                runs.append(Run(fields[name], bold=True))
        return tuple(runs)

    def has(self, line_id: str) -> bool:
        return line_id in self.wording.lines

    def list_lines(self, list_id: str) -> tuple[str, ...]:
        return tuple(self.line(line_id) for line_id in self.protocol.lists.get(list_id, ()))

    @property
    def patient_name(self) -> str:
        return self.answers.patient.full_name

    def category(self, category_id: str) -> str:
        return self.line(f"category.{category_id}") if self.has(f"category.{category_id}") else ""


def band(setting: SheetSetting, *, line_id: str, when: str, day: str) -> Band:
    """The head; ``line_id`` says "Treated {when}" or "Visit {when}"; empty ``when`` leaves it out."""
    name = setting.patient_name
    running = f"{name} · {setting.line(line_id, when=day)}" if day else name
    return Band(
        clinic_name=setting.clinic.name,
        place=setting.clinic.words_in(setting.wording.language).tagline or setting.clinic.place,
        patient_name=name,
        when=setting.line(line_id, when=when) if when else "",
        running_head=running,
        logo_alt=setting.line("alt.logo", clinic=setting.clinic.name),
    )


def footer(setting: SheetSetting) -> Footer:
    plan = setting.line("footer.plan", number=setting.plan_number) if setting.plan_number else ""
    return Footer(
        left=" · ".join(part for part in (setting.patient_name, plan) if part),
        middle=setting.clinic.phone,
        page_words=setting.wording.lines["footer.page"],
    )


def call_box(setting: SheetSetting, *, heading: str, signs: tuple[str, ...], emergency: str | None) -> CallBox:
    clinic = setting.clinic
    own = clinic.words_in(setting.wording.language)
    phone = clinic.after_hours_phone
    after_hours = [setting.line("call.after_hours", phone=phone)] if phone else []
    after_hours += [own.after_hours] if own.after_hours else []
    return CallBox(
        heading=heading,
        signs=signs,
        emergency=emergency,
        clinic_name=clinic.name,
        phone=Link(clinic.phone, tel_uri(clinic.phone)) if clinic.phone else None,
        phone_write_in=setting.line("call.write_in"),
        after_hours=". ".join(after_hours) or None,
        hours=own.hours or None,
    )


def signature(setting: SheetSetting) -> Signature | None:
    provider = setting.answers.provider
    if provider is None:
        return None
    name = ", ".join(part for part in (provider.name, provider.credentials) if part)
    return Signature(signer=setting.rich("signature.provider", name=name), date_label=setting.line("signature.date"))


def qr_code(setting: SheetSetting) -> QrCode | None:
    """The clinic's number, else its page; ``None`` without either. Nothing about the patient."""
    clinic = setting.clinic
    if clinic.phone:
        return QrCode(tel_uri(clinic.phone), setting.line("qr.call"), setting.line("alt.qr_call"))
    if clinic.website:
        return QrCode(web_uri(clinic.website), setting.line("qr.page"), setting.line("alt.qr_page"))
    return None


def links(setting: SheetSetting) -> tuple[LabelledLink, ...]:
    """Where to read more and where to book, by the clinic's own links (S39, S40)."""
    given = (("links.questions", setting.clinic.questions_link), ("links.booking", setting.clinic.booking_link))
    return tuple(
        LabelledLink(setting.line(line_id), Link(url.removeprefix("https://"), web_uri(url)))
        for line_id, url in given
        if url and setting.has(line_id)
    )


def marks(setting: SheetSetting) -> tuple[str | None, str | None]:
    """The draft mark and the reprint mark."""
    draft = setting.line("draft.mark") if setting.draft else None
    reprinted = setting.reprinted_on
    if reprinted is None:
        return draft, None
    return draft, setting.line("reprint.mark", date=setting.dates.day(reprinted, year=True))


def last_day_before(protocol: Protocol, question: str, day: date) -> date | None:
    """The last day the thing a health question asks about may be done before ``day``, by the protocol's own rules."""
    for rule in protocol.rules.values():
        for case in rule.cases:
            for condition in case.when:
                if isinstance(condition, HealthCondition) and question in condition.questions:
                    days = case.until.days if case.until is not None else condition.within_days
                    if days is not None:
                        return day - timedelta(days=days)
    return None


def tel_uri(phone: str) -> str:
    """``tel:`` with the digits of a number as people write it."""
    plus = "+" if phone.strip().startswith("+") else ""
    return f"tel:{plus}{''.join(char for char in phone if char.isdigit())}"


def web_uri(url: str) -> str:
    return url if "://" in url else f"https://{url}"
