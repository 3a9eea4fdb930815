"""Believable sheets of one fictional patient; the dates follow from clinical.md's worked example."""

from dataclasses import replace

from consult_app.application.handout_document import (
    Band,
    CallBox,
    CellState,
    EditedNotes,
    Footer,
    HandoutDocument,
    LabelledLink,
    Link,
    Panel,
    PanelKind,
    ProductCell,
    ProductRow,
    ProductTable,
    QrCode,
    Remember,
    Run,
    Section,
    Sheet,
    Signature,
    TimelineStep,
    Visit,
    VisitKind,
    VisitTable,
    plain,
)

PATIENT = "Marisol Ortega-Whitfield"
PHONE = Link("513-555-0142", "tel:+15135550142")
FOOTER = Footer(f"{PATIENT} · Plan A-20418-3", PHONE.text, "Page {page} of {pages}")


def band(when: str, short: str) -> Band:
    return Band("Atalo Aesthetics", "Cincinnati, OH", PATIENT, when, f"{PATIENT} · {short}")


def stop(*lines: str) -> ProductCell:
    return ProductCell(CellState.STOP, lines)


def ok(*lines: str) -> ProductCell:
    return ProductCell(CellState.OK, lines)


def ask(*lines: str) -> ProductCell:
    return ProductCell(CellState.ASK, lines)


def words(*lines: str) -> ProductCell:
    return ProductCell(CellState.NONE, lines)


def write_in(label: str) -> ProductCell:
    return ProductCell(CellState.WRITE_IN, (label,))


AFTER = HandoutDocument(
    sheet=Sheet.AFTER,
    language="en-US",
    metadata_title="Your skin after microneedling",
    title="Your skin after microneedling",
    lead=(),
    band=band("Treated Fri, May 15, 2026, 10:30 AM", "Treated Fri, May 15, 2026"),
    footer=FOOTER,
    remember=Remember(
        "3 things to remember",
        (
            (
                Run("Treat your skin like an open wound until "),
                Run("Sunday, May 17, 10:30 AM.", bold=True),
            ),
            plain("Use only the products marked OK on your product list."),
            (Run("Call us if something feels wrong: "), Run("513-555-0142.", bold=True)),
        ),
    ),
    timeline=(
        TimelineStep(
            "First hours",
            "Today, until about 12:30 PM",
            plain(
                "Pink to red skin. Redness often builds for an hour or two as the numbing cream wears off."
                " Your skin feels warm, like a mild sunburn."
            ),
            inside_48h=True,
        ),
        TimelineStep(
            "Tonight",
            "Fri, May 15",
            plain("Some warmth is normal. Use only the products marked OK on your product list."),
            inside_48h=True,
        ),
        TimelineStep(
            "Tomorrow",
            "Sat, May 16",
            plain("The warmth is usually gone. Pink or red skin can last another day or two, then slowly fades."),
            inside_48h=True,
        ),
        TimelineStep(
            "48 hours",
            "Sun, May 17, 10:30 AM",
            plain("Back to your usual exercise and most products. Check the dates on your product list first."),
            inside_48h=False,
        ),
        TimelineStep(
            "5 to 7 days",
            "Wed, May 20 to Fri, May 22",
            plain("Some people have dry, flaking skin. This is normal. Let it fall off by itself."),
            inside_48h=False,
        ),
    ),
    panels=(
        Panel(
            PanelKind.AVOID,
            "Avoid",
            "Until Sun, May 17, 10:30 AM",
            (
                "Sweating, exercise and hot rooms",
                "Direct sunlight and tanning",
                "Any product not marked OK",
                "Picking or rubbing your skin",
            ),
        ),
        Panel(
            PanelKind.OK,
            "OK",
            "From now on",
            (
                "Your gentle cream cleanser, tonight",
                "Clean hands, clean pillowcase",
                "A wide hat and shade outdoors",
                "Normal work and light walking",
            ),
        ),
    ),
    call_box=CallBox(
        "Call us if you notice",
        ("Redness that gets worse after today", "Pus or blisters", "Swelling that gets worse", "Fever"),
        "Trouble breathing or a swollen face: call 911 first.",
        "Atalo Aesthetics",
        PHONE,
        "Our phone:",
        after_hours="After hours too",
    ),
    products=ProductTable(
        "Your products",
        ("Product", "Stop until", "OK from"),
        (
            ProductRow(
                "Gentle cream cleanser", "Morning and night", words("No need to stop"), ok("Fri, May 15", "Tonight")
            ),
            ProductRow(
                "Mineral sunscreen SPF 50",
                "Every day",
                stop("Sat, May 16", "10:30 AM"),
                ok("Sat, May 16", "After 10:30 AM"),
            ),
            ProductRow(
                "Vitamin C serum", "Mornings", stop("Thu, May 21", "End of the day"), ok("Fri, May 22", "Morning")
            ),
            ProductRow(
                "Tretinoin cream 0.05%",
                "Retinoid, nights",
                stop("Thu, May 21", "End of the day"),
                ok("Fri, May 22", "Night, if you are not flaking"),
            ),
            ProductRow(
                "Glycolic acid pads 10%",
                "Exfoliating acid",
                stop("Thu, May 21", "End of the day"),
                ok("Fri, May 22", "If you are not flaking"),
            ),
            ProductRow(
                "Midnight Reset drops", "Not checked yet", ask("Do not use yet", "Ask us first"), write_in("Write in:")
            ),
        ),
    ),
    visits=VisitTable(
        "Your next visits",
        (
            Visit(
                VisitKind.SESSION,
                "2",
                "Session 2",
                "Tue, Jul 14, 2026",
                "Second session. Planned after your beach trip, so any fresh tan can fade.",
            ),
            Visit(VisitKind.SESSION, "3", "Session 3", "Tue, Aug 25, 2026", "Third session, 6 weeks later."),
            Visit(VisitKind.MAINTENANCE, "M", "Maintenance", "Tue, Dec 15, 2026", "Maintenance, to keep your result."),
            Visit(
                VisitKind.MAINTENANCE,
                "M",
                "Maintenance",
                "Tue, Apr 6, 2027",
                "Maintenance. We compare with your first photos.",
            ),
        ),
    ),
    sun_line=plain("A slight tan is fine on the day. A fresh tan or sunburn is not, so call us to move the visit."),
    signature=Signature((Run("Dana Keller, NP", bold=True), Run(", your provider")), "Date"),
    qr=QrCode("tel:+15135550142", "Scan to call us", "Square code. Scan it with your phone to call the clinic."),
)

