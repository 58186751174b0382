"""Where a desk is, and what it is called."""

import pytest

from console.config import Settings
from console.location import Location
from db import server

ADDRESSES = (
    "postgresql://db.example/desk",
    "postgresql://desk_intake:p4ss-word@db.example:5432/desk",
    "postgres://olga@10.0.0.7:5433/desk_2",
    "postgresql://olga@db.example:05433/desk",
    "postgresql://olga:p%40ss@db.example/desk",
    "postgresql://olga@one.example,two.example:5433/desk",
    "postgresql://olga@db.example/desk?sslmode=require",
    "postgresql://olga@[::1]/desk",
    "postgresql:///desk?host=/run/postgresql",
    "postgresql://olga@:5433/desk?host=/run/postgresql",
    "postgresql://olga@db.example/desk?host=/run/postgresql",
    "postgresql://olga@/desk",
    "postgresql://olga@/desk?host=/run&port=5433",
    "postgresql://olga@db.example/desk?sslmode=verify-full",
    "postgresql://olga@db.example/desk?port=5433",
    "postgresql://olga@db.example",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_desk_on_a_server_is_called_as_the_driver_reads_its_address(address: str) -> None:
    """Whether or not the driver is needed for that: the folder of its mails is named by it."""
    assert Location(address, Settings()).name == server.name_of(address)
