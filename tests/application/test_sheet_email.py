"""The sheet as a draft of an email."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP

import pytest

from consult_app.application.handout_document import Sheet
from consult_app.application.sheet_email import email_draft
from tests.fakes.services import CLINIC, protocol

PDF = b"%PDF-1.7\n\x00\xff of somebody" * 40


def draft(language="en", sheet=Sheet.AFTER, clinic=CLINIC):
    made = email_draft(PDF, sheet=sheet, wording=protocol().wording[language], clinic=clinic)
    return made, message_from_bytes(made, policy=SMTP)


def test_it_is_a_message_not_yet_sent_with_neither_sender_nor_receiver():
    _, message = draft()
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "Your skin after microneedling, Sample Aesthetics"
    assert {"From", "To", "Cc", "Bcc", "Date", "Message-ID"}.isdisjoint(message.keys())
    assert message.get_body().get_content() == (
        "Your care sheet is attached. Read it today, and keep it where you can find it.\r\n\r\n"
        "Call us at 513-555-0142 if something does not look right.\r\n\r\n"
        "Sample Aesthetics\r\n"
    )


@pytest.mark.parametrize(
    ("language", "sheet", "name"),
    [
        ("en", Sheet.AFTER, "Your skin after microneedling.pdf"),
        ("en", Sheet.BEFORE, "Before your microneedling visit.pdf"),
        ("es", Sheet.AFTER, f"{protocol().wording['es'].line('meta.after_title')}.pdf"),
    ],
)
def test_the_very_bytes_are_attached_under_the_sheets_own_name(language, sheet, name):
    _, message = draft(language, sheet)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == PDF
    assert (attached.get_filename(), attached.get_content_type()) == (name, "application/pdf")


def test_it_is_plain_ascii_in_short_lines_whatever_the_language():
    made, message = draft("es", clinic=replace(CLINIC, name="Clínica Ñandú"))
    assert made.isascii()
    assert max(map(len, made.split(b"\r\n"))) <= 78
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert message["Subject"].endswith("Clínica Ñandú")
    assert "Clínica Ñandú" in message.get_body().get_content()


def test_the_same_sheet_makes_the_same_file():
    assert draft()[0] == draft()[0]


def test_without_the_clinics_details_nothing_is_made_up():
    _, message = draft(clinic=replace(CLINIC, name="", phone=""))
    assert message["Subject"] == "Your skin after microneedling"
    assert message.get_body().get_content().endswith("Call us if something does not look right.\r\n")
