"""How long one printed sheet takes, against typst setting the same content, with a bare reportlab page as the floor.

Both set the sheet after treatment: two letter pages with the same words, boxes, tables, dates and QR code in Source
Sans Pro at the same sizes, tagged to PDF/UA-1. They take turns in one process. Every turn is another patient, day and
plan, so that neither can hand out what it kept of the turn before.

What differs: typst sets the text with kerning and a better line breaking, and reads its source as markup. Its signs are
plainer (circles and lines for octagons and triangles), its tables have heads of columns but none of rows, and its lines
do not stand where ours stand. Our side finds a tighter setting when a page is full and keeps the text for the record;
typst does neither. Both keep the QR code between turns. "first" is a new process: importing what is needed, reading
fonts, one sheet.

Run: uv run python benchmarks/handout.py [--runs N] [--save FOLDER]
"""

import argparse
import json
import pickle
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import segno
import typst
from reportlab.pdfgen.canvas import Canvas

from consult_app import bootstrap
from consult_app.application.handout_document import HandoutDocument, ProductCell, Run, Sheet
from consult_app.application.handouts import SheetChoice, build_sheet
from consult_app.application.ports import SheetLook
from consult_app.content.dates import BabelDates
from consult_app.domain.answers import (
    Answers,
    Area,
    Choices,
    Concern,
    ConcernAnswer,
    Fitzpatrick,
    ProductAnswer,
    Provider,
    Severity,
    SkinAnswers,
    Tan,
    Use,
)
from consult_app.domain.clinic import Brand
from consult_app.domain.patient import PatientDetails
from consult_app.domain.proposal import propose
from consult_app.handout.fonts import Face, font_of
from consult_app.handout.renderer import ReportlabRenderer

FONTS = files("font_source_sans_pro").joinpath("files")
PDF_STANDARD = "ua-1"
GOAL, MOST = 1.0, 1.5
DOCUMENTS = 40
MEMORY_RENDERS, MEMORY_MB = 200, 5.0
FIRST_TURNS = 5

Render = Callable[..., bytes]


def documents() -> list[HandoutDocument]:
    """Forty complete sheets of one consultation, each with its own name, day and plan number."""
    protocol = bootstrap.load_protocol()
    clinic = bootstrap.load_clinic(bootstrap.clinic_profile(bootstrap.SAMPLE_CLINIC))
    matcher = bootstrap.matcher(protocol)
    names = ("Tretinoin cream 0.05%", "Glycolic acid pads 10%", "Vitamin C serum", "Mineral sunscreen SPF 50")
    names += ("Gentle cream cleanser", "Midnight Reset drops")
    products = tuple(ProductAnswer(name, match=matcher.match(name), use=Use.NIGHTLY) for name in names)
    made = []
    for number in range(DOCUMENTS):
        at = datetime(2026, 5, 15, 10, 30) + timedelta(days=number, minutes=number)
        given = Answers(
            consultation_date=at.date(),
            treatment_at=at,
            treated_at=at,
            patient=PatientDetails(f"Sample{number}", "Person", "", date(1984, 3, 4)),
            provider=Provider("Dana Keller", "NP"),
            concerns=(ConcernAnswer(Concern.ACNE_SCARS, Severity.MODERATE, (Area.LEFT_CHEEK,)),),
            skin=SkinAnswers(Fitzpatrick.II, Tan.NONE),
            products=products,
            choices=Choices(option="corrective_series.3x4w"),
        )
        proposal = propose(protocol, clinic, given, at.date())
        sheet = build_sheet(
            protocol,
            clinic,
            given,
            proposal,
            choice=SheetChoice(Sheet.AFTER),
            dates=BabelDates("en"),
            plan_number=f"A-{number}",
            draft=True,
        )
        made.append(replace(sheet, draft_mark=None))
    return made


def quoted(text: str) -> str:
    """Text as a typst string, put into markup."""
    return "#" + json.dumps(text, ensure_ascii=False) + ";"


def rich(runs: Sequence[Run]) -> str:
    return "".join(f"#strong[{quoted(run.text)}]" if run.bold else quoted(run.text) for run in runs)


