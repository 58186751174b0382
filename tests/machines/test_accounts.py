"""Accounts hold together, whatever is done to them in whatever order."""

import pytest
from hypothesis import settings as hypothesis_settings

from tests.machines.accounts import Accounts
from tests.machines.world import FEW, MANY


class TestAccounts(Accounts.TestCase):  # type: ignore[misc, name-defined]
    """Some sequences, each time others; there is more to do than on one request, so they are longer."""

    settings = hypothesis_settings(FEW, max_examples=12, stateful_step_count=40)


@pytest.mark.usefixtures("on_server")
class TestAccountsOnServer(Accounts.TestCase):  # type: ignore[misc, name-defined]
    """Some on a server."""

    settings = hypothesis_settings(FEW, max_examples=4, stateful_step_count=30)


@pytest.mark.soak
class TestAccountsAtLength(Accounts.TestCase):  # type: ignore[misc, name-defined]
    """Many long ones."""

    settings = MANY
