"""Logos as clinics choose them: what is kept, what is refused, and that nothing leaves the file."""

import builtins
import socket
import struct
import subprocess
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from consult_app.application.errors import Refused
from consult_app.application.handout_document import Sheet
from consult_app.application.ports import SheetLook
from consult_app.domain.clinic import Brand
from consult_app.handout.logo import logo_of
from consult_app.handout.logo_import import LARGEST_FILE, LARGEST_SVG, read_logo
from consult_app.handout.renderer import ReportlabRenderer
from tests.handout.consulted import consulted

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="200" height="40" viewBox="0 0 200 40">'
)
BAR = '<rect width="200" height="40" fill="#ffffff"/>'


def svg(body=BAR, *, head=HEAD, before=""):
    return (before + head + body + "</svg>").encode()


def png(picture, **options):
    out = BytesIO()
    picture.save(out, "PNG", **options)
    return out.getvalue()


def sized(width, height):
    """A PNG that says it is so large, with hardly any data."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def printed(logo):
    brand = Brand(logo_svg=logo.svg, logo_png=logo.png)
    return ReportlabRenderer().render(consulted(Sheet.BEFORE, "en"), brand=brand, look=SheetLook()).pdf


PICTURE = Image.new("RGB", (300, 60), "#FFAA00")
WHOLE = png(PICTURE)
LAUGHS = svg(
    "&l2;",
    before='<!DOCTYPE svg [<!ENTITY l0 "ha"><!ENTITY l1 "&l0;&l0;&l0;&l0;"><!ENTITY l2 "&l1;&l1;&l1;&l1;">]>',
)
COPIES = svg(
    '<defs><g id="a0"><rect width="1" height="1"/></g>'
    + "".join(f'<g id="a{n}">{f"""<use xlink:href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 9))
    + '</defs><use xlink:href="#a8"/>'
)
REFUSED = [
    (b"", "empty"),
    (b"x" * (LARGEST_FILE + 1), "larger than 10 MB"),
    (b"hello", "neither an SVG nor a PNG"),
    (b"\xff\xd8\xff\xe0 jpeg", "a JPEG picture"),
    (b"GIF89a", "a GIF picture"),
    (b"%PDF-1.7", "a PDF"),
    (b"<html><body>not</body></html>", "neither an SVG nor a PNG"),
    (b"<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>", "not an SVG drawing"),
    (svg()[:-20], "cannot be read"),
    (svg(" " * LARGEST_SVG), "larger than 1 MB"),
    (b"<?xml version='1.0' encoding='nonsense'?><svg/>", "cannot be read"),
    (LAUGHS, "entities"),
    (svg("&x;", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "entities"),
    (svg(before='<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://x.example/e.dtd">]>'), "entities"),
    (svg('<image href="http://x.example/a.png" width="9" height="9"/>'), "a picture in it"),
    (svg('<image xlink:href="file:///etc/passwd" width="9" height="9"/>'), "a picture in it"),
    (svg('<image href="data:image/png;base64,AAAA" width="9" height="9"/>'), "a picture in it"),
    (svg('<use href="http://x.example/a.svg#a"/>'), "other files or web pages"),
    (svg('<use xlink:href="../other.svg#a"/>'), "other files or web pages"),
    (svg("<style>@import 'http://x.example/a.css';</style>"), "other files or web pages"),
    (svg('<style>rect { fill: url("http://x.example/a.svg#b") }</style>'), "other files or web pages"),
    (svg('<rect width="9" height="9" style="fill:url( file:///a )"/>'), "other files or web pages"),
    (svg('<rect width="9" height="9" style="fill:u\\72l(http://x.example)"/>'), "other files or web pages"),
    (COPIES, "too many parts"),
    (svg('<g id="a"><use href="#a"/></g>'), "holds itself"),
    (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "holds itself"),
    (svg("<g>" * 100 + "</g>" * 100), "too many parts"),
    (svg("<g/>" * 6000), "too many parts"),
    (svg(head='<svg xmlns="http://www.w3.org/2000/svg">'), "cannot be drawn"),
    (svg(head='<svg xmlns="http://www.w3.org/2000/svg" width="wide" height="nan">'), "cannot be drawn"),
    (svg(head='<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="10">'), "too wide and low"),
    (svg(head='<svg xmlns="http://www.w3.org/2000/svg" width="10" height="900">'), "too narrow and high"),
    (WHOLE[:20], "breaks off"),
    (WHOLE[:-40], "breaks off"),
    (WHOLE[:8] + b"\0" * 60, "damaged"),
    (sized(60_000, 60_000), "60000 by 60000 pixels"),
    (sized(1_000_000_000, 2), "too large"),
    (sized(0, 0), "damaged"),
    (png(Image.new("RGBA", (300, 60))), "nothing to see"),
    (png(Image.new("L", (3000, 2), 9)), "too wide and low"),
    (png(Image.new("L", (2, 3000), 9)), "too narrow and high"),
]


@pytest.mark.parametrize(("data", "why"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_cannot_be_a_logo_is_refused_with_why_and_what_to_do(data, why):
    with pytest.raises(Refused, match=why) as refused:
        read_logo(data)
    assert all(line.endswith(".") for line in (refused.value.summary, *refused.value.missing))
    assert refused.value.missing


def test_an_svg_stays_a_drawing_and_prints_as_one():
    logo = read_logo(svg())
    assert logo.png is None
    assert logo.notes == ()
    drawn = logo_of(Brand(logo_svg=logo.svg))
    assert drawn.width / drawn.height == pytest.approx(5)
    with pikepdf.open(BytesIO(printed(logo))) as pdf:
        assert "/XObject" not in pdf.pages[0].Resources or not pdf.pages[0].images


def test_what_no_print_shows_is_taken_out():
    body = (
        '<script>alert(1)</script><metadata>made by</metadata><!-- note --><g onclick="go()">'
        '<a href="https://x.example"><rect width="9" height="9" onload="go()" fill="#123456"/></a></g>'
    )
    kept = read_logo(svg(body)).svg
    for gone in (b"script", b"alert", b"onclick", b"onload", b"x.example", b"made by", b"note"):
        assert gone not in kept
    assert b"#123456" in kept


def test_a_plain_document_type_is_no_reason_to_refuse():
    before = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert b"DOCTYPE" not in read_logo(svg(before=before)).svg


def test_gradients_and_shapes_used_twice_stay():
    body = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient>'
        '<rect id="r" width="9" height="9"/></defs><use xlink:href="#r" x="20"/>'
        '<rect width="9" height="9" style="fill:url(#g)"/>'
    )
    kept = read_logo(svg(body)).svg
    assert b"url(#g)" in kept
    assert b'"#r"' in kept


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ('<text x="1" y="20" font-family="Nowhere Grotesk">Larkspur</text>', "typeface"),
        (BAR + '<rect width="9" height="9"><animate attributeName="x" to="9"/></rect>', "standing still"),
        (BAR + "<foreignObject><p>hi</p></foreignObject>", "left out"),
    ],
)
def test_what_will_look_different_is_told(body, note):
    (said,) = read_logo(svg(body)).notes
    assert note in said


