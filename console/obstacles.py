"""Obstacles: the sentences for why a key of the desk's lists does not work just now."""

from collections.abc import Callable

from console.situations import READING, Situation


def always(_: Situation) -> str | None:
    """Nothing stands in the way."""
    return None


def no_mail(situation: Situation) -> str | None:
    """There has to be a mail under the cursor."""
    return None if situation.cursor is not None else "There is no mail here."


def no_outgoing(situation: Situation) -> str | None:
    """There has to be a mail of ours under the cursor."""
    if situation.section == "set aside":
        return "This one came in: 1 to 3 show what leaves."
    return no_mail(situation)


def no_connection(situation: Situation) -> str | None:
    """The settings file has to be read, and right."""
    if situation.section == "broken":
        return "The settings file is not right: mend it with an editor first."
    return READING if situation.cursor is None else None


def no_connection_setting(situation: Situation) -> str | None:
    """There has to be a setting under the cursor."""
    if situation.section.startswith("head"):
        return "Choose one of its settings first."
    return no_connection(situation)


def no_shop_connection(situation: Situation) -> str | None:
    """There has to be a shop under the cursor, or one of its settings."""
    if blocked := no_connection(situation):
        return blocked
    return None if situation.section.endswith("of a shop") else "Choose a shop first."


def no_member(situation: Situation) -> str | None:
    """There has to be a person under the cursor."""
    return READING if situation.cursor is None else None


def not_there(situation: Situation) -> str | None:
    """There has to be a person under the cursor who has not left the desk."""
    return no_member(situation) or (
        "This person has left the desk: that stays." if situation.section == "retired" else None
    )


def no_bug(situation: Situation) -> str | None:
    """There has to be a known bug under the cursor."""
    return None if situation.cursor is not None else "There is no known bug here: n puts one down."


def solved_bug(situation: Situation) -> str | None:
    """What is said of a bug is changed while it is not solved."""
    if situation.section == "solved":
        return "It is solved, and its customers are told so: x says that it is known again."
    return no_bug(situation)


def unsolved_bug(situation: Situation) -> str | None:
    """Only what is solved can be known again."""
    return "It is not solved." if situation.section == "known" else no_bug(situation)


def no_event(situation: Situation) -> str | None:
    """There has to be an event under the cursor."""
    return None if situation.cursor is not None else "There is no event here."


def no_place(situation: Situation) -> str | None:
    """There has to be a place under the cursor."""
    return None if situation.cursor is not None else READING


def no_setting(situation: Situation) -> str | None:
    """There has to be a setting under the cursor."""
    return None if situation.cursor is not None else READING


def not_set(situation: Situation) -> str | None:
    """Only what is set for everybody can be given back."""
    if situation.section == "desk":
        return None
    return no_setting(situation) or "This is not set for everybody: the file's value holds."


def not_a_report(situation: Situation) -> str | None:
    """Only a report's rows can be grouped."""
    if situation.section.startswith("chart"):
        return "A chart is grouped as it is: 1 to 6 show the reports."
    return None


def no_component(situation: Situation) -> str | None:
    """There has to be a component under the cursor."""
    return None if situation.cursor is not None else "There is no component here."


def no_version(situation: Situation) -> str | None:
    """There has to be a version of the policy under the cursor."""
    return None if situation.cursor is not None else READING


def not_proposed(situation: Situation) -> str | None:
    """Only a version that is proposed can be let hold."""
    if situation.section == "proposed":
        return None
    return no_version(situation) or f"This version is {situation.section}: that stays (A1)."


def no_text(situation: Situation) -> str | None:
    """There has to be a text under the cursor."""
    return None if situation.cursor is not None else READING


def not_own(situation: Situation) -> str | None:
    """Only a text of the desk's own can be taken back."""
    if situation.section == "own":
        return None
    return no_text(situation) or "This text is the built-in one."


def no_shop_line(situation: Situation) -> str | None:
    """There has to be a line under the cursor."""
    if situation.cursor is not None:
        return None
    return "There is no line here." if situation.section else READING


def not_a_shop(situation: Situation) -> str | None:
    """There has to be a shop under the cursor."""
    if situation.section in {"shops", ""}:
        return no_shop_line(situation)
    return "Choose a shop first: 1 shows them."


def no_product(situation: Situation) -> str | None:
    """There has to be a product under the cursor, one that is unknown or one of the map."""
    if situation.section in {"unknown product", "map", ""}:
        return no_shop_line(situation)
    return "Choose an unknown product first, or a line of the map: 2 and 5 show them."


def no_order(situation: Situation) -> str | None:
    """There has to be an order under the cursor, or a shop whose order is asked for."""
    if situation.section in {"unknown product", "map"}:
        return "Choose an order first: 4 shows them."
    return no_shop_line(situation)


def no_buyer(situation: Situation) -> str | None:
    """There has to be an order under the cursor, with its buyer."""
    if situation.section == "shops":
        return "Choose an order first: 4 shows them."
    return no_order(situation)


def no_order_proposal(situation: Situation) -> str | None:
    """There has to be something under the cursor that an order would give back."""
    if situation.section in {"proposals", ""}:
        return no_shop_line(situation)
    return "Choose what an order would give back first: 3 shows it."


def no_domain_wanted(situation: Situation) -> str | None:
    """There has to be a line under the cursor that waits for a domain."""
    if situation.section in {"domain", ""}:
        return no_shop_line(situation)
    return "Choose a line that waits for a domain first: 2 shows them."


def not_early(situation: Situation) -> str | None:
    """There has to be an order under the cursor that counts for nothing yet."""
    if situation.section in {"early order", ""}:
        return no_shop_line(situation)
    if situation.section == "orders" and situation.cursor is not None:
        return "This order counts already."
    return "Choose an early order first: 4 shows them."


def no_board_line(situation: Situation) -> str | None:
    """There has to be a line under the cursor."""
    if situation.cursor is not None:
        return None
    return "There is no line here." if situation.section else READING


def no_board_request(situation: Situation) -> str | None:
    """There has to be a line under the cursor about an open request."""
    if situation.section in {"request", "held", ""}:
        return no_board_line(situation)
    return "Choose a line about a request first."


def no_board_holder(situation: Situation) -> str | None:
    """There has to be a line under the cursor about a request that somebody holds."""
    if situation.section == "request":
        return "This request is nobody's, or not theirs any more: look at it first."
    return no_board_request(situation)


def no_account(situation: Situation) -> str | None:
    """Why nothing can be changed on an account: it is not read yet, or its customer was merged into another."""
    account = situation.account
    if account is None:
        return READING
    if account.row.merged_into is not None:
        return f"This customer was merged into customer {account.row.merged_into}."
    return None


def not_a_dispute(situation: Situation) -> str | None:
    """There has to be a dispute under the cursor."""
    if situation.section == "to give back":
        return "Choose a dispute first: 1 shows them."
    return None if situation.cursor is not None else "There is no dispute here."


def not_on(section: str, key: int) -> Callable[[Situation], str | None]:
    """Why what is done to a line of a section cannot be done: another is shown, or it has no line.

    The key is the one that shows the section.
    """

    def off(situation: Situation) -> str | None:
        if situation.section != section:
            return f"Choose a line of “{section}” first: {key} shows them."
        return None if situation.cursor is not None else f"There is no line in “{section}”."

    return off
