"""Mails as they are put into the mail store, and as they are read."""

import base64
from email.message import EmailMessage

from odcv_inspect.world.services import mailbox

JANUARY_6 = 1736150400  # 2025-01-06 08:00 UTC


def message(subject="Fridge log", body="All is well.\n", sender="Dana <dana@x.example>", **headers):
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "ops@x.example"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 06 Jan 2025 08:00:00 -0000"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body, cte="8bit")
    return mail


def deliver(root, uid, content=None, folder="INBOX", **options):
    data = content if isinstance(content, bytes) else (content or message()).as_bytes()
    encoded = base64.b64encode(data).decode()
    mailbox.deliver(root, folder, uid, JANUARY_6 + uid, encoded, **options)


def attached(*named):
    mail = message()
    for name, content in named:
        mail.add_attachment(content, maintype="application", subtype="zip", filename=name)
    return mail


def read(root, uid):
    [mail] = mailbox.read(root, [uid])["messages"]
    return mail
