"""The office's hours by the settings, with the holidays of these years remembered from the last start.

The holiday library loads every country's calendar, which takes longer than opening the console; what it
says changes with its releases alone, so it is asked once for each of them.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from console.config import Settings
from console.policy import officehours
from console.policy.officehours import OfficeDay, OfficeHours
from console.services.faults import BadInput

YEARS_BACK = 10


def hours_of(settings: Settings, days: frozenset[OfficeDay] = frozenset()) -> OfficeHours:
    """When the office is open, with what is said of its days. Raises BadInput for a calendar that nobody keeps."""
    return _hours(settings.utc_offset_hours, settings.holidays, datetime.now(UTC).year, days)


@lru_cache(maxsize=8)
def _hours(
    utc_offset_hours: int, calendar: str, year: int, days: frozenset[OfficeDay]
) -> OfficeHours:
    years = range(year - YEARS_BACK, year + 2)
    return OfficeHours(
        utc_offset_hours=utc_offset_hours,
        calendar=calendar,
        known=_known(calendar, years),
        days=days,
    )


def _known(calendar: str, years: range) -> tuple[tuple[int, frozenset[date]], ...]:
    if calendar in {"", "none"}:
        return ()
    file, stamp = _file(), _stamp()
    kept = _read(file, stamp)
    remembered = kept.get(calendar, {})
    if all(str(year) in remembered for year in years):
        with suppress(ValueError, TypeError):
            return tuple(
                (year, frozenset(map(date.fromisoformat, remembered[str(year)]))) for year in years
            )
    try:
        known = tuple((year, officehours.holidays_of(calendar, year)) for year in years)
    except ValueError as error:
        raise BadInput(f"The settings' holidays: {error}") from None
    years_known = {str(year): sorted(day.isoformat() for day in days) for year, days in known}
    _write(file, stamp, {**kept, calendar: years_known})
    return known


def _file() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("creditdesk", appauthor=False) / "holidays.json"


def _stamp() -> str:
    """What tells one release of the library from another, without loading it."""
    spec = find_spec("holidays")
    if spec is None or spec.origin is None:
        return ""
    with suppress(OSError):
        found = Path(spec.origin).with_name("version.py").stat()
        return f"{spec.origin}:{found.st_mtime_ns}:{found.st_size}"
    return ""


def _read(file: Path, stamp: str) -> Mapping[str, Mapping[str, list[str]]]:
    """The years that are remembered of each calendar."""
    import json

    with suppress(OSError, ValueError, AttributeError):
        kept = json.loads(file.read_text(encoding="utf-8"))
        if stamp and kept.pop("release", None) == stamp:
            return {name: years for name, years in kept.items() if isinstance(years, dict)}
    return {}


def _write(file: Path, stamp: str, kept: Mapping[str, Mapping[str, list[str]]]) -> None:
    """Remember, if there is a place to: the next start asks the library again otherwise."""
    import json

    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished.write_text(json.dumps({"release": stamp, **kept}), encoding="utf-8")
        unfinished.replace(file)
