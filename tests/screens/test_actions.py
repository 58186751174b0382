"""The table of actions: keys, key bar and help come from it, and each key that is off says why."""

import pytest
from textual.binding import Binding

from console.action import Action
from console.actions import (
    ACTIONS,
    actions_for,
    bindings_for,
    hint,
    hints_for,
    shown_key,
    why_off,
)
from console.app import CreditDesk
from console.places import ALL, Place, places
from console.policy.access import Role
from console.screens.account import AccountScreen
from console.screens.board import BoardScreen
from console.screens.bugs import BugsScreen
from console.screens.components import ComponentsScreen
from console.screens.connections import ConnectionsScreen
from console.screens.customers import CustomersScreen
from console.screens.decisions import DecisionsScreen
from console.screens.desk import DeskHubScreen
from console.screens.office import OfficeScreen
from console.screens.outbox import OutboxScreen
from console.screens.policy import PolicyScreen
from console.screens.queue import QueueScreen
from console.screens.record import RecordScreen
from console.screens.reports import ReportsScreen
from console.screens.retention import RetentionScreen
from console.screens.settings import SettingsScreen
from console.screens.shop import ShopScreen
from console.screens.staff import StaffScreen
from console.screens.ticket import TicketScreen
from console.situations import (
    BOARD,
    BUGS,
    COMPONENTS,
    CONNECTIONS,
    CUSTOMER,
    CUSTOMERS,
    DECISIONS,
    EVERYWHERE,
    HUB,
    OFFICE,
    OUTBOX,
    POLICY,
    QUEUE,
    RECORD,
    REPORTS,
    RETENTION,
    SETTINGS,
    SHOP,
    STAFF,
    TICKET,
    Situation,
)
from tests.conftest import at
from tests.screens.views import LIMIT, request, timer

MINE = Situation(TICKET, role=Role.SPECIALIST, staff_id=2, cursor=12, view=request())
SCREENS = {
    QUEUE: QueueScreen, TICKET: TicketScreen, CUSTOMERS: CustomersScreen, CUSTOMER: AccountScreen,
    DECISIONS: DecisionsScreen, OUTBOX: OutboxScreen, POLICY: PolicyScreen, SHOP: ShopScreen, RECORD: RecordScreen,
    HUB: DeskHubScreen, SETTINGS: SettingsScreen, OFFICE: OfficeScreen, STAFF: StaffScreen,
    CONNECTIONS: ConnectionsScreen, BOARD: BoardScreen, REPORTS: ReportsScreen,
    RETENTION: RetentionScreen, BUGS: BugsScreen, COMPONENTS: ComponentsScreen,
}  # fmt: skip


def off(action_id: str, situation: Situation) -> str:
    """Why an action is off, nothing where it works."""
    return why_off(ACTIONS[action_id], situation) or ""


@pytest.mark.parametrize("where", SCREENS)
def test_no_key_means_two_things_on_a_screen(where: str) -> None:
    """Each key is bound once."""
    keys = [each.key for each in Binding.make_bindings(bindings_for(where))]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("where", SCREENS)
def test_every_action_of_a_screen_can_be_done_there(where: str) -> None:
    """The screen has its method, or the app."""
    missing = [
        action.id
        for action in actions_for(where)
        if not hasattr(SCREENS[where], action.method) and not hasattr(CreditDesk, action.method)
    ]
    assert missing == []


@pytest.mark.parametrize("where", SCREENS)
def test_no_key_of_a_screen_is_dead_in_tmux(where: str) -> None:
    """ctrl+h, ctrl+i, ctrl+m, ctrl+b and ctrl+a never arrive."""
    keys = {each.key for each in Binding.make_bindings(bindings_for(where))}
    assert not keys & {"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+b", "ctrl+a", "ctrl+z"}


@pytest.mark.parametrize("action_id", [each.id for each in actions_for(TICKET) if each.writes])
def test_a_console_that_only_reads_writes_nothing(action_id: str) -> None:
    """Whatever else is so."""
    assert "only reads" in off(action_id, MINE._replace(read_only=True))


def test_before_the_desk_is_open_nothing_needs_it() -> None:
    """Keys that need it say that it is opening."""
    assert "opening" in off("request.pick", Situation(QUEUE))


@pytest.mark.parametrize("action_id", ["timer.toggle", "request.reply", "request.close"])
def test_who_holds_a_request_works_on_it(action_id: str) -> None:
    """Its keys are on."""
    assert off(action_id, MINE) == ""


