"""The balances before and after the entries of some days, as the entries themselves say them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from console.documents.figures import Group


def ends(
    rows: Sequence[Any], groups: Sequence[Group], *, one_pot: bool
) -> dict[Group, tuple[int, int]]:
    """The balance with which each group begins and ends, of entries in the order of posting.

    It is that of the accounts which have an entry among them: the others stayed as they were. In `one_pot`
    are those of all groups, one after the other; else each group has its own.
    """
    held: dict[int, int] = {}
    pots = defaultdict[Group, int](int)
    for row, group in zip(rows, groups, strict=True):
        if row.account_id not in held:
            held[row.account_id] = row.balance_after - row.credits
            pots[Group() if one_pot else group] += held[row.account_id]
    found: dict[Group, tuple[int, int]] = {}
    for row, group in zip(rows, groups, strict=True):
        pot = Group() if one_pot else group
        before = found[group][0] if group in found else pots[pot]
        pots[pot] += row.balance_after - held[row.account_id]
        held[row.account_id] = row.balance_after
        found[group] = before, pots[pot]
    return found