def test_text_in_a_font_nobody_has_prints_in_the_sheets_own_embedded_face():
    logo = read_logo(svg('<text x="1" y="20" font-family="Nowhere Grotesk" font-weight="bold">Larkspur</text>'))
    with pikepdf.open(BytesIO(printed(logo))) as pdf:
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert fonts
    assert all("SourceSans" in name.replace("-", "").replace("3", "") for name in fonts), fonts


def test_reading_and_drawing_opens_no_file_no_socket_and_no_program(monkeypatch):
    logo_of(Brand(logo_svg=svg()))

    def never(*_a, **_k):
        raise AssertionError("something outside the file was asked for")

    monkeypatch.setattr(builtins, "open", never)
    monkeypatch.setattr(socket, "socket", never)
    monkeypatch.setattr(subprocess, "Popen", never)
    body = '<a xlink:href="file:///etc/passwd"><text font-family="Nowhere Serif" x="1" y="9">A</text></a>'
    before = '<!DOCTYPE svg SYSTEM "file:///etc/passwd">'
    logo = read_logo(svg(body, before=before))
    assert logo_of(Brand(logo_svg=logo.svg)) is not None


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_plain_color(mode):
    picture = Image.new("RGBA", (300, 60), (200, 200, 200, 255))
    if mode.startswith("I"):
        picture = Image.new(mode, (300, 60), 200 * 256)
    elif mode != "RGBA":
        picture = picture.convert(mode)
    kept = Image.open(BytesIO(read_logo(png(picture)).png))
    assert kept.mode in {"RGB", "RGBA"}
    shade = 255 if mode == "1" else 200
    assert all(abs(each - shade) <= 2 for each in kept.convert("RGB").getpixel((10, 10)))


def test_a_palette_with_a_clear_color_keeps_it_clear():
    picture = Image.new("P", (300, 60), 1)
    picture.putpalette([0, 0, 0, 255, 255, 255])
    picture.paste(0, (0, 0, 30, 60))
    kept = Image.open(BytesIO(read_logo(png(picture, transparency=0)).png))
    assert kept.getpixel((5, 5))[3] == 0
    assert kept.getpixel((100, 5)) == (255, 255, 255, 255)


def test_a_large_png_is_made_as_small_as_600_dots_an_inch_in_its_place():
    logo = read_logo(png(Image.effect_noise((4000, 1000), 60)))
    assert Image.open(BytesIO(logo.png)).size == (1200, 300)
    assert logo.notes == ("It was made smaller for print: 1200 by 300 pixels.",)


def test_a_png_that_is_small_already_keeps_its_pixels():
    logo = read_logo(WHOLE)
    assert Image.open(BytesIO(logo.png)).size == (300, 60)
    assert logo.notes == ()
    assert b"%PDF" in printed(logo)[:8]


def test_of_an_animation_the_first_picture_is_taken():
    moving = png(Image.new("RGB", (300, 60), "red"), save_all=True, append_images=[Image.new("RGB", (300, 60), "blue")])
    logo = read_logo(moving)
    kept = Image.open(BytesIO(logo.png))
    assert not getattr(kept, "is_animated", False)
    assert kept.convert("RGB").getpixel((5, 5)) == (255, 0, 0)
    assert logo.notes == ("It moves; the sheet shows its first picture.",)
