"""The figures of the policy's first version."""

import pytest

from console.policy.terms import TERMS


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("version", "1"),
        ("block_seconds", 15 * 60),
        ("credits_per_block", 10),
        ("notify_credits", 40),
        ("notify_seconds", 60 * 60),
        ("warn_seconds", 55 * 60),
        ("package_seconds", 2 * 60 * 60),
        ("package_warn_seconds", 90 * 60),
        ("packages", (80, 160, 320)),
        ("addon_grant", 20),
        ("bundle_grant", 10),
    ],
)
def test_the_first_version_counts_with_the_published_figures(name: str, figure: object) -> None:
    """The first version counts with the published figures."""
    assert getattr(TERMS, name) == figure