def typst_source(sheet: HandoutDocument, brand: Brand, qr_code: str) -> bytes:
    """The sheet in typst's markup."""
    band, call, table = sheet.band, sheet.call_box, sheet.products
    remember = "".join(f"+ {rich(item)}\n" for item in sheet.remember.items)
    steps = "".join(
        f"[*{quoted(step.title)}* \\ #small[{quoted(step.when)}]], dot({str(step.inside_48h).lower()}),"
        f" [{rich(step.text)}],\n"
        for step in sheet.timeline
    )
    panels = ",".join(
        f'panel("{panel.kind.value}", [{quoted(panel.heading)}], [{quoted(panel.subheading)}],'
        f" ({''.join(f'[{quoted(item)}],' for item in panel.items)}))"
        for panel in sheet.panels
    )
    signs = "".join(f"- {quoted(sign)}\n" for sign in call.signs)
    whom = "".join(f"\\ {quoted(words)}" for words in (call.after_hours, call.hours) if words)

    def cell(cell: ProductCell) -> str:
        main, *others = cell.lines
        mark = {"stop": "stop", "ok": "okay", "ask": "ask"}.get(cell.state.value)
        words = f"*{quoted(main)}*" if mark else quoted(main)
        small = "".join(f" \\ #small[{quoted(other)}]" for other in others)
        return f"[#grid(columns: (19pt, 1fr), {mark}, [{words}{small}])]" if mark else f"[{words}{small}]"

    rows = "".join(
        f"[*{quoted(row.name)}* \\ #small[{quoted(row.detail)}]], {cell(row.first)}, {cell(row.second)},\n"
        for row in table.rows
    )
    visits = "".join(
        f"[#mark([{quoted(visit.mark)}], {str(visit.kind.value == 'session').lower()})], [*{quoted(visit.date)}*],"
        f" [{quoted(visit.text)}],\n"
        for visit in sheet.visits.rows
    )
    links = " #h(1fr) ".join(
        f"{quoted(each.label)} #link({json.dumps(each.link.uri)})[{quoted(each.link.text)}]" for each in sheet.links
    )
    head = ",".join(f"table.cell[#small[*{quoted(column)}*]]" for column in table.columns)
    source = f"""
#set document(title: {json.dumps(sheet.metadata_title)})
#set text(font: "Source Sans Pro", size: 12pt, lang: "en", fill: rgb("#13242B"))
#set par(leading: 5pt, spacing: 9pt)
#let ink = rgb("{brand.ink}")
#let accent = rgb("{brand.accent}")
#let pale = rgb("#B4C6CC")
#let wash = accent.lighten(91%)
#let small(body) = text(size: 10.5pt, fill: rgb("#46585F"), body)
#show heading.where(level: 1): set text(size: 28pt, weight: "bold")
#show heading.where(level: 2): set text(size: 15.5pt, weight: "semibold")
#show strong: set text(weight: "semibold")
#set page(paper: "us-letter", margin: (x: 36pt, top: 98pt, bottom: 50pt), header: context {{
  if counter(page).get().first() == 1 {{ place(top + left, dx: -18pt, dy: 18pt, block(
      width: 576pt, height: 62pt, fill: ink, radius: 6pt, inset: 12pt, text(fill: white)[
      #grid(columns: (1fr, auto), [#text(20pt, weight: "semibold")[{quoted(band.clinic_name)}] \\
        #text(10.5pt)[{quoted(band.place)}]], align(right)[*{quoted(band.patient_name)}* \\
        #text(10.5pt)[{quoted(band.when)}]])]))
  }} else {{ place(top + left, dx: -18pt, dy: 18pt, block(
      width: 576pt, height: 40pt, fill: ink, radius: 6pt, inset: 12pt, text(fill: white)[
      #text(14pt, weight: "semibold")[{quoted(band.clinic_name)}] #h(1fr) {quoted(band.running_head)}])) }}
}}, footer: context text(9.6pt, fill: rgb("#46585F"))[
  #line(length: 100%, stroke: 0.8pt + pale)
  {quoted(sheet.footer.left)} #h(1fr) {quoted(sheet.footer.middle)} #h(1fr) Page #counter(page).display() of
  #counter(page).final().first()])
#let x = box(width: 8pt, height: 8pt, {{
  place(line(end: (8pt, 8pt), stroke: 1.5pt)); place(line(start: (8pt, 0pt), end: (0pt, 8pt), stroke: 1.5pt)) }})
#let tick = box(width: 9pt, height: 8pt, {{
  place(line(start: (0pt, 4pt), end: (3pt, 7pt), stroke: 1.5pt))
  place(line(start: (3pt, 7pt), end: (9pt, 1pt), stroke: 1.5pt)) }})
#let stop = circle(radius: 5.5pt, stroke: 1.2pt, line(length: 100%, stroke: 1.2pt))
#let okay = circle(radius: 5.5pt, stroke: 1.2pt, inset: 0pt, move(dx: 1pt, dy: 1pt, scale(70%, tick)))
#let ask = polygon.regular(size: 12pt, vertices: 3, stroke: 1.2pt)
#let dot(filled) = circle(radius: 7pt, fill: if filled {{ accent }} else {{ white }}, stroke: 3pt + accent)
#let mark(body, round) = box(width: 23pt, height: 23pt, radius: if round {{ 50% }} else {{ 4.5pt }},
  fill: if round {{ accent }} else {{ white }}, stroke: 1.9pt + accent,
  align(center + horizon, text(fill: if round {{ white }} else {{ accent }}, strong(body))))
#let panel(kind, title, sub, items) = block(width: 100%, height: 150pt, stroke: 1.4pt, radius: 5pt, clip: true, {{
  block(width: 100%, inset: (x: 14pt, y: 7pt), below: 6pt, stroke: (bottom: 1.4pt),
    fill: if kind == "avoid" {{ rgb("#13242B") }} else {{ white }},
    text(fill: if kind == "avoid" {{ white }} else {{ rgb("#13242B") }}, heading(level: 2, title)))
  pad(x: 14pt, {{ strong(sub); list(marker: if kind == "avoid" {{ x }} else {{ tick }}, ..items) }}) }})
#heading(level: 1)[{quoted(sheet.title)}]
{rich(sheet.lead)}
#block(width: 100%, fill: wash, radius: 5pt, inset: 12pt)[
== {quoted(sheet.remember.heading)}
{remember}]
#grid(columns: (158pt, 24pt, 1fr), row-gutter: 12pt, {steps})
#grid(columns: (1fr, 1fr), gutter: 15.5pt, {panels})
#block(width: 100%, fill: wash, stroke: 1.4pt + accent, radius: 5pt, inset: 12pt)[
#grid(columns: (1fr, 190pt), gutter: 16pt, [
== {quoted(call.heading)}
#set list(marker: ask)
{signs}
*{quoted(call.emergency)}*], [{quoted(call.clinic_name)} \\
#link({json.dumps(call.phone.uri)})[#text(21pt, weight: "bold")[{quoted(call.phone.text)}]] {whom}])]
#pagebreak()
== {quoted(table.heading)}
#table(columns: (38%, 31%, 31%), stroke: (x, y) => (bottom: if y == 0 {{ 1.4pt }} else {{ 0.8pt + pale }}),
  inset: (x: 0pt, y: 5.4pt), table.header({head}), {rows})
== {quoted(sheet.visits.heading)}
#table(columns: (42pt, 155pt, 1fr), stroke: (x, y) => (bottom: 0.8pt + pale), inset: (x: 0pt, y: 6pt),
  align: horizon, {visits})
{rich(sheet.sun_line)}

{links}

#small[{quoted(sheet.disclaimer)}]
#v(1fr)
#grid(columns: (1fr, 110pt, 96pt), gutter: 15pt, align: bottom,
  [#line(length: 100%, stroke: 1.4pt) {rich(sheet.signature.signer)}],
  [#line(length: 100%, stroke: 1.4pt) {quoted(sheet.signature.date_label)}],
  [#image(bytes({json.dumps(qr_code)}), format: "svg", width: 72pt, alt: {json.dumps(sheet.qr.alt)})
  #small[{quoted(sheet.qr.caption)}]])
"""
    return source.encode()


