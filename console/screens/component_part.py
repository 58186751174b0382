"""The component in the closing dialog: what it decides, why, and the keys to name another or to set it aside."""

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from console.policy.component_questions import question_about
from console.policy.proposing import why
from console.policy.questions import Question, question_for
from console.screens.base import DeskModal
from console.screens.naming import Named, NamingScreen
from console.screens.session import Session
from console.services.component_shapes import AboutView
from console.services.shapes import Closed, TicketView
from widgets.safe_text import one_line

NAME_CHARS = 40


class Part:
    """What the component that a request is about makes of its closing; `aside`, as if there were none."""

    def __init__(self, view: TicketView, *, aside: bool = False) -> None:
        self.about = view.component
        self.kind = view.row.kind
        self.aside = aside

    @property
    def may_name(self) -> bool:
        """Whether a component matters to how it ends: a dispute is about a charge."""
        return self.kind != "dispute"

    @property
    def question(self) -> Question:
        """The first question."""
        if self.about is None or self.aside:
            return question_for(self.kind)
        return question_about(one_line(self.about.words), self.about.facts, kind=self.kind)

    @property
    def told(self) -> Content:
        """Which component is named, once it is decided how it ends."""
        return Content(f"about {one_line(self.about.words)}" if self.about else "")

    @property
    def line(self) -> Content:
        """Which component is named and what of it decides, with the keys."""
        if self.about is None:
            return Content.assemble("no component named   ", ("/", "bold"), " name it, or go on")
        named = one_line(self.about.words, max_chars=NAME_CHARS)
        decides = "set aside" if self.aside else why(self.about.facts)
        turned = " by the component" if self.aside else " ask whose part"
        return Content.assemble(
            (named, "bold"), f" · {one_line(decides)}   ", ("/", "bold"), " another   ", ("-", "bold"), turned
        )  # fmt: skip


class NamesComponent(DeskModal[Closed]):
    """The part of the closing dialog that names the component, or sets aside what it decides."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "component", "Name the component", show=False, id="closing.component"),
        Binding("minus", "aside", "Ask as if none were named", show=False, id="closing.aside"),
    ]

    def __init__(self, session: Session, view: TicketView) -> None:
        super().__init__(session)
        self.view = view
        self.part = Part(view)

    @property
    def deciding(self) -> bool:
        """Whether it is still asked how it ends."""
        raise NotImplementedError

    def begin(self, part: Part) -> None:
        """Ask anew, from the first question on."""
        raise NotImplementedError

    def action_component(self) -> None:
        """Name the component that it is about: what that decides is not asked then."""
        if self.deciding and self.part.may_name:
            self.app.push_screen(NamingScreen(self.session, self.view), self._named)

    def _named(self, named: Named | None) -> None:
        if named is None:
            return
        from console.services import naming

        call = naming.name(
            *self.session.who, ticket=self.view.ticket, code=named.code, version=named.version,
            now=self.session.now(),
        )  # fmt: skip
        self.write(call, self._about)

    def _about(self, about: AboutView | None) -> None:
        self.view = replace(self.view, component=about)
        self.begin(Part(self.view))

    def action_aside(self) -> None:
        """Ask as if no component were named, or again by what is named."""
        if self.deciding and self.view.component is not None:
            self.begin(Part(self.view, aside=not self.part.aside))
