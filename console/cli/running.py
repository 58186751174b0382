"""One command from its words to its exit code."""

from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from itertools import pairwise
from typing import Any

from console.cli.context import Context
from console.cli.options import Options, Usage, asks_for_json, split
from console.cli.output import Answer, say, show, show_error, show_refusal
from console.policy.refusal import Refusal
from console.services.faults import NotOnStaff

DONE = 0
REFUSED = 1
WRONG_USAGE = 2
UNREACHABLE = 4
DISAGREES = 5
FAULT = 70
KEPT_NOTHING = 75
INTERRUPTED = 130

Result = Answer | Refusal
"""What a command comes to; one that waits for the desk gives a coroutine of it."""


def execute(words: list[str], clock: Callable[[], datetime]) -> int:
    """Run one command, write its answer, and give the exit code."""
    as_json = asks_for_json(words)
    try:
        code = _answered(words, clock, as_json=as_json)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except NotOnStaff as refused:
        code = REFUSED
        with suppress(OSError):
            show_refusal(Refusal(str(refused)), as_json=as_json)
    except Exception as error:  # nothing may leave as a traceback with values in it
        code, reason = _judged(error, clock)
        with suppress(OSError):
            show_error(reason, as_json=as_json)
    return KEPT_NOTHING if code and _takes_mail(words) else code


def _answered(words: list[str], clock: Callable[[], datetime], *, as_json: bool) -> int:
    options, rest = split(words)
    result = _result(options, rest, clock)
    try:
        if isinstance(result, Refusal):
            show_refusal(result, as_json=as_json)
            return REFUSED
        show(result, as_json=as_json)
    except OSError as error:
        say(f"creditdesk: The answer could not be written: {error.strerror}.")
        # The mail is kept: whoever brought it is not to bring it again.
        return DONE if _takes_mail(words) else UNREACHABLE
    return result.code


def _console(options: Options, clock: Callable[[], datetime]) -> Answer:
    """The console, which takes no arguments and should not wait for what reads them."""
    from console.cli.commands import start

    return start.console(Context(None, options, clock))


def _result(options: Options, words: Sequence[str], clock: Callable[[], datetime]) -> Result:
    if "--version" in words[:1]:
        from console import __version__

        return Answer({"version": __version__}, f"creditdesk {__version__}")
    if not words:
        return _console(options, clock)
    from console.cli.parser import Help, parse

    found = parse(words)
    if isinstance(found, Help):
        return Answer({"help": found.text}, found.text)
    module, _, function = found.run.partition(":")
    run = getattr(import_module(f"console.cli.commands.{module}"), function)
    result: Result | Coroutine[Any, Any, Result] = run(Context(found.given, options, clock))
    if not isinstance(result, Coroutine):
        return result
    import asyncio

    return asyncio.run(result)


def _judged(error: Exception, clock: Callable[[], datetime]) -> tuple[int, str]:
    """The exit code and the sentence for what went wrong; a fault of the program is written down."""
    from console.services.faults import Fault

    if isinstance(error, Usage):
        return WRONG_USAGE, str(error)
    if isinstance(error, Fault):
        return error.exit_code, str(error)
    return FAULT, _fault_sentence(error, clock)


def _fault_sentence(error: Exception, clock: Callable[[], datetime]) -> str:
    from console import faultlog

    file = faultlog.record(error, clock())
    where = f"It is written down in {file}." if file else f"It was a {type(error).__name__}."
    return f"Something went wrong in the program itself. {where}"


def _takes_mail(words: Sequence[str]) -> bool:
    """Whether a mail server may be waiting for the answer; told even where the words make no sense."""
    try:
        _, rest = split(words)
    except Usage:
        rest = list(words)
    return ("intake", "email") in pairwise(rest)