@pytest.mark.parametrize(
    "action_id",
    [
        "timer.toggle", "request.reply", "request.close", "request.release", "request.wait", "request.kind",
        "request.estimate", "time.add", "request.domain", "request.component", "request.agreement",
    ],
)  # fmt: skip
def test_anothers_request_says_whose_it_is(action_id: str) -> None:
    """A specialist works on their own alone."""
    assert "held by Olga" in off(action_id, MINE._replace(staff_id=3))


@pytest.mark.parametrize(("action_id", "works"), [("request.close", True), ("timer.toggle", False)])
def test_a_lead_works_on_anybodys_but_is_not_timed_on_it(action_id: str, works: bool) -> None:
    """The timer is its holder's."""
    assert (off(action_id, MINE._replace(staff_id=3, role=Role.LEAD)) == "") is works


@pytest.mark.parametrize("action_id", ["timer.toggle", "request.close", "request.assign"])
def test_a_closed_request_says_so(action_id: str) -> None:
    """Nothing is worked on but what is open."""
    closed = request(closed_at=at())
    assert "is closed" in off(action_id, MINE._replace(view=closed, role=Role.LEAD))


@pytest.mark.parametrize("role", Role)
def test_of_a_closed_request_a_lead_names_the_component(role: Role) -> None:
    """A specialist is told who may."""
    said = off("request.component", MINE._replace(view=request(closed_at=at()), role=role))
    wanted = "Only a lead or an admin may say which component a closed request was about."
    assert said == (wanted if role is Role.SPECIALIST else "")


def test_only_a_closed_request_is_opened_again() -> None:
    """An open one says that it is."""
    assert "is open" in off("request.reopen", MINE)


def test_waiting_for_credits_keeps_the_timer_off() -> None:
    """With its clause."""
    waiting = request({"waiting_for": "credits"})
    assert "U2" in off("timer.toggle", MINE._replace(view=waiting))


def test_handing_over_is_a_leads() -> None:
    """A specialist is told whose it is."""
    assert "a lead or an admin" in off("request.assign", MINE)


@pytest.mark.parametrize(("limits", "works"), [((LIMIT,), True), ((), False)])
def test_a_limit_is_answered_where_one_is_open(limits: tuple[object, ...], works: bool) -> None:
    """Else there is nothing to go to."""
    view = request(limits=limits)
    assert (off("limit.answer", MINE._replace(view=view)) == "") is works


@pytest.mark.parametrize(
    ("action_id", "section", "why"),
    [
        ("product.map", "unknown product", ""),
        ("product.map", "map", ""),
        ("product.map", "shops", "Choose an unknown product first"),
        ("order.accept", "proposals", ""),
        ("order.turn_down", "orders", "Choose what an order would give back first"),
        ("order.domain", "domain", ""),
        ("order.domain", "address", "Choose a line that waits for a domain first"),
        ("order.admit", "early order", ""),
        ("order.admit", "orders", "This order counts already."),
        ("order.admit", "map", "Choose an early order first"),
        ("order.look_up", "shops", ""),
        ("order.look_up", "failed", ""),
        ("order.look_up", "map", "Choose an order first"),
        ("order.customer", "proposals", ""),
        ("order.customer", "shops", "Choose an order first"),
        ("shop.try", "shops", ""),
        ("shop.try", "orders", "Choose a shop first"),
        ("shop.look", "", ""),
    ],
)
def test_keys_of_the_shop_say_where_they_work(action_id: str, section: str, why: str) -> None:
    """Each works on its own lines, and names them elsewhere."""
    found = off(action_id, Situation(SHOP, role=Role.ADMIN, cursor=1, section=section))
    assert (found.startswith(why), bool(found)) == (True, bool(why))


@pytest.mark.parametrize(
    ("section", "why"), [("", "It is still being read."), ("map", "There is no line here.")]
)
def test_an_empty_section_of_the_shop_is_told_from_an_unread_one(section: str, why: str) -> None:
    """A key that comes too early waits, one that has nothing to work on says so."""
    assert off("product.map", Situation(SHOP, role=Role.ADMIN, section=section)) == why


@pytest.mark.parametrize(
    ("section", "assign", "release"),
    [
        ("held", "", ""),
        ("request", "", "nobody's"),
        ("person", "Choose a line about a request first.", "Choose a line about a request first."),
        ("list", "Choose a line about a request first.", "Choose a line about a request first."),
        ("", "", ""),
    ],
)
def test_keys_of_the_board_say_where_they_work(section: str, assign: str, release: str) -> None:
    """A request is handed on, and one that somebody holds put back."""
    line = Situation(BOARD, role=Role.LEAD, cursor=1, section=section)
    for action_id, why in (("board.assign", assign), ("board.release", release)):
        found = off(action_id, line)
        assert (why in found, bool(found)) == (True, bool(why))


