"""A CS-Cart shop on loopback, over HTTP: its orders are in memory, and tests do with it what buyers and staff do.

    with FakeShop(clock=lambda: now) as shop:
        number = shop.place(item(31, amount=2), email="anna@shop.example")      # status O: not paid yet
        shop.pay(number)                                                         # P; `updated_at` moves
        shop.fail(status(503, retry_after="5"), truncate(), html())             # done to the next three requests
        Shop(ShopServer("com", shop.address, shop.user, shop.key))

What changes an order: `place`, `place_split` (a parent and its children), `set_status`, `pay`, `begin_edit` and
`end_edit` (N between them) or `edit` for both, `give_back` (a return: the amount drops, and neither the status nor
`updated_at` moves) and `delete`. Each moves `updated_at` to the clock's second, unless it says otherwise. `orders` holds
them by number, `paid_units(number)` what is paid for now by line; `requests` are the targets asked for, and
`shut` and `open` take the whole shop away and bring it back. `clock` is asked for each Date and `updated_at`.

It speaks as 4.16 does: the list has heads alone, without orders in status N, and clamps the page; numbers are strings
or numbers as `seed` has it, `items_per_page` always a string; what is empty is `[]`; the API's errors are JSON, and
what is not below /api/2.0/ is a web page.
"""

import base64
import json
import random
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from tests.store.fake_http import Fault, Reply, Web, status

API = "/api/2.0/"
USER, KEY = "desk@shop.example", "0123456789abcdefABCDEF0123456789"
STATUSES = {"O": "N", "P": "Y", "C": "Y", "F": "N", "D": "N", "B": "N", "I": "N", "Y": "N"}
"""The letters of statuses, and whether what is in one is paid for."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an order; `options` are the numbers of the variants by those of the options."""

    product_id: int
    amount: int = 1
    code: str = ""
    product: str = "Power Reviews"
    price: str = "97.20"
    options: Mapping[int, int] = field(default_factory=dict)


item = Item


@dataclass(slots=True)
class FakeOrder:
    """An order as the shop has it; lines are by their numbers, times are seconds since 1970."""

    number: int
    status: str
    email: str
    firstname: str
    lastname: str
    placed: int
    updated: int
    lines: dict[int, Item]
    parent: int = 0
    is_parent: bool = False
    before_edit: str = ""


