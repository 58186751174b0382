"""Logins: what a person is called on the command line."""


def login_problem(login: str) -> str | None:
    """What is wrong with a login: it is one short word."""
    good = 0 < len(login) <= 64 and all(c.isalnum() or c in "._-@" for c in login)
    return None if good else "A login is one word of letters, digits and . _ - @."
