"""Stepping in: leads hand requests over, answer for others' timers, and look over a shoulder."""

from textual.message import Message

from console.screens import interrupted
from console.screens.dialogs import AskChoice
from console.screens.handing import ask_assignee
from console.screens.request import RequestPart
from console.screens.words import at_text, clock_words
from console.services.looking import Followed
from console.services.shapes import SessionView, StaffView, TimerView
from widgets.choice_list import Choice

HOW = {"c": interrupted.CUT, "k": interrupted.KEEP, "d": interrupted.DISCARD}


class SteppingInPart(RequestPart):
    """What a lead does to the request of somebody else."""

    class Following(Message):
        """Posted when a shoulder begins to be looked over."""

        def __init__(self, followed: Followed, ticket: int) -> None:
            super().__init__()
            self.followed = followed
            self.ticket = ticket

    def do_request_assign(self) -> None:
        """Ask whom to hand it to."""
        from console.services import staff

        self.read(staff.listing(self.session.desk), self._ask_assignee, group="staff")

    def _ask_assignee(self, members: tuple[StaffView, ...]) -> None:
        holder = self.view.holder_id if self.view else None
        others = tuple(each for each in members if each.staff_id != holder)
        self.ask(ask_assignee(self.number, others), self._assign)

    def _assign(self, answer: dict[str, str]) -> None:
        from console.services import desk

        self.change(
            desk.assign(
                *self.who, ticket=self.number, login=answer["login"], reason=answer["reason"],
                now=self.session.now(),
            ),
            f"#{self.number} is handed to {answer['login']}.",
        )  # fmt: skip

    def do_timer_answer(self) -> None:
        """Ask what somebody's interrupted timer counts for."""
        found = self._interrupted()
        if found is None:
            return
        hours, now = self.session.hours, self.session.now()
        seen = found.last_seen_at or found.started_at
        length = int((seen - found.started_at).total_seconds())
        whole = int((now - found.started_at).total_seconds())
        choices = [
            Choice("c", f"cut it at {at_text(hours, seen, now=now)}, when it was last seen",
                   clause="U8", cost=clock_words(length)),
            Choice("k", "keep all of it up to now", clause="U8", cost=clock_words(whole)),
            Choice("d", "discard it", cost="0:00:00", note="none of it counts"),
        ]  # fmt: skip
        asked = AskChoice(
            f"The timer of {found.name} on #{self.number} was interrupted. What counts?",
            choices,
            about=f"It runs since {at_text(hours, found.started_at, now=now)}."
            " Until it is answered, none of it counts.",
        )
        self.choose(asked, lambda key: self._answer_for(found, HOW[key]))

    def _interrupted(self) -> SessionView | None:
        work = self.view.work if self.view else ()
        return next((each for each in work if each.interrupted), None)

    def _answer_for(self, found: SessionView, how: str) -> None:
        from console.services import timer

        def answered(view: TimerView) -> None:
            self.say(
                f"{clock_words(view.worked_seconds)} are worked on #{self.number};"
                f" the timer of {found.name} is stopped."
            )
            self.changed()

        call = timer.resolve(*self.who, how=how, login=found.login, now=self.session.now())
        self.write(call, answered)

    def do_request_follow(self) -> None:
        """Look over the holder's shoulder; it is put on record, unless this console only reads."""
        from console.services import looking

        holder = self.view.holder_id if self.view else None
        if holder is None:
            return
        now = self.session.now()
        if self.session.read_only:
            self.learn(
                looking.followed(*self.who, staff_id=holder, now=now), self._follow, group="follow"
            )
        else:
            self.write(looking.follow(*self.who, staff_id=holder, now=now), self._follow)

    def _follow(self, followed: Followed) -> None:
        self.post_message(self.Following(followed, self.number))

    def stop_following(self) -> None:
        """Look over the shoulder no more; the request stays on screen, and its keys work."""
        name = self.session.followed_at(self.number)
        self.session.following = None
        self.say(f"You look over {name}'s shoulder no more.")
        self.changed()
