"""The website as an ASGI application: which path is which call."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.services import website
from console.site import calls, form, hooks, openapi
from console.site.answering import Site, answered, broken, not_routed, site_of, told

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def make_app(site: Site) -> Starlette:
    """The website of a desk."""
    routes = [
        Route("/requests", calls.contact, methods=["POST"]),
        Route("/helpdesk/requests", calls.requests, methods=["GET"]),
        Route("/helpdesk/requests", calls.file, methods=["POST"]),
        Route("/helpdesk/requests/{number}", calls.thread, methods=["GET"]),
        Route("/helpdesk/requests/{number}/messages", calls.add, methods=["POST"]),
        Route("/helpdesk/credits", calls.credits, methods=["GET"]),
        Route("/shops/{shop}/orders", hooks.order_changed, methods=["POST"]),
        Route("/openapi.json", _description, methods=["GET"]),
        Route("/health", _health, methods=["GET"]),
    ]
    if serves_form(site):
        routes += form.ROUTES
    app = Starlette(
        routes=routes, exception_handlers={HTTPException: not_routed, Exception: broken}
    )
    # A path is one thing: it is not made to fit.
    app.router.redirect_slashes = False
    app.state.site = site
    return app


def serves_form(site: Site) -> bool:
    """Whether the form that anybody can fill in is served."""
    wanted = site.settings.form
    return wanted == "always" or (wanted == "loopback" and site.settings.host in LOOPBACK)


@answered
async def _description(_: Request) -> Response:
    """What can be asked, as a machine reads it."""
    return told(openapi.DESCRIPTION)


@answered
async def _health(request: Request) -> Response:
    """Whether the desk answers."""
    calls.check_network(request)
    await website.check(site_of(request).desk)
    return told({"ok": True})
