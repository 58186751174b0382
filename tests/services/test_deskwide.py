"""What is set for everybody and said of the office's days, on either database."""

from datetime import date, time

from console.services import desk_settings, doctor, office_days
from console.services.office_days import OfficeView
from tests.conftest import at
from tests.services.office import Office

DAY = date(2026, 12, 30)


async def test_the_last_saying_of_a_name_and_a_day_holds(office: Office) -> None:
    """The last saying of a name and of a day holds, what is given back is nobody's, and the doctor agrees."""
    desk, ada = office.desk, office.who("ada")
    for name, value in (("reopen_days", "3"), ("reopen_days", "4"), ("holidays", "DE"), ("holidays", None)):  # fmt: skip
        await desk_settings.put(desk, ada, name=name, value=value, reason="x", now=at(1))
    for state in ("closed", "worked"):
        shown = await office_days.say(
            desk, ada, day=DAY, state=state, closes=time(15), reason="x", now=at(2)
        )
    assert isinstance(shown, OfficeView)
    assert (desk.settings.reopen_days, desk.settings.holidays) == (4, "RU")
    assert [(each.day, each.said) for each in shown.days] == [(DAY, "worked 09:00 to 15:00")]
    checks = {each.check: each.ok for each in await doctor.examine(desk)}
    assert checks["settings"]