@pytest.mark.parametrize("action_id", ["go.board", "board.assign", "board.release"])
@pytest.mark.parametrize(
    ("role", "may"), [(Role.SPECIALIST, False), (Role.LEAD, True), (Role.ADMIN, True)]
)
def test_the_board_is_for_leads_and_admins(action_id: str, role: Role, may: bool) -> None:
    """A specialist is told so."""
    found = off(action_id, Situation(BOARD, role=role, cursor=1, section="held"))
    assert found == ("" if may else "Only a lead or an admin may do that.")


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.LEAD])
@pytest.mark.parametrize(
    ("where", "action_id"),
    [
        (where, each.id)
        for where in (SHOP, STAFF, CONNECTIONS)
        for each in actions_for(where)
        if each.writes
    ],
)
def test_only_admins_decide_on_shop_staff_and_connections(
    where: str, action_id: str, role: Role
) -> None:
    """Whatever changes anything is theirs."""
    assert off(action_id, Situation(where, role=role, cursor=1)) == "Only an admin may do that."


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "action_id", ["member.look", "connection.look", "connection.try", "desk.look"]
)
def test_everybody_looks_at_the_desks_settings_and_tries_them(action_id: str, role: Role) -> None:
    """With --read-only too."""
    where = next(iter(ACTIONS[action_id].where))
    assert off(action_id, Situation(where, role=role, cursor=1, read_only=True)) == ""


@pytest.mark.parametrize("place", places())
def test_every_place_of_the_desks_settings_is_found_by_its_name(place: Place) -> None:
    """It has no key of its own, a letter that moves nothing, and a line in the palette."""
    action = ACTIONS[place.action]
    keys = {each.key for each in Binding.make_bindings(bindings_for(HUB))} | set("jkgG123456789")
    assert (action.keys, action.where, place.letter in keys) == ("", EVERYWHERE, False)


def test_each_place_has_a_letter_of_its_own() -> None:
    """Those that are still to come too."""
    letters = [each.letter for each in ALL]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize(
    ("running", "label"), [(timer(), "pause"), (timer(ticket=13), "start"), (None, "start")]
)
def test_the_timers_key_says_what_it_does(running: object, label: str) -> None:
    """Pause where it runs here, start where not."""
    assert hint(ACTIONS["timer.toggle"], MINE._replace(timer=running)).label == label


@pytest.mark.parametrize(
    ("action_id", "key"),
    [("app.commands", "^p"), ("app.back", "esc"), ("go.queue", "F2"), ("list.find", "/")],
)
def test_keys_are_shown_as_people_read_them(action_id: str, key: str) -> None:
    """Not by Textual's names."""
    assert shown_key(ACTIONS[action_id], {}) == key


def test_the_key_bar_ends_with_all_keys() -> None:
    """Whatever does not fit is behind it."""
    assert hints_for(MINE)[-1].key == "?"


WRITERS = [action for action in ACTIONS.values() if action.writes]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", WRITERS, ids=[each.id for each in WRITERS])
def test_a_console_that_only_reads_says_so_of_every_key_that_writes(
    action: Action, role: Role
) -> None:
    """With --read-only every action that writes is off, for every role, and says why."""
    reason = why_off(action, MINE._replace(role=role, read_only=True))
    assert reason == "This console only reads: it was opened with --read-only."


READERS = """
request.look request.follow list.find list.mine list.held request.customer request.files
customers.owing request.similar customers.look account.explain decision.look dispute.packet
mail.look mail.open policy.look policy.try text.look shop.look shop.try order.customer app.back
go.queue go.mine go.customers go.decisions event.look event.open desk.look go.desk go.office
go.settings go.record go.outbox go.texts go.policy go.shop app.theme app.commands app.help
app.quit member.look go.staff board.look go.board go.reports report.period report.by report.save
chart.backlog chart.ages chart.charges chart.time chart.flow connection.look connection.try
go.connections component.look component.export go.components go.retention bug.look go.bugs
"""


def test_every_other_key_is_known_to_read_alone() -> None:
    """What is not held back by --read-only is known to write nothing."""
    assert {each.id for each in ACTIONS.values() if not each.writes} == set(READERS.split())
