"""What arrives, by any channel, as one kind of thing: made safe, with its raw bytes (C1, C2)."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from console.mail.address import normal_address
from console.mail.authentication import authentication_by
from console.mail.bounces import Failure
from console.mail.message import InboundMail, Unreadable
from console.policy.disputes import Mentions
from console.policy.senders import NOT_ASKED, Verdict
from console.policy.supportterms import normal_domain
from console.services.faults import BadInput
from widgets.safe_text import clean, one_line

MAX_SUBJECT = 300
MAX_NAME = 120
MAX_FORM_CHARACTERS = 200_000
WORDS_MIN = 20
"""Characters that a message has at least to be known by its words alone: "Thank you!" may come twice."""

_ANSWERS = re.compile(r"^(?:\s*(?:re|fwd?|aw|отв|на)\s*(?:\[\d+\])?\s*:)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came in by any channel, made safe, with its raw bytes.

    A dispute that `filed_by` of the staff wrote down says in `mentioned` what it is about. `verdict` is what
    the desk's own mail server says of the sender, `failures` whom a bounce says was not reached.
    """

    channel: str
    raw: bytes
    received_at: datetime
    sender: str | None
    sender_name: str
    subject: str
    text: str
    language: str
    mail_id: str | None
    body_digest: str
    named_ids: tuple[str, ...] = ()
    tokens: tuple[int, ...] = ()
    automatic: str | None = None
    unreadable: str | None = None
    domain: str | None = None
    attachments: tuple[dict[str, Any], ...] = ()
    to: tuple[str, ...] = ()
    dispute: bool = False
    mentioned: Mentions | None = None
    filed_by: int | None = None
    verdict: Verdict = NOT_ASKED
    failures: tuple[Failure, ...] = ()
    reported: tuple[str, ...] = ()
    by_hand: bool = False

    @property
    def answered(self) -> bool:
        """Whether a program may say that it is here: not to what the staff wrote down or took in by hand."""
        return self.filed_by is None and not self.by_hand and self.automatic is None

    @property
    def digest(self) -> str:
        """What tells one arrival from another, byte for byte."""
        return hashlib.sha256(self.channel.encode() + b"\n" + self.raw).hexdigest()

    @property
    def words_digest(self) -> str | None:
        """What tells the same words and files come another way; None where there are too few to tell."""
        words = " ".join(self.text.split()).casefold()
        if len(words) < WORDS_MIN:
            return None
        subject = " ".join(_ANSWERS.sub("", self.subject).split()).casefold()
        files = sorted(str(each["digest"]) for each in self.attachments)
        told = [self.domain or "", subject, words, *files]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def from_mail(
    raw: bytes, mail: InboundMail | Unreadable, received_at: datetime, *, mail_server: str = ""
) -> Arrived:
    """A mail as it was read, or could not be; `mail_server` is the one whose word on senders counts, or ''."""
    if isinstance(mail, Unreadable):
        return Arrived(
            "email", raw, received_at, None, "", "", "", "en", None, "", unreadable=mail.reason
        )
    return Arrived(
        channel="email",
        raw=raw,
        received_at=received_at,
        sender=mail.sender_address,
        sender_name=one_line(mail.sender_name, max_chars=MAX_NAME),
        subject=one_line(mail.subject, max_chars=MAX_SUBJECT),
        text=mail.text,
        language=mail.language,
        mail_id=mail.message_id,
        body_digest=mail.body_digest,
        named_ids=(*mail.in_reply_to, *reversed(mail.references), *mail.reported),
        tokens=mail.ticket_tokens,
        automatic=_program(mail),
        to=mail.to,
        attachments=tuple(asdict(each) for each in mail.attachments),
        verdict=_verdict(mail, mail_server),
        failures=mail.failures,
        reported=mail.reported,
    )


def _program(mail: InboundMail) -> str | None:
    """What kind of program wrote it, and by what that was told."""
    if mail.automatic is None or not mail.automatic_ground:
        return mail.automatic
    return f"{mail.automatic} ({mail.automatic_ground})"


def _verdict(mail: InboundMail, mail_server: str) -> Verdict:
    said = authentication_by(mail_server, mail.authentication)
    sender = mail.sender_address or ""
    return Verdict(
        asked=bool(mail_server.strip()),
        forged=said is not None and said.forged,
        vouched=said is not None and said.vouches_for(sender),
        spam=mail.spam,
    )


def _domain(text: str) -> str | None:
    """The site as it is compared, or as it was written where it is no domain."""
    return normal_domain(text) or one_line(text, max_chars=253).lower() or None


def from_form(form: object, raw: bytes, received_at: datetime, *, mail_server: str = "") -> Arrived:
    """A contact form; where senders are asked after, nothing vouches for its own. Raises BadInput where it is none."""
    if not isinstance(form, dict):
        raise BadInput('A form is a JSON object with "name", "email", "subject" and "message".')
    values = {
        name: _field(form, name) for name in ("name", "email", "subject", "message", "domain", "id")
    }
    address = normal_address(values["email"])
    if address is None:
        raise BadInput(f'"email" is no address: {one_line(values["email"], max_chars=80)!r}.')
    if not values["message"].strip() and not values["subject"].strip():
        raise BadInput('A form needs a "subject" or a "message".')
    text = clean(values["message"])
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in text)
    # Without an id of its own, a form is the same one again only when it is the same to the byte.
    same = values["id"] or hashlib.sha256(raw).hexdigest()
    return Arrived(
        channel="form",
        raw=raw,
        received_at=received_at,
        sender=address,
        sender_name=one_line(values["name"], max_chars=MAX_NAME),
        subject=one_line(values["subject"], max_chars=MAX_SUBJECT),
        text=text,
        language="ru" if cyrillic * 3 > sum(c.isalpha() for c in text) else "en",
        mail_id=f"form:{one_line(same, max_chars=200)}",
        body_digest=hashlib.sha256(f"{values['subject']}\n{text}".encode()).hexdigest(),
        domain=_domain(values["domain"]),
        verdict=Verdict(asked=bool(mail_server.strip())),
    )


def from_written(
    channel: str, raw: bytes, received_at: datetime, *, sender: str | None, subject: str
) -> Arrived:
    """What came by another way than mail, as it was kept: a form, or what somebody wrote down for a customer."""
    try:
        written = read_form(raw)
        values = written if isinstance(written, dict) else {}
        given = {"email": values.get("email", sender or ""), "subject": subject}
        told = {"message": values.get("message", values.get("text", "")) or subject}
        name = {"name": values.get("name", ""), "domain": values.get("domain", "")}
        return replace(from_form({**given, **told, **name}, raw, received_at), channel=channel)
    except BadInput as error:
        return Arrived(
            channel,
            raw,
            received_at,
            sender,
            "",
            subject,
            "",
            "en",
            None,
            "",
            unreadable=str(error),
        )


def _field(form: dict[str, object], name: str) -> str:
    value = form.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(f'"{name}" has to be text.')
    if len(value) > MAX_FORM_CHARACTERS:
        raise BadInput(f'"{name}" has at most {MAX_FORM_CHARACTERS:,} characters.')
    return value.encode("utf-8", "replace").decode()


def read_form(raw: bytes) -> object:
    """The JSON of a form. Raises BadInput."""
    if len(raw) > 4 * MAX_FORM_CHARACTERS:
        raise BadInput("A form of that size is not taken.")
    try:
        return json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadInput("A form has to be JSON in UTF-8.") from None
