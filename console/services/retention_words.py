"""Words of retention: what is kept for how long, what would go, and what has gone."""

from console.services.retention import Old, RetentionView
from db.retention import Amount

_WHAT = {
    "files": "Mails that brought files to requests",
    "dismissed": "Mails that were set aside and dismissed",
}
_SINCE = {"files": "closed", "dismissed": "dismissed"}


def kind_words(each: Old) -> str:
    """After how long a kind is let go of."""
    if not each.months:
        return f"{_WHAT[each.kind]}: kept for ever."
    months = "1 month" if each.months == 1 else f"{each.months} months"
    return f"{_WHAT[each.kind]}: let go of {months} after they were {_SINCE[each.kind]}."


def over_words(each: Old) -> str:
    """How much of it would go at the next round."""
    if not each.months:
        return kind_words(each)
    return f"{_WHAT[each.kind]}: {amount_words(each.over)} would go."


def gone_words(found: RetentionView) -> str:
    """How much has gone so far."""
    return f"Let go of so far: {amount_words(found.gone)}."


def amount_words(amount: Amount) -> str:
    """So many mails of so many bytes."""
    if not amount.mails:
        return "nothing"
    mails = "1 mail" if amount.mails == 1 else f"{amount.mails} mails"
    size = amount.size_bytes
    told = (
        f"{size} bytes"
        if size < 1000
        else f"{size / 1000:.0f} kB"
        if size < 10**6
        else f"{size / 10**6:.1f} MB"
    )
    return f"{mails}, {told}"
