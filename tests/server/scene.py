"""A desk on a server at work, and the statements that whoever has psql sends to it under a login of their own."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg

from console.policy.components import Facts, Kind
from console.policy.refusal import Refusal
from console.services import bugs, components, entitlements, replies, timer
from console.services import desk as desk_service
from console.services.shapes import Actor
from tests import team
from tests.conftest import at
from tests.postgres import Server
from tests.services.office import ANNA, Office

BORIS = "boris@shop.example"

OLGAS_CHARGE, IRINAS_CHARGE = (
    "(SELECT min(id) FROM entry WHERE ticket_id = 1)",
    ("(SELECT min(id) FROM entry WHERE ticket_id = 2)"),
)


async def play(server: Server, who: Callable[[str], Actor]) -> None:
    """Olga charged #1 and Irina #2, each proposes to give it back; Olga holds #3, Pavel #4, Irina #5; #6 and #7 wait."""
    team.empty(server)
    desk = await team.open_desk(server)
    office = Office(desk, who)
    for number, address in enumerate((ANNA, ANNA, ANNA, BORIS, ANNA, BORIS, ANNA)):
        await office.arrive(number, address=address)
    await office.correct(200)
    for ticket, login in ((1, "olga"), (2, "irina")):
        await _charge_and_take_back(office, ticket, login)
    for ticket, login in ((3, "olga"), (4, "pavel"), (5, "irina")):
        assert await office.pick(login, 30) == ticket
        await office.work(16, ticket=ticket, login=login, start=210)
    begun = await timer.start(desk, who("pavel"), ticket=4, now=at(230))
    assert not isinstance(begun, Refusal), begun
    await replies.save_draft(desk, who("pavel"), ticket=4, text="Dear Boris,", now=at(231))
    premium = await entitlements.add(
        desk, who("ada"), address=ANNA, kind="premium", domain="shop.example", months=1,
        reason="Order", now=at(232),
    )  # fmt: skip
    assert not isinstance(premium, Refusal), premium
    live = components.Wanted(
        "live-search", Facts("Live search", "Cart-Power", Kind.ADDON, paid=True)
    )
    written = await components.write(desk, who("ada"), wanted=[live], now=at(233))
    assert not isinstance(written, Refusal), written
    bug = await bugs.add(
        desk, who("olga"), component="live-search", told=bugs.Told("Empty"), now=at(234)
    )
    assert not isinstance(bug, Refusal), bug
    await desk.close()


async def _charge_and_take_back(office: Office, ticket: int, login: str) -> None:
    assert await office.pick(login, 5) == ticket
    await office.work(16, ticket=ticket, login=login, start=30 if ticket == 1 else 60)
    await office.closed(ticket, login=login, minute=100)
    opened = await desk_service.reopen(
        office.desk, office.who(login), ticket=ticket, reason="Not solved", now=at(101)
    )
    assert not isinstance(opened, Refusal), opened
    assert await office.pick(login, 102) == ticket
    await office.closed(ticket, "first-party-bug", login=login, minute=103)


def connect(server: Server, login: str) -> psycopg.Connection[Any]:
    """Log in as somebody, as psql does: there is no other session to fall back to."""
    return psycopg.connect(server.address(team.DATABASE, login))


def run(server: Server, login: str, statements: str) -> None:
    """Send statements as one transaction; raises psycopg.Error where the database refuses any."""
    with connect(server, login) as connection:
        connection.execute(statements)


def tried(server: Server, login: str, statements: str) -> str:
    """What the database says to statements that it is to refuse; empty where it took them."""
    try:
        run(server, login, statements)
    except psycopg.Error as error:
        # What the server cannot read it refuses too, and that shows nothing.
        if error.sqlstate != "42501" and str(error.sqlstate).startswith("42"):
            raise AssertionError(str(error)) from error
        return str(error)
    return ""


