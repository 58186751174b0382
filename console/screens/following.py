"""Looking over a shoulder: the screen goes where the other person goes, and changes nothing there."""

from dataclasses import replace
from typing import TYPE_CHECKING

from console.screens.base import DeskScreen
from console.screens.clockwork import Clockwork

if TYPE_CHECKING:  # loaded after the first frame is painted
    from console.policy.refusal import Refusal
    from console.screens.stepping_in import SteppingInPart
    from console.services.looking import Followed


class Following(Clockwork):
    """An app that goes along with somebody, as long as the request that they are on stays on screen."""

    def go_along(self, ticket: int) -> None:
        """Show the request that they went to, in place of the one on screen."""
        raise NotImplementedError

    def on_stepping_in_part_following(self, event: "SteppingInPart.Following") -> None:
        """Begin with what they are on by now."""
        self._go_on(event.followed, at=event.ticket)
        self.top(
            lambda screen: screen.say(
                f"You look over {event.followed.name}'s shoulder: the screen goes where they go,"
                f" and nothing is changed. {self.session.key('app.back')} ends it."
            )
        )

    def follow(self) -> None:
        """Show what was changed, and where the person went."""
        super().follow()
        self.top(self._look)

    def _look(self, screen: DeskScreen) -> None:
        from console.services import looking

        following = self.session.following
        if following is None or not self.session.ready:
            return
        if not self.session.followed_at(screen.cursor):
            self.session.following = None
            return
        call = looking.followed(
            *self.session.who, staff_id=following.staff_id, now=self.session.now()
        )
        screen.read(call, self._looked, group="shoulder")

    def _looked(self, found: "Followed | Refusal") -> None:
        from console.policy.refusal import Refusal

        before = self.session.following
        if isinstance(found, Refusal) or before is None or before.ticket is None:
            return
        if found.ticket not in {None, before.ticket}:
            self._go_on(found, at=before.ticket)
            self.desk_screens[0].say(f"{found.name} is on #{found.ticket} now.")

    def _go_on(self, found: "Followed", *, at: int) -> None:
        """Go to the request that they are on; where they are on none, stay."""
        ticket = found.ticket or at
        self.session.following = replace(found, ticket=ticket)
        if ticket != at:
            self.go_along(ticket)
        self.top(lambda screen: screen.changed())
