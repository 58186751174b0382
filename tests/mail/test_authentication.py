"""What our own server says of a sender is believed, and nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.mail.authentication import Authentication, authentication_by, read_authentication
from console.mail.message import InboundMail, parse

OURS = "mx.desk.example"


def said(*values: str, server: str = OURS) -> Authentication | None:
    """What our server says, in headers from the top down."""
    heads = "".join(f"Authentication-Results: {value}\n" for value in values)
    mail = parse(f"{heads}From: a@shop.example\n\nx".encode())
    assert isinstance(mail, InboundMail)
    return authentication_by(server, mail.authentication)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ((f"{OURS}; spf=pass smtp.mailfrom=a@shop.example; dkim=pass header.d=shop.example;"
         " dmarc=pass (p=REJECT) header.from=shop.example"),
         Authentication(OURS, "pass", "pass", "pass", "shop.example", ("shop.example",))),
        (f"{OURS} 1; none", Authentication(OURS)),
        ("MX.Desk.Example;\n dmarc = fail header.from=shop.example",
         Authentication(OURS, dmarc="fail", author="shop.example")),
        (f"{OURS}; spf=softfail (spf=pass; dmarc=pass) smtp.mailfrom=x.example",
         Authentication(OURS, spf="softfail")),
        (f'{OURS}; dkim=fail reason="x; dkim=pass" header.d=a.example; dkim=pass header.i=@b.example',
         Authentication(OURS, dkim="pass", passed_for=("b.example",))),
        (f"{OURS}; dkim=pass header.d=a.example; dkim=fail header.d=b.example",
         Authentication(OURS, dkim="pass", passed_for=("a.example",))),
        (f"{OURS}; dmarc=fail; dmarc=pass", Authentication(OURS, dmarc="fail")),
        (f"{OURS}; spf=superb; x-dkim=pass", Authentication(OURS)),
        (f"{OURS}; dkim=pass header.d=com", Authentication(OURS, dkim="pass")),
        (OURS, Authentication(OURS)),
    ],
)  # fmt: skip
def test_what_our_server_says(value: str, verdict: Authentication) -> None:
    """Its words for SPF, DKIM and DMARC, and for whom they passed; comments and quotes say nothing."""
    assert said(value) == verdict


@pytest.mark.parametrize(
    "values",
    [
        (),
        ("mx.evil.example; dmarc=pass",),
        (f"({OURS}) mx.evil.example; dmarc=pass",),
        (f"{OURS}.evil.example; dmarc=pass",),
        (f'"{OURS} x"; dmarc=pass; {OURS}',),
        ("; dmarc=pass",),
    ],
)
def test_what_others_say_counts_for_nothing(values: tuple[str, ...]) -> None:
    """A sender's own server may say what it likes."""
    assert said(*values) is None or said(*values) == Authentication(OURS)


def test_the_topmost_header_of_our_server_counts() -> None:
    """A forged one comes in below the one that our server puts on."""
    assert said(f"{OURS}; dmarc=fail", f"{OURS}; dmarc=pass; spf=pass") == Authentication(
        OURS, dmarc="fail"
    )


def test_without_a_server_of_ours_nobody_is_believed() -> None:
    """Where no server is set, there is no verdict."""
    assert said(f"{OURS}; dmarc=pass", server="") is None


@pytest.mark.parametrize(
    ("verdict", "vouched"),
    [
        (Authentication(OURS, dmarc="pass", author="shop.example"), True),
        (Authentication(OURS, dmarc="pass", author="other.example"), False),
        (Authentication(OURS, dmarc="fail", passed_for=("shop.example",)), False),
        (Authentication(OURS, dmarc="none", dkim="pass", passed_for=("shop.example",)), True),
        (Authentication(OURS, dkim="pass", passed_for=("evil.example",)), False),
        (Authentication(OURS, dkim="pass", passed_for=("x.shop.example",)), False),
        (Authentication(OURS, spf="pass", passed_for=("hop.example",)), False),
        (Authentication(OURS, dmarc="temperror", passed_for=("shop.example",)), False),
        (Authentication(OURS), False),
    ],
)
def test_whom_a_verdict_vouches_for(verdict: Authentication, vouched: bool) -> None:
    """A pass for another domain is no pass for this one."""
    assert verdict.vouches_for("anna@shop.example") is vouched


def test_a_subdomain_is_vouched_for_by_its_domain() -> None:
    """Who signs for a domain signs for those below it."""
    verdict = Authentication(OURS, dkim="pass", passed_for=("shop.example",))
    assert verdict.vouches_for("anna@mail.shop.example")


@pytest.mark.parametrize(
    ("dmarc", "forged"), [("fail", True), ("pass", False), ("none", False), ("", False)]
)
def test_a_domain_disowns_by_dmarc_alone(dmarc: str, forged: bool) -> None:
    """Forwarding breaks SPF and DKIM of honest mails."""
    assert Authentication(OURS, spf="fail", dmarc=dmarc).forged is forged


@given(st.text(max_size=300))
def test_any_header_gives_some_verdict(value: str) -> None:
    """No header makes reading fail."""
    from console.mail.mime import Headers

    found = read_authentication(
        Headers((("authentication-results", value.encode("utf-8", "replace")),))
    )
    assert len(found) <= 1
