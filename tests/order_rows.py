"""Rows of a shop's order in plain SQL, as both databases take it: an order of Anna's whose lines have given nothing yet."""

NOW = "'2026-11-16 10:00:00.000000'"
ANNA, BEN = 501, 502
ADDON, CREDITS, INCIDENT, FREE, PREMIUM, BUNDLE = 71, 72, 73, 74, 75, 76
"""What the products mean, and by the same numbers the lines that hold one each; ADDON + 10 is another add-on's line."""

OTHER = ADDON + 10
_MEANS = {
    ADDON: ("addon", "NULL"), CREDITS: ("credits", 80), INCIDENT: ("incident", "NULL"), FREE: ("free", "NULL"),
    PREMIUM: ("premium", 3), BUNDLE: ("package", 5), OTHER: ("addon", "NULL"),
}  # fmt: skip


def insert(table: str, **values: object) -> str:
    """A row by what SQL makes of its values."""
    return (
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(map(str, values.values()))})"
    )


def meaning(number: int, **changed: object) -> str:
    """What the product of a line means."""
    means, amount = _MEANS.get(number, ("addon", "NULL"))
    return insert("product_meaning", **{
        "id": number, "shop": "'com'", "product": f"'id:{number}'", "variant": "''", "means": f"'{means}'",
        "amount": amount, "staff_id": 1, "written_at": NOW,
    } | changed)  # fmt: skip


def line(number: int, **changed: object) -> str:
    """A line of two units that are paid for."""
    return insert("order_line", **{
        "id": number, "order_id": 601, "item_id": f"'i{number}'", "product_id": number,
        "product_code": f"'SUP-{number}'", "product": "'Live search'", "variants": """'["7:3"]'""",
        "amount": 2, "paid": 2, "domain": "'shop.example'" if number == PREMIUM else "NULL",
    } | changed)  # fmt: skip


def order(**changed: object) -> str:
    """Order 1001 of the shop."""
    return insert("shop_order", **{
        "id": 601, "shop": "'com'", "order_no": 1001, "status": "'P'", "paid": "true", "early": "false",
        "address": "'anna@shop.example'", "name": "'Anna'", "customer_id": ANNA, "tries": 0,
    } | changed)  # fmt: skip


def scene() -> list[str]:
    """Anna's order with a line of each kind, and Ben, who ordered nothing."""
    people = [
        each
        for number, name in ((ANNA, "Anna"), (BEN, "Ben"))
        for each in (
            insert("customer", id=number, name=f"'{name}'", language="'en'", created_at=NOW),
            insert("account", id=number, customer_id=number, created_at=NOW),
        )
    ]
    numbers = (ADDON, CREDITS, INCIDENT, FREE, PREMIUM, BUNDLE, OTHER)
    return [
        *people,
        insert("shop_reading", shop="'com'", began_at=NOW),
        order(),
        *(each for number in numbers for each in (meaning(number), line(number))),
    ]


def entry(
    number: int, credits: int = 20, seq: int = 1, *, line: int = ADDON, **changed: object
) -> str:
    """An entry that a line gives, on Anna's account unless it is said otherwise."""
    account = changed.get("account_id", ANNA)
    last = f"FROM entry WHERE account_id = {account}"
    balance = f"COALESCE((SELECT balance_after {last} ORDER BY seq DESC LIMIT 1), 0) + {credits}"
    return insert("entry", **{
        "id": number, "account_id": account, "seq": f"COALESCE((SELECT max(seq) {last}), 0) + 1", "kind": "'grant'",
        "credits": credits, "origin": "'free'", "balance_after": balance, "free_after": 0, "waived": 0,
        "reference": f"'shop:com:1001:i{line}:{seq}'", "clauses": "'[]'", "policy_version": "'1'",
        "entitlement_ids": "'[]'", "posted_at": NOW,
    } | changed)  # fmt: skip


def package(number: int, seq: int = 1, *, line: int = INCIDENT, **changed: object) -> str:
    """A support package that a line gives, Anna's."""
    return insert("entitlement", **{
        "id": number, "customer_id": ANNA, "kind": "'incident'", "reference": f"'shop:com:1001:i{line}:{seq}'",
        "reason": "'Order'", "created_at": NOW,
    } | changed)  # fmt: skip


def premium(number: int, seq: int = 1, **changed: object) -> str:
    """Premium of three months that a line gives."""
    return package(number, seq, line=PREMIUM, **{
        "kind": "'premium'", "domain": "'shop.example'", "months": 3, "starts_at": "'2026-11-16 00:00:00.000000'",
        "ends_at": "'2027-02-16 00:00:00.000000'", "anchor_day": 16,
    } | changed)  # fmt: skip


def posting(
    line: int = ADDON, seq: int = 1, units: int = 1, credits: int = 0, **changed: object
) -> str:
    """A posting of a line, under what its product means."""
    return insert("order_posting", **{
        "line_id": line, "seq": seq, "units": units, "credits": credits, "meaning_id": line, "posted_at": NOW,
    } | changed)  # fmt: skip


def gave(line: int = ADDON, units: int = 2, credits: int = 40) -> list[str]:
    """What a line gave at first, with its entry 901."""
    return [
        entry(901, credits, line=line, kind="'purchase'" if line == CREDITS else "'grant'"),
        posting(line, units=units, credits=credits, entry_id=901),
    ]


def fell(line: int = ADDON, units: int = 1, credits: int = 20, **changed: object) -> str:
    """Proposal 801: what a line would give back."""
    return insert("order_proposal", **{
        "id": 801, "line_id": line, "units": units, "credits": credits, "to_units": 1, "proposed_at": NOW,
        "state": "'open'",
    } | changed)  # fmt: skip


def back(units: int = -1, credits: int = -20, seq: int = 2, **changed: object) -> list[str]:
    """What was proposed given back, with its entry 902."""
    taken = {"kind": "'correction'", "reason": "'Order'", "reference": "'order-proposal:801'"}
    given = {"entry_id": 902, "proposal_id": 801} | {
        name: changed.pop(name) for name in ("entry_id", "proposal_id") if name in changed
    }
    return [
        entry(902, credits, **taken | changed),
        posting(seq=seq, units=units, credits=credits, **given),
    ]