def qr_svg(payload: str) -> str:
    out = BytesIO()
    segno.make(payload, error="m", micro=False, boost_error=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def ours() -> Render:
    renderer, brand, look = ReportlabRenderer(), Brand(), SheetLook()
    return lambda sheet: renderer.render(sheet, brand=brand, look=look).pdf


def typst_keeping_its_compiler() -> Render:
    compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)
    return lambda source: compiler.compile(source, format="pdf", pdf_standards=[PDF_STANDARD])


def typst_anew() -> Render:
    return lambda source: typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True).compile(
        source, format="pdf", pdf_standards=[PDF_STANDARD]
    )


def bare_page() -> Render:
    def page(_content: object) -> bytes:
        out = BytesIO()
        canvas = Canvas(out, pagesize=(612, 792), invariant=1, pageCompression=1)
        canvas.setFont(font_of(Face.REGULAR).fontName, 12)
        canvas.drawString(36, 700, "One line on one page")
        canvas.save()
        return out.getvalue()

    return page


ENGINES = {
    "our sheet": ours,
    "typst, one compiler kept": typst_keeping_its_compiler,
    "typst, a compiler a sheet": typst_anew,
    "bare reportlab page (floor)": bare_page,
}


_OURS_FIRST = """
from consult_app.application.ports import SheetLook
from consult_app.domain.clinic import Brand
from consult_app.handout.renderer import ReportlabRenderer
ReportlabRenderer().render(pickle.loads(content), brand=Brand(), look=SheetLook())
"""
_TYPST_FIRST = f"""
import typst
compiler = typst.Compiler(font_paths=[{str(FONTS)!r}], ignore_system_fonts=True)
compiler.compile(pickle.loads(content), format="pdf", pdf_standards=[{PDF_STANDARD!r}])
"""
_FLOOR_FIRST = """
from io import BytesIO
from reportlab.pdfgen.canvas import Canvas
from consult_app.handout.fonts import Face, font_of
canvas = Canvas(BytesIO())
canvas.setFont(font_of(Face.REGULAR).fontName, 12)
canvas.drawString(36, 700, "One line on one page")
canvas.save()
"""
_TIMED = """
import pickle, sys, time
content = sys.stdin.buffer.read()
began = time.perf_counter()
{}
print((time.perf_counter() - began) * 1000)
"""
FIRST_SCRIPTS = dict(zip(ENGINES, (_OURS_FIRST, _TYPST_FIRST, _TYPST_FIRST, _FLOOR_FIRST), strict=True))


