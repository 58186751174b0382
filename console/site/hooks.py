"""What shops tell by themselves: that an order is worth looking up. Nothing else that they send is believed."""

import ipaddress

from starlette.requests import Request
from starlette.responses import Response

from console.config import ShopSettings
from console.services import shop_reading, website
from console.services.faults import NotFound
from console.site import calls, wire
from console.site.answering import answered, body_of, site_of, told

NO_SHOP = "There is no such shop here."


@answered
async def order_changed(request: Request) -> Response:
    """Note the order that a shop names; it is the shop's own API that says what became of it."""
    site = site_of(request)
    calls.check_network(request)
    name = request.path_params["shop"]
    shop = site.desk.settings.shops.get(name)
    known = _comes_from(request, shop)
    if not known and not request.headers.get(wire.SIGNATURE):
        raise wire.Unsigned
    body = await body_of(request, most_bytes=wire.HOOK_BYTES)
    if not known:
        await calls.check_signed(request, body)
    if shop is None:
        raise NotFound(NO_SHOP)
    number = wire.order_number(body, request.headers.get("content-type"))
    await shop_reading.hint(site.desk, name, number, job=website.JOB, now=site.clock())
    return told({"order": number}, 202)


def _comes_from(request: Request, shop: ShopSettings | None) -> bool:
    """Whether it comes from where that shop's calls come from, so that it needs no signature."""
    if shop is None or request.client is None or request.headers.get(wire.SIGNATURE):
        return False
    try:
        caller = ipaddress.ip_address(request.client.host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(caller, "ipv4_mapped", None)
    known = (ipaddress.ip_network(each, strict=False) for each in shop.hooks_from.split())
    return any((mapped or caller) in each for each in known)
