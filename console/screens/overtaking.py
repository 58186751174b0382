"""What came on a request's thread while an answer was written: shown before the answer goes out."""

from datetime import datetime

from console.policy.officehours import OfficeHours
from console.screens.dialogs import AskChoice
from console.screens.words import at_text
from console.services.shapes import MessageView, Overtaken, TicketView
from widgets.choice_list import Choice
from widgets.safe_text import one_line

SHOWN_MESSAGES = 3
SHOWN_CHARACTERS = 240
SEND = "s"


def last_message(view: TicketView | None) -> int:
    """The newest message that is on the screen; 0 where nothing is."""
    return view.thread[-1].message if view is not None and view.thread else 0


def question(
    overtaken: Overtaken, *, stay: str, does: str, hours: OfficeHours, now: datetime
) -> AskChoice:
    """Ask what to do with the answer, with what came meanwhile above; `stay` is the safe way on."""
    told = [_told(each, hours, now) for each in overtaken.messages[-SHOWN_MESSAGES:]]
    more = len(overtaken.messages) - len(told)
    earlier = [f"… and {more} before."] if more > 0 else []
    return AskChoice(
        "While you wrote, this came. Your answer is kept.",
        [
            Choice("g", stay, note="the thread shows it whole"),
            Choice(SEND, does),
        ],
        about="\n".join([*told, *earlier]),
    )


def _told(message: MessageView, hours: OfficeHours, now: datetime) -> str:
    note = ", note" if message.direction == "note" else ""
    words = one_line(message.text, max_chars=SHOWN_CHARACTERS)
    return f"{one_line(message.author, max_chars=40)}{note}, {at_text(hours, message.at, now=now)}: {words}"