def first(engine: str, content: HandoutDocument | bytes) -> float:
    """Milliseconds from nothing imported to the first sheet, in a process of its own."""
    command = [sys.executable, "-c", _TIMED.format(FIRST_SCRIPTS[engine])]
    return float(subprocess.run(command, input=pickle.dumps(content), capture_output=True, check=True).stdout)


def resident_mb() -> float:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmRSS")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--save", type=Path, help="also write one sheet of each here, to be looked at side by side")
    options = parser.parse_args()
    sheets = documents()
    code = qr_svg(sheets[0].qr.payload)
    sources = [typst_source(sheet, Brand(), code) for sheet in sheets]
    contents = {name: sources if name.startswith("typst") else sheets for name in ENGINES}

    firsts: dict[str, list[float]] = {name: [] for name in ENGINES}
    for turn in range(FIRST_TURNS):
        for name in ENGINES:
            firsts[name].append(first(name, contents[name][turn]))

    ready = {name: make() for name, make in ENGINES.items()}
    for name, render in ready.items():
        for content in contents[name][:5]:
            render(content)
    taken: dict[str, list[float]] = {name: [] for name in ENGINES}
    sizes = dict.fromkeys(ENGINES, 0)
    for run in range(options.runs):
        for name, render in ready.items():
            content = contents[name][run % DOCUMENTS]
            began = time.perf_counter()
            pdf = render(content)
            taken[name].append((time.perf_counter() - began) * 1000)
            sizes[name] = len(pdf)
            if options.save and run == 0:
                (options.save / f"{'-'.join(re.findall('[a-z]+', name))}.pdf").write_bytes(pdf)

    typst_warm = statistics.median(taken["typst, one compiler kept"])
    typst_first = statistics.median(firsts["typst, one compiler kept"])
    print(f"one sheet of two letter pages, {options.runs} warm turns, {FIRST_TURNS} first ones; milliseconds, medians")
    print(f"{'':30}{'warm':>8}{'p10':>8}{'x typst':>9}{'first':>9}{'x typst':>9}{'KB':>7}")
    for name in ENGINES:
        warm, begin = statistics.median(taken[name]), statistics.median(firsts[name])
        p10 = statistics.quantiles(taken[name], n=10)[0]
        print(
            f"{name:30}{warm:8.1f}{p10:8.1f}{warm / typst_warm:9.2f}{begin:9.0f}{begin / typst_first:9.2f}"
            f"{sizes[name] / 1024:7.1f}"
        )
    ratio = statistics.median(taken["our sheet"]) / typst_warm
    verdict = "goal met" if ratio <= GOAL else "within the most allowed" if ratio <= MOST else "TOO SLOW"
    print(f"warm: {ratio:.2f} x typst, goal {GOAL:.1f}, most {MOST:.1f}: {verdict}")

    before = resident_mb()
    for index in range(MEMORY_RENDERS):
        ready["our sheet"](sheets[index % DOCUMENTS])
    grown = resident_mb() - before
    print(f"memory over {MEMORY_RENDERS} more sheets of ours: {grown:+.1f} MB (at most {MEMORY_MB:.0f})")


if __name__ == "__main__":
    main()
