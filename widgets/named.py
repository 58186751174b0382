"""What every widget of ours can be given besides its own arguments."""

from __future__ import annotations

from typing import TypedDict


class Named(TypedDict, total=False):
    """How Textual tells widgets apart."""

    name: str | None
    id: str | None
    classes: str | None
