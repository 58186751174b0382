"""What every part of a customer's screen works with: who it is, and the entry under the cursor."""

import secrets

from console.screens.listing import SectionedScreen
from console.screens.session import Session
from console.services.account_shapes import CustomerView
from console.services.shapes import EntryView


class AccountPart(SectionedScreen):
    """A screen that shows one customer."""

    def __init__(self, session: Session, customer: int) -> None:
        super().__init__(session)
        self.number = customer
        self.account: CustomerView | None = None

    def entry_at_cursor(self) -> EntryView | None:
        """The entry under the cursor."""
        return self.entry_shown(self.cursor)

    def entry_shown(self, number: int | None) -> EntryView | None:
        """The entry of that number, if it is among those read."""
        raise NotImplementedError

    @property
    def shown(self) -> CustomerView:
        """The customer as last read; actions are off before that."""
        if self.account is None:
            raise RuntimeError("the customer is still being read")
        return self.account


def new_reference() -> str:
    """A reference that one dialog alone posts under: pressed twice, it posts once."""
    return f"console:{secrets.token_hex(8)}"
