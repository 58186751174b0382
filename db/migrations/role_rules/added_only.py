"""Tables whose rows are only ever added, and what must hold of a new row: said once for both databases."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from db.migrations.role_rules import functions
from db.migrations.role_rules.functions import HEAD


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
            yield _aborts(f"{table}_no_update", "UPDATE", table, message="what is written stays")
            yield _aborts(f"{table}_no_delete", "DELETE", table, message="nothing is deleted")
            yield _aborts(
                f"{table}_no_replace", "INSERT", table, same, message="what is written stays"
            )
        for name, table, condition, message in self.refused:
            yield _aborts(name, "INSERT", table, condition, message=message)

    def on_a_server(self, database: str) -> Iterator[str]:
        """The triggers, rules and grants of a desk on a server; all staff read, and no job."""
        for table in self.tables:
            for what, moment, each in _NEVER:
                yield (
                    f"CREATE TRIGGER {table}_{what} BEFORE {moment} ON {table} FOR EACH {each}"
                    f" EXECUTE FUNCTION never('{table}: what is written stays')"
                )
        for name, table, condition, message in self.refused:
            yield from _guard(name, table, condition, f"{table}: {message}")
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


def _aborts(name: str, moment: str, table: str, condition: str = "", *, message: str) -> str:
    when = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW{when}"
        f" BEGIN SELECT RAISE(ABORT, '{table}: {message}'); END"
    )


def _guard(name: str, table: str, condition: str, message: str) -> Iterator[str]:
    yield f"""
        CREATE FUNCTION guard_{name}() RETURNS trigger {HEAD}
        BEGIN
            IF ({condition}) THEN
                RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """
    yield f"REVOKE ALL ON FUNCTION guard_{name}() FROM PUBLIC"
    yield (
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()"
    )
