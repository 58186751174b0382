"""Dialogs that hand a request on: to somebody, or back to the queue; each asks for a reason."""

from collections.abc import Sequence

from console.screens.dialogs import AskForm, Field, ask_reason
from console.services.shapes import StaffView


def ask_assignee(ticket: int, members: Sequence[StaffView]) -> AskForm:
    """Whom to hand it to, and why; its answers are "login" and "reason"."""
    logins = tuple(each.login for each in members if not each.retired)
    fields = [Field("login", "Login", known=logins), Field("reason", "Reason")]
    about = (
        f"{', '.join(logins)}.\nOut of its order it counts as urgent, on the record (C10);"
        " a timer that runs on it stops."
    )
    return AskForm(f"Hand #{ticket} to whom?", fields, about=about, does="hand over")


def ask_release(ticket: int) -> AskForm:
    """Why it goes back to the queue; its answer is "reason"."""
    return ask_reason(
        f"Release #{ticket} to the queue?",
        about="It keeps its old place; its timer stops.",
        does="release",
    )
