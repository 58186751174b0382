"""The words of a mail as HTML: readable, and nothing in them becomes more than words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.mail.html_part import html_of
from console.mail.html_text import html_to_text


def inside(text: str) -> str:
    """What stands in the body, on one line."""
    page = html_of(text, title="t")
    return page.partition('margin: 1em">\n')[2].removesuffix("</body></html>\n").replace("\n", "")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello.", "<p>Hello.</p>"),
        ("One\ntwo\n\nthree", "<p>One<br>two</p><p>three</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\nb", "<p>- a<br>b</p>"),
        ("<b>&amp;", "<p>&lt;b&gt;&amp;amp;</p>"),
        ("<script>x()</script>", "<p>&lt;script&gt;x()&lt;/script&gt;</p>"),
        (
            "See https://a.example/x?a=1&b=2.",
            '<p>See <a href="https://a.example/x?a=1&amp;b=2">https://a.example/x?a=1&amp;b=2</a>.</p>',
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        (
            'https://a.example/" onclick="x',
            '<p><a href="https://a.example/">https://a.example/</a>&quot; onclick=&quot;x</p>',
        ),
        ("1     one     2", '<pre style="white-space: pre-wrap">1     one     2</pre>'),
    ],
)
def test_text_as_html(text: str, html: str) -> None:
    """Paragraphs, lists, columns and addresses stay what they are, and markup is shown as words."""
    assert inside(text) == html


def test_a_quote_is_set_in() -> None:
    """Quoted lines are set in, without their signs."""
    page = inside("My answer.\n\n> What you\n> wrote")
    assert page.startswith("<p>My answer.</p><blockquote")
    assert "<p>What you<br>wrote</p></blockquote>" in page


def test_the_title_is_escaped() -> None:
    """A subject becomes no markup in the title."""
    assert "<title>&lt;/title&gt;&lt;b&gt;</title>" in html_of("x", title="</title><b>")


@given(st.text(alphabet="<>&\"' ahref=:/.x\n", max_size=60))
def test_no_text_makes_another_element(text: str) -> None:
    """Whatever the words are, only our own elements are in the page."""
    import re

    names = set(re.findall(r"<(/?[a-zA-Z]+)", inside(text)))
    assert names <= {"p", "/p", "br", "ul", "/ul", "li", "/li", "pre", "/pre", "a", "/a", "blockquote",
                     "/blockquote"}  # fmt: skip


def test_a_mail_program_reads_the_same_words() -> None:
    """Read as HTML, the page says the same words."""
    assert (
        html_to_text(html_of("Hello Anna,\n\nit works.", title="t")) == "Hello Anna,\n\nit works."
    )
