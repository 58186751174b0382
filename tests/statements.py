"""Statements put into words once for every desk that a worker opens: each desk has an engine of its own, and would do it anew."""

from collections import defaultdict
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import Mapper
from sqlalchemy.util import LRUCache

_MOST = 5000

_Key = tuple[Any, ...]


class Compiled:
    """What all engines of one driver keep together; which desk a statement is for makes no difference to its words."""

    def __init__(self) -> None:
        self._kept: LRUCache[_Key, Any] = LRUCache(_MOST)

    def get(self, key: _Key) -> Any:
        """The statement in words, if any engine of that driver had it before."""
        dialect, *statement = key
        return self._kept.get((type(dialect), *statement))

    def __setitem__(self, key: _Key, compiled: Any) -> None:
        dialect, *statement = key
        self._kept[type(dialect), *statement] = compiled


def share() -> None:
    """Let every engine keep its statements in one place, and how its driver writes and reads each type."""
    shared = Compiled()
    types: dict[type, Any] = defaultdict(WeakKeyDictionary)
    for keeps in (Engine, Mapper):
        keeps._compiled_cache = property(lambda _: shared, lambda _, __: None)  # type: ignore[assignment]
    DefaultDialect._type_memos = property(lambda dialect: types[type(dialect)])  # type: ignore[assignment]
