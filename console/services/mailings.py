"""Messages to many customers: previewed with a count, then sent through the outbox, once (A3)."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from console.mail.address import normal_address
from console.policy import access, officehours
from console.policy import mailings as policy
from console.policy.mailings import MailingKind, Text
from console.policy.refusal import Refusal
from console.services import facts, optout, outgoing
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput
from console.services.letters import letter_id
from console.services.mailing_shapes import Draft, MailingPreview, MailingView, Selection
from console.services.shapes import Actor
from db import mailings, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.mailings import Recipient
from db.tables import Mailing
from widgets.safe_text import clean, one_line

FIRST_ADDRESSES = 3
_TO = frozenset({"all", "owing", "premium", "language", "since", "addresses"})


def read_draft(values: Mapping[str, Any]) -> Draft:
    """A mailing as a file has it: a kind, a table for each language, and [to]. Raises BadInput."""
    known = {"kind", "to", *policy.LANGUAGES}
    if unknown := sorted(set(values) - known):
        raise BadInput(f"A mailing has no {unknown[0]!r}: it has {', '.join(sorted(known))}.")
    texts = {
        language: _text(language, values[language])
        for language in policy.LANGUAGES
        if language in values
    }
    try:
        kind = policy.parse_kind(str(values.get("kind", "")))
        policy.check_texts(texts)
    except ValueError as error:
        raise BadInput(str(error)) from None
    return Draft(kind, texts, _selection(values.get("to")))


def _text(language: str, found: object) -> Text:
    if not isinstance(found, dict) or set(found) - {"subject", "text"}:
        raise BadInput(f'[{language}] has a "subject" and a "text".')
    told = [found.get(name, "") for name in ("subject", "text")]
    if not all(isinstance(each, str) for each in told):
        raise BadInput(f'"subject" and "text" of [{language}] are texts.')
    return Text(one_line(told[0], max_chars=1_000), clean(told[1]).strip("\n"))


def _selection(found: object) -> Selection:
    if not isinstance(found, dict) or not found or set(found) - _TO:
        raise BadInput(f"[to] says whom it is for: {', '.join(sorted(_TO))}.")
    if "all" in found and found != {"all": True}:
        raise BadInput("all = true stands alone in [to].")
    owing, premium = found.get("owing", False), found.get("premium", False)
    language, since = found.get("language"), found.get("since")
    if type(owing) is not bool or type(premium) is not bool:
        raise BadInput("owing and premium are true or false.")
    if language not in {None, *policy.LANGUAGES}:
        raise BadInput(f"language is one of {', '.join(policy.LANGUAGES)}.")
    if since is not None and not (type(since) is date and officehours.is_in_reach(since)):
        raise BadInput("since is a day, such as 2026-11-01.")
    return Selection(owing, premium, language, since, _addresses(found.get("addresses")))


def _addresses(found: object) -> tuple[str, ...] | None:
    if found is None:
        return None
    if not isinstance(found, list) or not found:
        raise BadInput("addresses is a list of e-mail addresses, one at least.")
    normal = [normal_address(each) if isinstance(each, str) else None for each in found]
    if None in normal:
        wrong = found[normal.index(None)]
        raise BadInput(f"That is no address: {one_line(str(wrong), max_chars=80)!r}.")
    return tuple(sorted({each for each in normal if each is not None}))


async def preview(desk: Desk, *, draft: Draft, now: datetime) -> MailingPreview:
    """What sending would do; nothing is written. Raises BadInput."""
    _check(desk, draft)
    async with desk.reading() as session:
        found = await _recipients(session, desk, draft.selection, now=now)
        unknown = await mailings.unknown(session, draft.selection.addresses or ())
        around = await _around(session, draft)
    chosen = [each for each in found if policy.gets(draft.kind, opted_out=each.opted_out)]
    languages = Counter(policy.text_for(draft.texts, each.language)[0] for each in chosen)
    return MailingPreview(
        kind=str(draft.kind),
        recipients=len(chosen),
        opted_out=len(found) - len(chosen),
        languages=dict(sorted(languages.items())),
        first=tuple(each.address for each in chosen[:FIRST_ADDRESSES]),
        unknown=tuple(unknown),
        mails={
            language: (told.subject, _body(desk, draft.kind, language, told, key="…", own=around))
            for language, told in draft.texts.items()
        },
    )


@until_saved
async def send(
    desk: Desk,
    actor: Actor,
    *,
    draft: Draft,
    expected: int,
    reference: str | None = None,
    now: datetime,
) -> MailingView | Refusal:
    """Queue one mail to each customer, all at once or none; the same mailing again sends nothing.

    Refused where other than the `expected` number would get it. Without a reference, the same words to the same
    selection are the same mailing. Raises BadInput.
    """
    _check(desk, draft)
    named = reference or _digest(draft)
    async with desk.writing(actor, now) as session:
        if refused := access.check(facts.role_of(actor), "mailing"):
            return refused
        known = await mailings.by_reference(session, named)
        if known is not None:
            return await _again(session, known, draft)
        found = await _recipients(session, desk, draft.selection, now=now)
        chosen = [each for each in found if policy.gets(draft.kind, opted_out=each.opted_out)]
        if len(chosen) != expected:
            return Refusal(
                f"It would go to {len(chosen)} now, not to {expected}: look again.", "A3"
            )
        if not chosen:
            return Refusal("Nobody would get it.", "A3")
        row = await mailings.add(
            session, kind=str(draft.kind), texts=_plain_texts(draft),
            selection=_plain(draft.selection), recipients=len(chosen), reference=named,
            staff_id=actor.staff_id, created_at=now,
        )  # fmt: skip
        around = await _around(session, draft)
        made = _mails(desk, draft, chosen, facts.key(row), around=around, now=now)
        await mailings.put_all(session, made)
        await tickets.record(
            session, "mailing sent", at=now, staff_id=actor.staff_id, mailing=row.id,
            recipients=len(chosen), reference=named,
        )  # fmt: skip
        return (await _views(session, [row]))[0]


def _check(desk: Desk, draft: Draft) -> None:
    try:
        policy.check_texts(draft.texts)
    except ValueError as error:
        raise BadInput(str(error)) from None
    if draft.kind is MailingKind.PROMOTIONAL and not desk.settings.support_address:
        raise BadInput(
            "Promotions say where they are ended: set support_address in the settings first."
        )


async def _again(session: Session, known: Mailing, draft: Draft) -> MailingView | Refusal:
    told = (str(draft.kind), _plain_texts(draft), _plain(draft.selection))
    if (known.kind, known.texts, known.selection) != told:
        return Refusal(f"The reference {known.reference!r} is another mailing's.", "A3")
    return (await _views(session, [known]))[0]


async def listing(desk: Desk, *, limit: int = 100) -> tuple[MailingView, ...]:
    """The mailings sent, the latest first."""
    async with desk.reading() as session:
        return await _views(session, list(await mailings.listing(session, limit)))


async def _recipients(
    session: Session, desk: Desk, selection: Selection, *, now: datetime
) -> Sequence[Recipient]:
    since = officehours.day_begins(desk.hours, selection.since) if selection.since else None
    return await mailings.recipients(
        session, owing=selection.owing, premium_at=now if selection.premium else None,
        language=selection.language, since=since, addresses=selection.addresses,
    )  # fmt: skip


def _mails(
    desk: Desk,
    draft: Draft,
    chosen: Sequence[Recipient],
    mailing: int,
    *,
    around: dict[str, str | None],
    now: datetime,
) -> list[dict[str, Any]]:
    promotes = draft.kind is MailingKind.PROMOTIONAL
    made = []
    for each in chosen:
        language, told = policy.text_for(draft.texts, each.language)
        key = optout.key_of(desk.facts.secret, each.customer_id)
        made.append({
            "recipient": each.address, "subject": told.subject, "mail_id": letter_id(desk),
            "body": _body(desk, draft.kind, language, told, key=key, own=around), "automatic": True,
            "customer_id": each.customer_id, "mailing_id": mailing, "next_try_at": now,
            "unsubscribe": optout.address_of(desk, each.customer_id) if promotes else None,
            "created_at": now,
        })  # fmt: skip
    return made


async def _around(session: Session, draft: Draft) -> dict[str, str | None]:
    """What stands around the words, by language, where the desk has its own."""
    return {
        language: await outgoing.own_text(session, "mailing", language) for language in draft.texts
    }


def _body(
    desk: Desk,
    kind: MailingKind,
    language: str,
    told: Text,
    *,
    key: str,
    own: dict[str, str | None],
) -> str:
    _, body = outgoing.letter_text(
        desk, language, "mailing", own=own.get(language), text=told.text,
        promotes=kind is MailingKind.PROMOTIONAL, key=key,
        support_address=desk.settings.support_address,
    )  # fmt: skip
    return body


def _plain_texts(draft: Draft) -> dict[str, dict[str, str]]:
    return {language: asdict(told) for language, told in draft.texts.items()}


def _plain(selection: Selection) -> dict[str, Any]:
    found = asdict(selection)
    return {
        **found,
        "since": selection.since.isoformat() if selection.since else None,
        "addresses": None if selection.addresses is None else list(selection.addresses),
    }


def _digest(draft: Draft) -> str:
    told = [str(draft.kind), _plain_texts(draft), _plain(draft.selection)]
    return f"mailing:{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]}"


async def _views(session: Session, rows: list[Mailing]) -> tuple[MailingView, ...]:
    if not rows:
        return ()
    staff = await db_worktime.names(session, list({row.staff_id for row in rows}))
    states = await mailings.states(session, [facts.key(row) for row in rows])
    return tuple(
        MailingView(
            mailing=facts.key(row),
            kind=row.kind,
            subject=next(iter(row.texts.values()))["subject"],
            recipients=row.recipients,
            left=sum(states.get((facts.key(row), each), 0) for each in ("queued", "sending")),
            failed=states.get((facts.key(row), "failed"), 0),
            reference=row.reference,
            sent_by=staff[row.staff_id].login,
            created_at=row.created_at,
        )
        for row in rows
    )
