"""Tables whose rows are only ever added, and what must hold of a new row: said once for both databases."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from db.migrations.role_rules import functions
from db.migrations.role_rules.functions import aborts, guarded


@dataclass(frozen=True, slots=True)
class Added:
    """Some tables: what refuses a new row (name, table, condition, message), by whom they are written on a server."""

    tables: tuple[str, ...]
    refused: tuple[tuple[str, str, str, str], ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    rights: Mapping[str, str] = field(default_factory=dict)

    def in_a_file(self) -> Iterator[str]:
        """The triggers of a desk in a file."""
        for table in self.tables:
            same = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
            stays = f"{table}: what is written stays"
            yield aborts(f"{table}_no_update", "UPDATE", table, "", stays)
            yield aborts(f"{table}_no_delete", "DELETE", table, "", f"{table}: nothing is deleted")
            yield aborts(f"{table}_no_replace", "INSERT", table, same, stays)
        for name, table, condition, message in self.refused:
            yield aborts(name, "INSERT", table, condition, f"{table}: {message}")

    def on_a_server(self, database: str) -> Iterator[str]:
        """The triggers, rules and grants of a desk on a server; all staff read, and no job."""
        for table in self.tables:
            for what, moment, each in _NEVER:
                yield (
                    f"CREATE TRIGGER {table}_{what} BEFORE {moment} ON {table} FOR EACH {each}"
                    f" EXECUTE FUNCTION never('{table}: what is written stays')"
                )
        for name, table, condition, message in self.refused:
            yield from guarded(name, table, condition, f"{table}: {message}")
        for table, body in self.rules.items():
            yield functions.rule_of(table, body)
            yield functions.asks(table)
            yield f"REVOKE ALL ON FUNCTION role_rule_{table}() FROM PUBLIC"
        for table, role in self.rights.items():
            yield f'GRANT SELECT ON {table} TO "{database}_specialist"'
            yield f'GRANT INSERT ON {table} TO "{database}_{role}"'
            yield f'GRANT USAGE ON SEQUENCE {table}_id_seq TO "{database}_{role}"'

    def triggers(self) -> Iterable[tuple[str, str]]:
        """The names of the triggers on a server, each with its table."""
        never = [(f"{table}_{what}", table) for table in self.tables for what, *_ in _NEVER]
        guards = [(name, table) for name, table, *_ in self.refused]
        return [*never, *guards, *(("role_rule", table) for table in self.rules)]


_NEVER = (
    ("no_update", "UPDATE", "ROW"), ("no_delete", "DELETE", "ROW"), ("no_truncate", "TRUNCATE", "STATEMENT"),
)  # fmt: skip
