"""The ledger agrees with a plain list, whatever is done to it."""

import pytest

from tests.machines.ledger import Ledger
from tests.machines.world import FEW, MANY


class TestLedger(Ledger.TestCase):  # type: ignore[misc, name-defined]
    """Some sequences, each time others."""

    settings = FEW


@pytest.mark.usefixtures("on_server")
class TestLedgerOnServer(Ledger.TestCase):  # type: ignore[misc, name-defined]
    """Some sequences on a server."""

    settings = FEW


@pytest.mark.soak
class TestLedgerAtLength(Ledger.TestCase):  # type: ignore[misc, name-defined]
    """Many long ones."""

    settings = MANY
