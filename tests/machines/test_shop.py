"""Whatever a shop does, every paid unit gives its credits once."""

import pytest
from hypothesis import settings as hypothesis_settings

from tests.machines.shop import Sales
from tests.machines.world import FEW, MANY


class TestSales(Sales.TestCase):  # type: ignore[misc, name-defined]
    """Some sequences, each time others."""

    settings = hypothesis_settings(FEW, max_examples=12, stateful_step_count=30)


@pytest.mark.usefixtures("on_server")
class TestSalesOnServer(Sales.TestCase):  # type: ignore[misc, name-defined]
    """Some on a server."""

    settings = hypothesis_settings(FEW, max_examples=4, stateful_step_count=25)


@pytest.mark.soak
class TestSalesAtLength(Sales.TestCase):  # type: ignore[misc, name-defined]
    """Many long ones."""

    settings = MANY
