"""Accounts hold together, whatever is done to them in whatever order."""

import pytest

from tests.machines.accounts import Accounts
from tests.machines.world import FEW, MANY


class TestAccounts(Accounts.TestCase):  # type: ignore[misc, name-defined]
    """Some sequences, each time others."""

    settings = FEW


@pytest.mark.soak
class TestAccountsAtLength(Accounts.TestCase):  # type: ignore[misc, name-defined]
    """Many long ones."""

    settings = MANY
