"""Orders of a shop on the desk that commands run on, taken in as a look at the shop would; nothing goes over a network."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from console.bootstrap import open_desk
from console.config import ShopSettings
from console.location import Location
from console.services import orders, shop_reading
from console.services.context import Desk
from console.services.order_shapes import Settled
from console.store.orders import Head, Order
from tests.cli.conftest import SETTINGS as TEXT
from tests.cli.conftest import Runner
from tests.conftest import SETTINGS
from tests.services.shop import COM, PAID

RU = "ru"
SHOPS = {
    name: ShopSettings(address=f"https://{name}.example", user="api@desk.example")
    for name in (COM, RU)
}
SECTIONS = "".join(
    f'\n[shops.{name}]\naddress = "{each.address}"\nuser = "{each.user}"\n'
    for name, each in SHOPS.items()
)


@dataclass(frozen=True)
class ShopDesk:
    """The commands' desk, as the job and an admin work on it; `run` gives the time."""

    run: Runner
    path: Path

    def name_shops(self, sections: str = SECTIONS) -> None:
        """Let the commands' settings name the shops."""
        file = self.run.home / "config" / "creditdesk" / "settings.toml"
        file.write_text(f"{TEXT}{sections}", encoding="utf-8")

    def do(self, act: Callable[[Desk], Awaitable[object]]) -> None:
        """Do something on the open desk."""

        async def opened() -> None:
            desk = await open_desk(Location(self.path, replace(SETTINGS, shops=SHOPS)))
            try:
                await act(desk)
            finally:
                await desk.close()

        asyncio.run(opened())

    def take_in(self, *found: Order, shop: str = COM) -> list[Settled]:
        """Orders are looked up and taken in, a minute after each other."""
        settled: list[Settled] = []

        async def act(desk: Desk) -> None:
            await shop_reading.reach(desk, shop, now=self.run.now)
            for each in found:
                self.run.wait(1)
                now = self.run.now
                settled.append(
                    await orders.take_in(
                        desk, shop, each, paid_statuses=PAID, asked_at=now, now=now
                    )
                )

        self.do(act)
        return settled

    def hear(self, *heads: Head, shop: str = COM) -> None:
        """The shop's list has these."""

        async def act(desk: Desk) -> None:
            await shop_reading.reach(desk, shop, now=self.run.now)
            await shop_reading.put_down(desk, shop, heads, now=self.run.now)

        self.do(act)

    def map(self, *words: str) -> None:
        """An admin says what a product means, such as `id:31 addon`."""
        for each in words:
            ran = self.run("store", "map", "set", COM, *each.split(), "--as", "ada")
            assert ran.code == 0, ran.err
