"""Reads a consultation file (``consultation/1``) into answers, or names everything that is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from consult_app.application.errors import InputFaulty
from consult_app.domain.answers import (
    Answers,
    Area,
    Concern,
    ConcernAnswer,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    ProductAnswer,
    ProductMatch,
    Provider,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
    Use,
)
from consult_app.domain.clinic import Clinic
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails
from consult_app.domain.protocol import Protocol
from consult_app.interchange.choices_section import read_choices, read_decision
from consult_app.interchange.fields import Faults, Node, listed, quoted, require
from consult_app.interchange.json_text import WHOLE_FILE, Members, parse_json

FORMAT = "consultation/1"
LANGUAGES = ("en", "es")
UNAVAILABLE = "unavailable"

_KEYS = (
    "format",
    "treatment",
    "consultation_date",
    "treatment_at",
    "treated_at",
    "patient",
    "provider",
    "concerns",
    "skin",
    "health",
    "products",
    "events",
    "trips",
    "series",
    "choices",
)
_NAME_KEYS = ("family_name", "given_name", "preferred_name", "phone", "chart")

Match = Callable[[str], ProductMatch]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file is read against.

    ``match`` recognises a product's name. ``on`` is the day the file is worked on where one was named, ``today`` the
    clinic's day; the file's own consultation date goes before ``today``.
    """

    protocol: Protocol
    clinic: Clinic
    match: Match
    today: date
    on: date | None = None

    def day_of(self, consultation_date: date | None) -> date:
        """The day that counts as the one worked on: ``on``, else the consultation date, else today."""
        return self.on or consultation_date or self.today


def read_consultation(data: bytes, reading: Reading) -> Answers:
    """The answers in ``data``, with product names matched. Raises ``InputFaulty`` with every fault found."""
    faults = Faults()
    root = Node(parse_json(data), "", faults, reading.clinic.time_zone)
    if not isinstance(root.value, Members):
        faults.add(WHOLE_FILE, "The file holds no object.", f'It starts like this: {{"format": "{FORMAT}", …}}.')
        raise InputFaulty(tuple(faults.found))
    _refuse_other_formats(root, root.value)
    answers = _answers(root, root.members(_KEYS), reading)
    if faults.found:
        raise InputFaulty(tuple(faults.found))
    return answers


def _refuse_other_formats(root: Node, members: Members) -> None:
    """A file of another format would only raise faults that mean nothing."""
    faults = Faults()
    formats = [value for key, value in members.pairs if key == "format"]
    if not formats:
        faults.add("format", "This key is missing.", f'Write "format": "{FORMAT}".')
    for value in formats[:1]:
        Node(value, "format", faults, root.zone).word([FORMAT])
    if faults.found:
        raise InputFaulty(tuple(faults.found))


def _answers(root: Node, members: Mapping[str, Node], reading: Reading) -> Answers:
    require(members, ("treatment",), root)
    treatment = members["treatment"].word([reading.protocol.id]) if "treatment" in members else None
    consulted = members["consultation_date"].day() if "consultation_date" in members else None
    visit = _Visit(consulted=consulted or reading.day_of(None), dated=consulted is not None)
    treatment_at, treated_at = _treatment_times(members, visit)
    provider = _provider(members["provider"]) if "provider" in members else None
    products = members.get("products")
    return Answers(
        treatment=treatment or reading.protocol.id,
        consultation_date=consulted,
        treatment_at=treatment_at,
        treated_at=treated_at,
        patient=_patient(members["patient"], visit) if "patient" in members else PatientDetails(),
        provider=provider,
        concerns=_concerns(members["concerns"]) if "concerns" in members else (),
        skin=_skin(members["skin"], visit) if "skin" in members else SkinAnswers(),
        health=_health(members["health"], visit, reading) if "health" in members else {},
        products=None if products is None else products.each(lambda node: _product(node, visit, reading)),
        events=members["events"].each(_event) if "events" in members else (),
        trips=members["trips"].each(_trip) if "trips" in members else (),
        series_done=_series(members["series"], visit) if "series" in members else (),
        choices=read_choices(members.get("choices"), provider=provider, on=reading.day_of(consulted)),
    )


@dataclass(frozen=True, slots=True)
class _Visit:
    """The day the answers were given, and whether the file names it."""

    consulted: date
    dated: bool

    def past(self, node: Node | None) -> date | None:
        """A day that cannot lie after the consultation."""
        day = None if node is None else node.day()
        if node is not None and day is not None and day > self.consulted:
            node.fault(f"{day.isoformat()} lies after {self.words}.", "Give a day up to then.")
            return None
        return day

    @property
    def words(self) -> str:
        what = "the consultation date" if self.dated else "today, as the file has no consultation_date"
        return f"{what} ({self.consulted.isoformat()})"


def _treatment_times(members: Mapping[str, Node], visit: _Visit) -> tuple[datetime | None, datetime | None]:
    start_node, end_node = members.get("treatment_at"), members.get("treated_at")
    start = None if start_node is None else start_node.moment()
    end = None if end_node is None else end_node.moment()
    if start_node is not None and start is not None and start.date() < visit.consulted:
        start_node.fault(
            f"The treatment lies before {visit.words}.", "The treatment is on the consultation date or later."
        )
    if end_node is not None and start_node is None:
        end_node.fault("An end of treatment stands without its start.", "Give treatment_at too.")
    if end_node is not None and start is not None and end is not None and end < start:
        end_node.fault("The treatment ends before it starts.", "Give a time from treatment_at on.")
    return start, end


