"""Known bugs in words: as lines of lists, and what solving one does with its requests."""

from console.policy.outcomes import label_of
from console.services.bug_shapes import BugPlan, BugRequest, BugView, Solved
from widgets.line_list import Column, ListLine

COLUMNS = (
    Column("No", 4, right=True), Column("State", 14), Column("Component", 18), Column("What is wrong"),
    Column("Requests", 10, right=True),
)  # fmt: skip
REQUEST_COLUMNS = (
    Column("No", 6, right=True), Column("Subject"), Column("When it is solved", 40),
)  # fmt: skip
CHOICE_COLUMNS = (Column("No", 4, right=True), Column("What is wrong"), Column("Component", 20))
DOES = {"close": "closed free, and told", "tell": "told: it is closed already", "told": "was told"}


def state(view: BugView) -> str:
    """Whether it is solved, and in which version."""
    if not view.solved:
        return "known"
    return f"solved {view.solved_in}" if view.solved_in else "solved"


def line(view: BugView) -> ListLine:
    """A known bug in the list."""
    requests = f"{view.open_requests} of {view.requests}" if view.requests else "none"
    return ListLine(
        view.bug, (str(view.bug), state(view), view.component_name, view.title, requests),
        ("dim", "dim" if view.solved else "accent", "dim", "", ""),
    )  # fmt: skip


def choice_line(view: BugView) -> ListLine:
    """A known bug as a request can be said to be of it."""
    title = f"{view.title} ({state(view)})" if view.solved else view.title
    return ListLine(view.bug, (str(view.bug), title, view.component_name), ("dim", "", "dim"))


def request_line(each: BugRequest) -> ListLine:
    """A request of a known bug, and what solving does with it."""
    words = f"left: {each.reason}" if each.does == "leave" else DOES[each.does]
    if each.charged and each.does == "tell":
        words = f"told, {each.charged} credits proposed back"
    return ListLine(each.ticket, (str(each.ticket), each.subject, words), ("dim", "", "owes" if each.does == "leave" else "dim"))  # fmt: skip


def about(view: BugView) -> list[str]:
    """What is said of a known bug, a line each."""
    found = f", found in {view.found_in}" if view.found_in else ""
    told = [
        f"{view.component_name}{found} · {state(view)} · requests end as {label_of(view.outcome)}, free"
    ]
    told += [f"Note: {view.note}"] if view.note else []
    return [*told, *([f"Its customers were told: {view.advice}"] if view.advice else [])]


def plan_about(plan: BugPlan) -> str:
    """How many requests are closed, told and left when it is solved."""
    close, tell, leave = (plan.of(does) for does in ("close", "tell", "leave"))
    parts = [f"{len(close)} closed free and told{_numbers(close)}"] if close else []
    parts += [f"{len(tell)} closed before, and told{_numbers(tell)}"] if tell else []
    if leave:
        parts.append(f"{len(leave)} left{_numbers(leave)}: solve it again once that is seen to")
    back = sum(each.charged for each in tell)
    given = f" {back} credits charged before are proposed to be given back." if back else ""
    return f"{'; '.join(parts) or 'No request is of it: nobody is told'}.{given}"


def _numbers(found: tuple[BugRequest, ...], most: int = 6) -> str:
    numbers = ", ".join(f"#{each.ticket}" for each in found[:most])
    more = ", …" if len(found) > most else ""
    return f" ({numbers}{more})" if found else ""


def solved_words(done: Solved) -> str:
    """What became of the requests."""
    left = done.of("leave")
    parts = [f"{len(done.of('close'))} closed free", f"{len(done.of('tell'))} told"]
    parts += [f"{len(left)} left: {left[0].reason}"] if left else []
    return f"Bug {done.bug.bug} is solved: {', '.join(parts).rstrip('.')}."
