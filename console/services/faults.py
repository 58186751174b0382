"""Faults: what went wrong, in a sentence that says what to do, with the exit code that scripts see."""

MOVED = (
    "The desk has moved from {name} to {moved_to}: open it there (--database)."
    " What is left can be looked at with --read-only."
)
"""What whoever opens a desk that has moved is told."""


class Fault(Exception):
    """Something that the program could not do; the text is for a person."""

    exit_code = 70


class BadInput(Fault):
    """What was given cannot be used."""

    exit_code = 2


class NotOnStaff(Fault):
    """Who acts has left the staff, or is something else there by now: a role's refusal."""

    exit_code = 1


class Forbidden(NotOnStaff):
    """The database refuses this to whoever is logged in there."""


class NotFound(Fault):
    """What was named does not exist."""

    exit_code = 3


class Unreachable(Fault):
    """The database, the mail server or the shop did not answer."""

    exit_code = 4


class NotSaved(Unreachable):
    """Nothing was changed: the connection was `lost`, or somebody changed the same at the same moment."""

    def __init__(self, reason: str, *, lost: bool) -> None:
        super().__init__(reason)
        self.lost = lost