def _patient(node: Node, visit: _Visit) -> PatientDetails:
    members = node.members((*_NAME_KEYS, "birth_date", "language", "allergies"))
    names = {key: members[key].name() or "" for key in _NAME_KEYS if key in members}
    language = members["language"].word(LANGUAGES) if "language" in members else None
    return PatientDetails(
        **names,
        birth_date=visit.past(members.get("birth_date")),
        language=language or LANGUAGES[0],
        allergies=_allergies(members["allergies"]) if "allergies" in members else Allergies(),
    )


def _allergies(node: Node) -> Allergies:
    if isinstance(node.value, str):
        if node.value != UNAVAILABLE:
            node.fault(
                f"{quoted(node.value)} is not a choice here.",
                f'Allowed: a list of names, [] for none known, or "{UNAVAILABLE}".',
            )
        return Allergies(AllergyState.UNAVAILABLE)
    items = node.each(lambda item: item.name(filled=True))
    return Allergies(AllergyState.KNOWN if items else AllergyState.NONE_KNOWN, items)


def _provider(node: Node) -> Provider | None:
    members = node.members(("name", "credentials"))
    if not node.is_object() or not require(members, ("name",), node):
        return None
    name = members["name"].name(filled=True)
    credentials = members["credentials"].name() if "credentials" in members else ""
    return None if name is None else Provider(name, credentials or "")


def _concerns(node: Node) -> tuple[ConcernAnswer, ...]:
    seen: dict[tuple[Concern, Area | None, Severity | None], str] = {}
    return node.each(lambda entry: _concern(entry, seen))


def _concern(node: Node, seen: dict[tuple[Concern, Area | None, Severity | None], str]) -> ConcernAnswer | None:
    members = node.members(("concern", "severity", "areas", "note"))
    if not node.is_object() or not require(members, ("concern",), node):
        return None
    concern = members["concern"].choice(Concern)
    severity = members["severity"].choice(Severity) if "severity" in members else None
    areas = members["areas"].each(lambda entry: entry.choice(Area), limit=len(Area)) if "areas" in members else ()
    note = members["note"].note() if "note" in members else ""
    if concern is None:
        return None
    if (concern, None, severity) in seen:
        first = seen[concern, None, severity]
        node.fault(f"{concern.value} stands at {first} with the same severity.", "Put its areas together.")
    seen[concern, None, severity] = node.where
    for index, area in enumerate(areas):
        key = (concern, area, None)
        if key in seen:
            members["areas"].fault(
                f"{area.value} stands twice for {concern.value} (entry {index + 1}).", "An area has one severity."
            )
        seen[key] = node.where
    return ConcernAnswer(concern, severity, areas, note or "")


def _skin(node: Node, visit: _Visit) -> SkinAnswers:
    members = node.members(("fitzpatrick", "tan", "tan_since"))
    return SkinAnswers(
        fitzpatrick=members["fitzpatrick"].choice(Fitzpatrick) if "fitzpatrick" in members else None,
        tan=members["tan"].choice(Tan) if "tan" in members else None,
        tan_since=visit.past(members.get("tan_since")),
    )


def _health(node: Node, visit: _Visit, reading: Reading) -> Mapping[str, HealthAnswer]:
    members = node.members(reading.protocol.questions, unknown="is not a health question")
    heard = {question: _health_answer(entry, visit) for question, entry in members.items()}
    return {question: answer for question, answer in heard.items() if answer is not None}


def _health_answer(node: Node, visit: _Visit) -> HealthAnswer | None:
    if not node.is_object():
        if isinstance(node.value, str):
            reply = node.choice(Reply)
            return None if reply is None else HealthAnswer(reply)
        node.refuse_kind("a reply or an object", listed(reply.value for reply in Reply))
        return None
    members = node.members(("answer", "current", "last", "note"))
    current = members["current"].flag() if "current" in members else None
    last = visit.past(members.get("last"))
    note = members["note"].note() if "note" in members else ""
    if not require(members, ("answer",), node):
        return None
    answer = members["answer"].choice(Reply)
    return None if answer is None else HealthAnswer(answer, current, last, note or "")


def _product(node: Node, visit: _Visit, reading: Reading) -> ProductAnswer | None:
    members = node.members(("name", "use", "last_used", "decision"))
    use = members["use"].choice(Use) if "use" in members else None
    last_used = visit.past(members.get("last_used"))
    decision = read_decision(members["decision"], reading.protocol) if "decision" in members else None
    if not node.is_object() or not require(members, ("name",), node):
        return None
    name = members["name"].name(filled=True)
    if name is None:
        return None
    return ProductAnswer(name=name, use=use, last_used=last_used, decision=decision, match=reading.match(name))


def _event(node: Node) -> ImportantDate | None:
    members = node.members(("what", "on"))
    if not node.is_object() or not require(members, ("what", "on"), node):
        return None
    what, on = members["what"].name(filled=True), members["on"].day()
    return None if what is None or on is None else ImportantDate(what, on)


def _trip(node: Node) -> Trip | None:
    members = node.members(("what", "from", "to", "sunny"))
    if not node.is_object() or not require(members, ("what", "from", "to"), node):
        return None
    what, first, last = members["what"].name(filled=True), members["from"].day(), members["to"].day()
    sunny = members["sunny"].flag() if "sunny" in members else False
    if what is None or first is None or last is None:
        return None
    if last < first:
        members["to"].fault("The trip ends before it starts.", "Give a day from its first day on.")
        return None
    return Trip(what, first, last, sunny or False)


def _series(node: Node, visit: _Visit) -> tuple[date, ...]:
    members = node.members(("done",))
    if "done" not in members:
        return ()
    done: list[date] = []
    for entry in members["done"].items():
        day = visit.past(entry)
        if day is not None and day in done:
            entry.fault(f"{day.isoformat()} stands twice.", "Keep one.")
        elif day is not None:
            done.append(day)
    return tuple(done)