def fingerprint(server: Server) -> list[tuple[Any, ...]]:
    """Every row of every table, who is a member of what, and every trigger, function, policy and grant."""
    tables = server.rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
        database=team.DATABASE,
    )
    rows = " UNION ALL ".join(
        f"SELECT '{name}', md5(COALESCE(string_agg(r::text, chr(10) ORDER BY r::text), '')) FROM {name} r"
        for (name,) in tables
    )
    return server.rows(f"{rows} UNION ALL {_STRUCTURE} ORDER BY 1, 2", database=team.DATABASE)


_STRUCTURE = """
SELECT 'role ' || r.rolname || r.rolsuper || r.rolcreaterole, COALESCE((SELECT string_agg(g.rolname, ' ' ORDER BY g.rolname)
  FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid), '') FROM pg_roles r
UNION ALL SELECT 'trigger ' || tgrelid::regclass || tgname, tgenabled::text FROM pg_trigger
UNION ALL SELECT 'table ' || c.oid::regclass, c.relrowsecurity::text || COALESCE(c.relacl::text, '') FROM pg_class c
  WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT 'function ' || p.oid::regprocedure, md5(p.prosrc) || COALESCE(p.proacl::text, '') FROM pg_proc p
  WHERE pronamespace = 'public'::regnamespace
"""


def insert(table: str, values: Mapping[str, object]) -> str:
    """A row by what SQL makes of its values."""
    return (
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(map(str, values.values()))})"
    )


def entry(ticket: int, **changed: object) -> str:
    """An entry that runs on from the last of its account, as the program posts a charge of 16 minutes."""
    account = f"(SELECT a.id FROM account a JOIN ticket t ON t.customer_id = a.customer_id WHERE t.id = {ticket})"
    values: dict[str, object] = {
        "account_id": account, "kind": "'charge'", "credits": -20, "origin": "'paid'",
        "free_after": 0, "reference": f"'ticket:{ticket}:closing:1'", "ticket_id": ticket,
        "outcome": "'answered'", "worked_seconds": 960, "chargeable_seconds": 960, "blocks": 2,
        "cost": 20, "waived": 0, "clauses": "'[]'", "policy_version": "'1'",
        "staff_id": "(SELECT id FROM staff WHERE login = session_user)",
        "posted_at": "'2026-11-16 10:00Z'", "entitlement_ids": "'[]'",
        "sessions_to": f"(SELECT max(id) FROM work_session WHERE ticket_id = {ticket})",
    } | changed  # fmt: skip
    last = f"FROM entry WHERE account_id = {values['account_id']} ORDER BY seq DESC LIMIT 1"
    values = {
        "seq": f"COALESCE((SELECT seq {last}), 0) + 1",
        "balance_after": (
            balance := f"COALESCE((SELECT balance_after {last}), 0) + {values['credits']}"
        ),
        "owing_since": f"CASE WHEN {balance} < 0 THEN COALESCE((SELECT owing_since {last}), {values['posted_at']}) END",
    } | values
    return insert("entry", values)


def closing(ticket: int, outcome: str = "answered") -> str:
    """A request closed, as the program does with its charge."""
    return (
        f"UPDATE ticket SET outcome = '{outcome}', closed_at = '2026-11-16 10:00Z', version = version + 1"
        f" WHERE id = {ticket}"
    )


def charge(ticket: int = 3, *, closes: bool = True, **changed: object) -> str:
    """A charge with its closing."""
    parts: Sequence[str] = [entry(ticket, **changed)]
    outcome = str(changed.get("outcome", "answered")).strip("'")
    return "; ".join([*parts, closing(ticket, outcome)] if closes else parts)


def reversal(of: str, *, ticket: int, **changed: object) -> str:
    """What gives a charge back, as a lead's decision on its proposal does."""
    return entry(
        ticket,
        **{
            "kind": "'reversal'", "credits": 20, "reverses": of, "reason": "'Goodwill'", "outcome": "NULL",
            "worked_seconds": "NULL", "chargeable_seconds": "NULL", "blocks": "NULL", "cost": "NULL",
            "sessions_to": "NULL",
            "reference": f"'proposal:' || (SELECT id FROM proposal WHERE entry_id = {of})",
        } | changed,
    )  # fmt: skip