class FakeShop(Web):
    """The shop; see the module."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = lambda: datetime(2026, 11, 16, 6, 0, tzinfo=UTC),
        seed: int = 0,
        user: str = USER,
        key: str = KEY,
        version: str = "4.16.1",
        statuses: Mapping[str, str] | None = STATUSES,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`statuses` None: the user may not read them."""
        super().__init__(self._served, tls=tls)
        self.clock, self.user, self.key, self.version, self.statuses = (
            clock, user, key, version, statuses,
        )  # fmt: skip
        self.orders: dict[int, FakeOrder] = {}
        self._random = random.Random(seed)
        self._last_order, self._last_item = 0, 1000
        self._listed: dict[tuple[int, frozenset[str]], list[FakeOrder]] = {}
        self._held = threading.RLock()

    # What buyers and staff do

    def place(
        self,
        *items: Item,
        email: str = "anna@shop.example",
        status: str = "O",
        name: tuple[str, str] = ("Anna", "Orlova"),
        placed_at: datetime | None = None,
    ) -> int:
        """A new order, and its number."""
        return self._placed(items, email, status, name, placed_at).number

    def place_split(self, *groups: tuple[Item, ...], status: str = "O", email: str = "anna@shop.example") -> list[int]:  # fmt: skip
        """An order of several vendors' goods: the parent's number, then each child's."""
        with self._held:
            parent = self._placed((), email, "T", ("Anna", "Orlova"), None)
            parent.is_parent = True
            children = [self._placed(g, email, status, ("Anna", "Orlova"), None) for g in groups]
            for each in children:
                each.parent = parent.number
            return [parent.number, *(each.number for each in children)]

    def set_status(self, number: int, status: str) -> None:
        """Give it another status."""
        with self._changing(number) as order:
            order.status = status

    def pay(self, number: int) -> None:
        """It is paid for."""
        self.set_status(number, "P")

    def begin_edit(self, number: int) -> None:
        """Somebody opens it to edit it: it is incomplete until it is saved."""
        with self._changing(number) as order:
            order.before_edit = order.before_edit or order.status
            order.status = "N"

    def end_edit(
        self, number: int, *, amounts: Mapping[int, int] | None = None, add: tuple[Item, ...] = (),
        remove: tuple[int, ...] = (), email: str | None = None, renumbers: bool = False,
    ) -> None:  # fmt: skip
        """It is saved with other amounts by line, with more lines and fewer; its lines may get other numbers by that."""
        with self._changing(number) as order:
            order.status, order.before_edit = order.before_edit or order.status, ""
            order.email = order.email if email is None else email
            for line, amount in (amounts or {}).items():
                order.lines[line] = replace(order.lines[line], amount=amount)
            for line in remove:
                del order.lines[line]
            kept = list(order.lines.values()) if renumbers else []
            order.lines = {} if renumbers else order.lines
            order.lines.update((self._item_number(), each) for each in (*kept, *add))

    def edit(self, number: int, **changes: Any) -> None:
        """Both at once."""
        self.begin_edit(number)
        self.end_edit(number, **changes)

    def give_back(self, number: int, line: int, units: int = 1) -> None:
        """A return of some units: nothing but the amount tells of it."""
        with self._held:
            before = self.orders[number].lines[line]
            self.orders[number].lines[line] = replace(before, amount=max(0, before.amount - units))

    def delete(self, number: int) -> None:
        """It is gone."""
        with self._held:
            del self.orders[number]
            self._listed.clear()

    def paid_units(self, number: int) -> dict[int, int]:
        """What of it is paid for now, by line."""
        order = self.orders.get(number)
        paid = order is not None and (self.statuses or STATUSES).get(order.status) == "Y"
        return {n: each.amount for n, each in order.lines.items()} if order and paid else {}

    def fail(self, *faults: Fault) -> None:
        """Do each of these to one of the next requests, instead of an answer."""
        self.faults.extend(faults)

    def _placed(
        self, items: tuple[Item, ...], email: str, status: str, name: tuple[str, str],
        placed_at: datetime | None,
    ) -> FakeOrder:  # fmt: skip
        with self._held:
            self._last_order += 1
            now = int(self.clock().timestamp())
            order = FakeOrder(
                self._last_order, status, email, *name, updated=now,
                placed=int(placed_at.timestamp()) if placed_at else now,
                lines={self._item_number(): each for each in items},
            )  # fmt: skip
            self.orders[order.number] = order
            self._listed.clear()
            return order

    def _item_number(self) -> int:
        self._last_item += self._random.randint(1, 50)
        return self._last_item

    @contextmanager
    def _changing(self, number: int) -> Iterator[FakeOrder]:
        """An order while it is changed: nobody reads it meanwhile, and `updated_at` moves."""
        with self._held:
            order = self.orders[number]
            yield order
            order.updated = int(self.clock().timestamp())
            self._listed.clear()

    # What it answers

    def _served(self, path: str, query: list[tuple[str, str]], headers: Mapping[str, str]) -> Reply:
        with self._held:
            reply = self._answered(path, query, headers)
        dated = {"Date": format_datetime(self.clock().astimezone(UTC), usegmt=True)}
        return replace(reply, headers={**reply.headers, **dated})

    def _answered(
        self, path: str, query: list[tuple[str, str]], headers: Mapping[str, str]
    ) -> Reply:
        if not path.startswith(API):
            return status(404)
        token = base64.b64encode(f"{self.user}:{self.key}".encode()).decode()
        if headers.get("authorization") != f"Basic {token}":
            return _error(401, "Unauthorized")
        return self._entity(*path.removeprefix(API).partition("/")[::2], query)

    def _entity(self, what: str, number: str, query: list[tuple[str, str]]) -> Reply:
        if what == "version":
            return _json({"Version": self.version})
        if what == "statuses":
            return self._statuses() if self.statuses is not None else _error(403, "Forbidden")
        if what == "orders" and not number:
            return _json(self._list(query))
        order = self.orders.get(int(number)) if what == "orders" and number.isdecimal() else None
        return _json(self._order(order)) if order else _error(404, "Not Found")

    def _statuses(self) -> Reply:
        found = [
            {"status_id": self._number(n), "status": letter, "type": "O", "description": letter,
             "params": {"payment_received": paid, "notify": "Y"}}
            for n, (letter, paid) in enumerate((self.statuses or {}).items(), 1)
        ]  # fmt: skip
        return _json({"statuses": found, "params": {"total_items": self._number(len(found))}})

    def _list(self, query: list[tuple[str, str]]) -> dict[str, Any]:
        given = dict(query)
        wanted = frozenset(value for name, value in query if name.startswith("status"))
        since = int(given.get("updated_at_from", 0))
        found = self._matching(since, wanted)
        if given.get("sort_order", "desc") == "desc":
            found = found[::-1]
        per_page = int(given.get("items_per_page", 10))
        page = max(1, int(given.get("page", 1)))
        if found:
            page = min(page, -(-len(found) // per_page))
        shown = found[(page - 1) * per_page : page * per_page]
        params = {**given, "page": self._number(page), "items_per_page": str(per_page),
                  "total_items": self._number(len(found))}  # fmt: skip
        return {"orders": [self._head(each) for each in shown], "params": params}

    def _matching(self, since: int, wanted: frozenset[str]) -> list[FakeOrder]:
        """By number, as the list is always asked for; kept until an order changes."""
        if (since, wanted) not in self._listed:
            self._listed[since, wanted] = [
                each for each in self.orders.values()
                if each.updated >= since and (each.status in wanted if wanted else each.status != "N")
            ]  # fmt: skip
        return self._listed[since, wanted]

    def _head(self, order: FakeOrder) -> dict[str, Any]:
        number = self._number
        return {
            "order_id": number(order.number), "issuer_id": None, "user_id": number(0),
            "is_parent_order": "Y" if order.is_parent else "N", "parent_order_id": number(order.parent),
            "company_id": number(1), "timestamp": number(order.placed), "updated_at": number(order.updated),
            "firstname": order.firstname, "lastname": order.lastname, "email": order.email,
            "status": order.status, "total": "97.20", "phone": "",
        }  # fmt: skip

    def _order(self, order: FakeOrder) -> dict[str, Any]:
        products = {str(n): self._line(order, n, each) for n, each in order.lines.items()}
        return {
            **self._head(order), "products": products or [], "promotions": [], "taxes": [],
            "payment_info": [], "ip_address": "192.0.2.7", "details": "A note of the shop's staff.",
            "notes": "", "payment_method": {"payment_id": self._number(2), "payment": "Card"},
        }  # fmt: skip

    def _line(self, order: FakeOrder, line: int, item: Item) -> dict[str, Any]:
        number = self._number
        options = {str(option): number(variant) for option, variant in item.options.items()}
        values = [
            {"option_id": number(option), "option_name": "Срок", "value": number(variant), "variant_name": "3 месяца"}
            for option, variant in item.options.items()
        ]  # fmt: skip
        return {
            "item_id": number(line), "order_id": number(order.number), "product_id": number(item.product_id),
            "product_code": item.code, "product": item.product, "amount": number(item.amount),
            "price": item.price, "base_price": item.price, "discount": number(0), "subtotal": item.price,
            "extra": {"product_options": options or [], "product_options_value": values, "is_edp": "Y"},
        }  # fmt: skip

    def _number(self, value: int) -> int | str:
        return value if self._random.random() < 0.5 else str(value)


def _json(value: object) -> Reply:
    return Reply(json.dumps(value).encode())


def _error(code: int, message: str) -> Reply:
    return replace(_json({"message": message, "status": code}), code=code)