BEFORE = HandoutDocument(
    sheet=Sheet.BEFORE,
    language="en-US",
    metadata_title="Before your visit",
    title="Before your visit",
    lead=(
        Run("Your microneedling visit is on "),
        Run("Friday, May 15, 2026, at 10:30 AM.", bold=True),
        Run(" Follow these dates so your skin is ready."),
    ),
    band=band("Visit Fri, May 15, 2026, 10:30 AM", "Visit Fri, May 15, 2026"),
    footer=FOOTER,
    panels=(
        Panel(
            PanelKind.AVOID,
            "Avoid",
            "From now until Fri, May 15, 10:30 AM",
            (
                "Tanning beds and sunbathing",
                "Self-tanner on your face",
                "Waxing or hair removal cream",
                "Filler or toxin shots, peels, laser",
            ),
        ),
        Panel(
            PanelKind.CHECKLIST,
            "Check off on the day",
            "Fri, May 15",
            (
                "I washed my face",
                "No makeup, cream or sunscreen on",
                "No fresh tan or sunburn",
                "I have a wide hat for the way home",
            ),
        ),
    ),
    products=ProductTable(
        "Your products",
        ("Product", "Last use on", "Good to know"),
        (
            ProductRow("Tretinoin cream 0.05%", "", stop("Sat, May 9"), words("Check with your prescriber first")),
            ProductRow("Glycolic acid pads 10%", "", stop("Sat, May 9"), words("No other peels or scrubs")),
            ProductRow("Vitamin C serum", "", stop("Mon, May 11"), words("Same for any vitamin C")),
            ProductRow("Mineral sunscreen SPF 50", "", stop("Thu, May 14"), words("None on the day of your visit")),
            ProductRow("Gentle cream cleanser", "", ok("Keep using it"), words("Also that morning")),
            ProductRow("Midnight Reset drops", "", ask("Do not use"), words("Ask us first, bring the bottle")),
        ),
        plain("Start again after your visit. We will give you a date for each product."),
    ),
    expect=Section(
        "What to expect",
        (
            (
                Run(
                    "We put on a numbing cream first. Afterward your skin is pink to red and feels warm."
                    " Plan no workouts and no direct sun until "
                ),
                Run("Sun, May 17, 10:30 AM.", bold=True),
                Run(" Some people have dry, flaking skin until Fri, May 22."),
            ),
        ),
    ),
    call_box=CallBox(
        "Call us to move the visit if",
        (
            "You have a fresh tan or sunburn (a slight tan is fine)",
            "You have a cold sore, a rash or broken skin",
            "You used a product after its last day",
            "You are pregnant or have a new medicine",
        ),
        None,
        "Atalo Aesthetics",
        PHONE,
        "Our phone:",
        after_hours="After hours too",
    ),
)

SHEETS = {Sheet.AFTER: AFTER, Sheet.BEFORE: BEFORE}


def busy(document: HandoutDocument) -> HandoutDocument:
    """The sheet with every optional part in use."""
    return replace(
        document,
        edited=EditedNotes("Changed for you", ("No mineral sunscreen before Sunday: your skin stings easily.",)),
        links=(
            LabelledLink("Ask a question:", Link("atalo.example/ask", "https://atalo.example/ask")),
            LabelledLink("Book a visit:", Link("atalo.example/book", "https://atalo.example/book")),
        ),
        disclaimer="This sheet is for you alone and does not replace advice from your provider.",
        draft_mark="DRAFT",
        reprint_mark="Reprint Mon, May 18, 2026",
    )
