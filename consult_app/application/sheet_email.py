"""A sheet as a draft of an email: a file that the user's own mail program opens, to check, address and send."""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP

from consult_app.application.handout_document import Sheet
from consult_app.domain.clinic import Clinic
from consult_app.domain.protocol import Wording

_TITLES = {Sheet.AFTER: "meta.after_title", Sheet.BEFORE: "meta.before_title"}


def email_draft(pdf: bytes, *, sheet: Sheet, wording: Wording, clinic: Clinic) -> bytes:
    """An ``.eml`` file with the sheet attached, in the sheet's language; the same input gives the same bytes.

    It says nothing about the patient and has neither sender nor receiver: the mail program knows the one, the user the
    other. ``X-Unsent`` opens it ready to be sent (Outlook, Thunderbird and others).
    """
    title = wording.line(_TITLES[sheet])
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = f"{title}, {clinic.name}" if clinic.name else title
    call = wording.line("remember.3", phone=clinic.phone) if clinic.phone else wording.line("remember.3_no_phone")
    paragraphs = [wording.line("email.text"), call, clinic.name]
    message.set_content("\n\n".join(filter(None, paragraphs)) + "\n", cte="quoted-printable")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{title}.pdf")
    message.set_boundary(f"sheet-{hashlib.sha256(pdf).hexdigest()[:32]}")
    return message.as_bytes()
