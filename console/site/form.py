"""The form that anybody can fill in: a plain page without scripts, which opens a request and tells nothing else."""

import secrets
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console import faultlog
from console.mail.address import normal_address
from console.policy.refusal import Refusal
from console.services import website
from console.services.faults import BadInput, Fault
from console.site import token
from console.site.answering import RETRY_SECONDS, Site, answered, body_of, failed, site_of
from console.site.calls import caller, check_network
from console.site.pages.words import WORDS, language_of
from widgets.safe_text import one_line

if TYPE_CHECKING:
    from jinja2 import Template

BODY_BYTES = 128 * 1024
MOST = {"name": 120, "email": 254, "domain": 253, "subject": 300, "message": 20_000, "website": 200}
"""The fields, and how many characters each may have."""

_PAGES = Path(__file__).parent / "pages"
_COMPLETE = {"name": "name", "email": "email"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Page:
    """The page as one person sees it: their language, what they wrote, and what is wrong with it."""

    def __init__(self, site: Site, language: str, given: Mapping[str, str]) -> None:
        self.site = site
        self.language = language
        self.given = given
        self.words = WORDS[language]

    def show(self, status: int = 200, *, number: int | None = None, **more: Any) -> Response:
        """The page, with a new token unless it is to keep one."""
        seconds = more.pop("retry_seconds", None)
        filled = _template().render(
            language=self.language, words=self.words, given=self.given, number=number,
            desk=self.site.desk.settings.desk_name, complete=_COMPLETE,
            **{"errors": defaultdict(str), "problem": "", "token": self._token(), **more},
        )  # fmt: skip
        wait = {} if seconds is None else {"Retry-After": str(seconds)}
        kind = "text/html; charset=utf-8"
        return Response(filled, status, {**_HEADERS, **wait}, media_type=kind)

    def _token(self) -> str:
        """The one that the page came with while it is good, so that sent twice it is one request."""
        kept, now = self.given.get("token", ""), self.site.clock()
        if token.number_of(self.site.keys, kept, now=now):
            return kept
        return token.issue(self.site.keys, secrets.token_hex(16), now=now)

    def wrong(self) -> dict[str, str]:
        """What is wrong, by field."""
        found: dict[str, str] = defaultdict(str)
        for name, most in MOST.items():
            if len(self.given[name]) > most:
                found[name] = self.words["too_long"].format(most=most)
        if not found["email"] and normal_address(self.given["email"]) is None:
            found["email"] = self.words["bad_email"]
        if not self.given["message"].strip():
            found["message"] = self.words["no_message"]
        if self.given["website"]:
            # Only a program fills in what nobody sees.
            found["website"] = self.words["not_empty"]
        return {name: said for name, said in found.items() if said}


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return pages.get_template("form.html")


async def _show(request: Request) -> Response:
    """The empty form."""
    check_network(request)
    return _page(request, dict.fromkeys(MOST, "")).show()


async def _send(request: Request) -> Response:
    """Take in what somebody wrote, or show the form again with what is wrong."""
    check_network(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return failed(415, "A form is sent as application/x-www-form-urlencoded.")
    body = await body_of(request, most_bytes=BODY_BYTES)
    try:
        given = _read(body)
    except (ValueError, UnicodeError):
        page = _page(request, dict.fromkeys(MOST, ""))
        return page.show(400, problem=page.words["unreadable"])
    page = _page(request, given)
    if errors := page.wrong():
        return page.show(400, errors=defaultdict(str, errors), problem=page.words["problem"])
    number = token.number_of(page.site.keys, given["token"], now=page.site.clock())
    if number is None:
        return page.show(400, problem=page.words["old"])
    if wait := _wait(request, page):
        said = page.words["many"].format(minutes=-(-wait // 60))
        return page.show(429, problem=said, retry_seconds=wait)
    return await _file(page, number)


def _wait(request: Request, page: Page) -> int:
    """In how many seconds it may be sent; 0 for now."""
    site = page.site
    address = normal_address(page.given["email"]) or ""
    return site.wait_seconds(site.forms_by_network, caller(request)) or site.wait_seconds(
        site.forms_by_email, address
    )


async def _file(page: Page, number: str) -> Response:
    fields = ("name", "email", "subject", "message", "domain")
    form = {name: page.given[name].replace("\r\n", "\n") for name in fields} | {
        "id": f"page-{number}"
    }
    now = page.site.clock()
    try:
        made = await website.file_form(page.site.desk, form, raw=website.raw_of(form), now=now)
    except BadInput:
        return page.show(400, problem=page.words["unreadable"])
    except Fault:
        return page.show(503, problem=page.words["away"], retry_seconds=RETRY_SECONDS)
    except Exception as error:  # what they wrote is not lost by a fault of ours
        faultlog.record(error, now)
        return page.show(500, problem=page.words["away"])
    if isinstance(made, Refusal):
        return page.show(422, problem=page.words["unknown"])
    return page.show(201, number=made)


def _page(request: Request, given: Mapping[str, str]) -> Page:
    wanted = given.get("lang") or request.query_params.get("lang")
    language = language_of(wanted, request.headers.get("accept-language", ""))
    return Page(site_of(request), language, given)


def _read(body: bytes) -> dict[str, str]:
    """The fields of a form; raises ValueError where it is none."""
    pairs = parse_qsl(
        body.decode("ascii"), keep_blank_values=True, max_num_fields=20, encoding="utf-8",
        errors="strict",
    )  # fmt: skip
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a field is there twice")
    known = (*MOST, "token", "lang")
    # What stands in one line stays in one, and nothing in it is a sign that cannot be seen.
    return {
        name: found.get(name, "") if name == "message" else one_line(found.get(name, "")).strip()
        for name in known
    }


async def _style(_: Request) -> Response:
    """The form's style sheet."""
    return Response(_css(), 200, {**_HEADERS}, media_type="text/css; charset=utf-8")


@cache
def _css() -> bytes:
    return (_PAGES / "form.css").read_bytes()


ROUTES = [
    Route("/", answered(_show), methods=["GET"]),
    Route("/form", answered(_show), methods=["GET"]),
    Route("/form", answered(_send), methods=["POST"]),
    Route("/form.css", answered(_style), methods=["GET"]),
]
"""What is served where the form is."""
