"""HTML is read as its reader would see it."""

import time

import pytest

from console.mail.html_text import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/><br>three", "one\ntwo\n\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("a\n   b&nbsp;c &lt;d&gt; &amp;", "a b c <d> &"),
        ("<style>p{}</style><script>x()</script><title>t</title>shown", "shown"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<tr><td>a</td><td>b</td></tr>", "a b"),
        ("<blockquote>old<blockquote>older</blockquote></blockquote>new", "> old\n> > older\n>\n\nnew"),
        ('<a href="https://e.example/x">here</a>', "here (https://e.example/x)"),
        ('<a href="https://e.example/">https://e.example</a>', "https://e.example"),
        ('<a href="mailto:a@b.c">a@b.c</a>', "a@b.c"),
        ('<a href="https://evil.example">https://bank.example</a>',
         "https://bank.example (https://evil.example)"),
        ('<a href="javascript:x()">here</a>', "here"),
        ('<img alt="logo" src="https://e.example/x">', "[logo]"),
        ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("one <b>two", "one two"),
        ("one <b", "one"),
        ("one <!-- two", "one"),
        ("", ""),
        ('<p style="DISPLAY: none">spy</p>shown', "shown"),
        ('<div style="max-height:0px;overflow:hidden">spy<b>spy</b></div>shown', "shown"),
        ('<td style="font-size:0px"><div style="font-size:13px">shown</div>', "shown"),
        ('<a style="mso-hide:all" href="https://a.example/x">shown</a>', "shown (https://a.example/x)"),
        ("<noscript>shown</noscript>", "shown"),
        ('<p style="opacity:0.9">shown</p>', "shown"),
        ('<div style="font-size:0.9em">small</div>', "small"),
        ("<div hidden>spy<b>spy</b>spy</div>shown", "shown"),
        ("<p hidden>spy<p>shown", "shown"),
        ('a<img alt="spy" width="1" height="1" src="https://spy.example/x">b', "ab"),
        ("<table border=1><tr><th>Item<th>Sum<tr><td>Module<td>80</table>", "Item | Sum\nModule | 80"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a b\nc d"),
        ('<!--[if mso]><p>spy</p><![endif]-->shown', "shown"),
        ("a\x00b\ud800c", "a b c"),
        ('<meta charset="koi8-r"><p>Привет</p>', "Привет"),
        ("<p>Привет<o:p></o:p></p>", "Привет"),
    ],
)  # fmt: skip
def test_what_a_reader_sees(html: str, text: str) -> None:
    """Blocks are lines, links show where they lead, scripts and styles are nothing."""
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<!--",
        "<a ",
        "&#",
        "</",
        "<![CDATA[",
        "<a b='",
        "<!",
        "<blockquote>",
        "<script></script ",
        "<div>",
        "<table><tr><td>",
        "<p style='",
        "<a href=x>",
        "<b><i><p>",
    ],
)
def test_no_page_takes_long(unit: str) -> None:
    """A quarter of a million characters of unclosed tags are read in well under two seconds."""
    begun = time.process_time()
    html_to_text(unit * (250_000 // len(unit)))
    assert time.process_time() - begun < 2
