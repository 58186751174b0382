"""A refusal is a value that a person can read."""

from console.policy.refusal import Refusal


def test_a_refusal_without_a_clause_is_one_of_a_role() -> None:
    """A refusal without a clause is one of a role."""
    assert Refusal("Only a lead may do this.").clause is None
