"""The shops of the settings, as they are reached; whoever asks for one loads what talks to it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from console.config import Settings
from console.services.context import Desk
from console.services.faults import BadInput

if TYPE_CHECKING:
    from console.store.client import ShopServer


def names(desk: Desk) -> Sequence[str]:
    """The shops that are asked for orders; a sample desk has none."""
    return () if desk.facts.sample else tuple(desk.settings.shops)


def server_of(desk: Desk, name: str) -> ShopServer:
    """The shop of this name, with its key. Raises BadInput."""
    return shop_of(desk.settings, name)


def shop_of(settings: Settings, name: str) -> ShopServer:
    """The shop of this name of the settings, with its key. Raises BadInput."""
    from console.store.client import ShopServer

    try:
        return ShopServer.of(name, settings.shops[name], os.environ)
    except ValueError as error:
        raise BadInput(str(error)) from None
