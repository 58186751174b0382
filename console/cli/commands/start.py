"""Opening the console, and making the desk that it opens."""

import gc
import os
import sys

from console import founding
from console.cli.context import Context, locate
from console.cli.options import Usage
from console.cli.output import Answer, say
from console.location import sample_location
from console.services.faults import BadInput

_NO_SCREEN = frozenset({"", "dumb", "unknown"})


async def init(context: Context) -> Answer:
    """Make the desk and its first admin; an existing desk stays as it is."""
    given, location = context.given, locate(context)
    if context.options.read_only:
        raise Usage("--read-only and `init` do not go together.")
    created = await founding.init_desk(
        location, admin=given.admin, name=given.name, now=context.now
    )
    told = f"The desk is at {location.name}; {given.admin} is its admin."
    kept = f"There is a desk at {location.name} already; nothing was changed."
    return Answer({"desk": location.name, "created": created}, told if created else kept)


def console(context: Context) -> Answer:
    """Open the console on the desk. Raises BadInput where there is no terminal for it."""
    if context.options.json:
        raise Usage("--json needs a command. See `creditdesk --help`.")
    check_terminal()
    # Nothing that starting makes is garbage; the console collects again once the desk is open.
    gc.disable()
    from console.app import run

    options = context.options
    location = locate(context)
    return Answer(code=run(location, login=options.login, read_only=options.read_only))


def demo(context: Context) -> Answer:
    """Open the console on a sample desk, which never touches the real one."""
    if context.options.database:
        raise Usage("`demo` has a file of its own: leave --database out.")
    check_terminal()
    import asyncio

    from console.app import run

    location = sample_location(context.settings_file)
    say("Making the sample desk…")
    asyncio.run(founding.make_sample(location, now=context.now))
    options = context.options
    code = run(location, login=options.login, read_only=options.read_only, sample=True)
    return Answer(code=code)


def check_terminal() -> None:
    """Raise BadInput where the console has no terminal to draw on."""
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output")):
        if stream is None or not stream.isatty():
            raise BadInput(
                f"The console needs a terminal, and standard {name} is none:"
                " say a command, such as `creditdesk queue`."
            )
    if os.environ.get("TERM", "") in _NO_SCREEN:
        raise BadInput(
            "The console cannot draw on this terminal (TERM is"
            f" {os.environ.get('TERM') or 'not set'}): say a command, such as `creditdesk queue`."
        )
