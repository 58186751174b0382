"""Waiting for calls that block, in threads that keep no program from ending."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

_T = TypeVar("_T")


async def aside(work: Callable[[], _T], *, seconds: float) -> _T:
    """Do it in a thread of its own; raises what it raises, or TimeoutError, and leaves it to itself when cancelled.

    A pool's threads are waited for at the end of the program, even one that hangs while it connects.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_T] = loop.create_future()

    def settle(result: Callable[[], None]) -> None:
        if not done.done():
            result()

    def run() -> None:
        try:
            value = work()
        except BaseException as error:
            raised = error
            result = lambda: done.set_exception(raised)  # noqa: E731 - one of two
        else:
            result = lambda: done.set_result(value)  # noqa: E731
        with suppress(RuntimeError):  # nobody waits any more
            loop.call_soon_threadsafe(settle, result)

    threading.Thread(target=run, daemon=True).start()
    async with asyncio.timeout(seconds):
        return await done


async def to_its_end(work: Coroutine[Any, Any, _T]) -> _T:
    """Do it to its end, even when who waits for it is told to stop meanwhile."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
