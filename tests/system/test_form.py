"""The form in a browser without scripts: filled in, put right, sent, and the number read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.site.process import Serving, serving

pytestmark = pytest.mark.system

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def site(desk_path: Path, tmp_path: Path) -> Iterator[Serving]:
    """The website of a fresh desk."""
    with serving(desk_path, tmp_path) as found:
        yield found


@pytest.fixture(params=[400, 1200])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser's window, narrow and wide, in which no script runs."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        size = {"width": int(request.param), "height": 800}
        window = browser.new_context(java_script_enabled=False, viewport=size, locale="en-GB")
        yield window.new_page()
        browser.close()


def test_a_person_puts_right_what_is_wrong_and_reads_their_number(
    site: Serving, page: Page, tmp_path: Path
) -> None:
    """What is wrong is said beside its field, what was written is kept, and once it is right the number is told."""
    page.goto(f"http://127.0.0.1:{site.port}/")
    page.get_by_label("Your name").fill("Anna")
    page.get_by_label("E-mail address").fill("anna")
    page.get_by_role("button", name="Send").click()
    wrong = page.locator(".error").all_text_contents()
    assert wrong == [
        "Enter an e-mail address, such as name@example.com.",
        "Write what it is about.",
    ]
    page.screenshot(path=tmp_path / "wrong.png", full_page=True)
    assert page.get_by_label("Your name").input_value() == "Anna"
    page.get_by_label("E-mail address").fill("anna@shop.example")
    page.get_by_label("How can we help?").fill("Die Straße <b>größer</b> machen.")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("status").text_content() == "Your request has the number #1"


def test_nothing_is_wider_than_the_window(site: Serving, page: Page) -> None:
    """The page fits into the window, in both languages, and what nobody should fill in is not seen."""
    for language in ("en", "ru"):
        page.goto(f"http://127.0.0.1:{site.port}/form?lang={language}")
        size = page.viewport_size
        boxes = [
            each.bounding_box() for each in page.locator(".field input, textarea, button").all()
        ]
        assert size is not None
        assert all(
            box and box["x"] >= 0 and box["x"] + box["width"] <= size["width"] for box in boxes
        )
        hidden = page.locator("#website").bounding_box()
        assert hidden is None or hidden["x"] < 0


def test_the_other_language_is_one_link_away(site: Serving, page: Page) -> None:
    """Who reads Russian gets there by one link."""
    page.goto(f"http://127.0.0.1:{site.port}/")
    page.get_by_role("link", name="По-русски").click()
    assert page.get_by_role("heading", level=1).text_content() == "Написать в поддержку"
