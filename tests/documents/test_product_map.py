"""The map of shops' products as a file."""

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from console.documents import product_map
from console.documents.product_map import Mapped
from console.policy.orders import COUNTED, Meaning, Means
from widgets.safe_text import one_line

CODES = st.text(min_size=1, max_size=30).filter(
    lambda text: one_line(f"code:{text}") == f"code:{text}"
)
MEANINGS = st.sampled_from(Means).flatmap(
    lambda means: st.builds(
        Meaning, st.just(means), st.integers(1, 999) if means in COUNTED else st.none()
    )
)
ROWS = st.builds(
    Mapped,
    shop=st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True),
    product=st.one_of(st.integers(1, 10**9).map("id:{}".format), CODES.map("code:{}".format)),
    variant=st.one_of(st.just(""), st.from_regex(r"[1-9][0-9]{0,9}:[1-9][0-9]{0,9}", fullmatch=True)),
    meaning=MEANINGS,
)  # fmt: skip


@given(st.lists(ROWS))
def test_what_is_written_is_read_back_as_it_was(rows: list[Mapped]) -> None:
    """Whatever a shop is named and a code is made of."""
    read = product_map.read(product_map.written(rows).decode())
    assert [each.mapped for each in read] == rows


@given(st.lists(ROWS))
def test_no_cell_is_taken_for_a_formula_or_a_time(rows: list[Mapped]) -> None:
    """A shop's name may begin with a dash; a variant looks like a time of day."""
    text = product_map.written(rows).decode()
    cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    assert not [each for each in cells if re.match(r"[=+\-@]|[0-9]+:[0-9]", each)]
