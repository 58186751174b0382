"""Who writes is told that the request is here, once, in their language, and by no word of the sender's (C7)."""

from dataclasses import replace
from typing import Any

import pytest

from console.mail.authentication import Authentication
from tests.services.office import ANNA, Office

HOSTILE = {
    "subject": "Buy pills at pills.example",
    "sender_name": "Cheap Pills",
    "text": "PILLS now",
}
EVENING = 9 * 60
SATURDAY = 5 * 24 * 60


@pytest.fixture
def office(office: Office) -> Office:
    """A desk that says when a request is here."""
    office.desk.settings = replace(office.desk.settings, acknowledge="always")
    return office


async def written(office: Office) -> list[Any]:
    """Subject and body of each mail that the desk wrote by itself."""
    return await office.sql(
        "SELECT o.subject, m.body FROM outbox o JOIN message m ON m.id = o.message_id"
        " WHERE o.automatic ORDER BY o.id"
    )


async def test_a_request_in_office_hours_is_acknowledged(office: Office) -> None:
    """A request in office hours is told its number."""
    await office.mail()
    ((subject, body),) = await written(office)
    assert (subject, "Your request is #1." in body) == ("[#1] We have your request", True)


@pytest.mark.parametrize(
    ("minute", "when"),
    [
        (EVENING, "on Tuesday, 17 November, at 09:00 (UTC+4)"),
        (SATURDAY, "on Monday, 23 November, at 09:00 (UTC+4)"),
    ],
)
async def test_outside_office_hours_it_says_when_the_office_is_back(
    office: Office, minute: float, when: str
) -> None:
    """Outside office hours it says when the office is back (C7)."""
    await office.mail(minute)
    ((subject, body),) = await written(office)
    assert (when in subject, when in body, "Monday to Friday, 09:00 to 18:00" in body) == (
        True, True, True,
    )  # fmt: skip


async def test_who_writes_russian_is_answered_in_russian(office: Office) -> None:
    """Who writes Russian is answered in Russian."""
    await office.mail(SATURDAY, language="ru")
    ((subject, body),) = await written(office)
    assert "вернёмся в понедельник, 23 ноября, в 09:00" in subject
    assert "с 09:00 до 18:00" in body


async def test_nothing_of_the_sender_is_in_it(office: Office) -> None:
    """An acknowledgement repeats no word of the sender: nobody can send spam through it."""
    await office.mail(**HOSTILE)
    assert "pills" not in str(await written(office)).lower()


async def test_an_answer_is_not_acknowledged(office: Office) -> None:
    """An answer on a request is acknowledged no second time."""
    await office.mail()
    await office.mail(9, message_id="<2@shop.example>", ticket_tokens=(1,))
    assert len(await written(office)) == 1


async def test_the_same_mail_again_is_not_acknowledged_again(office: Office) -> None:
    """The same mail fetched again is acknowledged no second time."""
    await office.mail()
    await office.mail(1)
    assert len(await written(office)) == 1


async def test_a_robot_gets_no_acknowledgement(office: Office) -> None:
    """What a program sent is answered by none (RFC 3834)."""
    await office.mail(automatic="auto-reply")
    assert await written(office) == []


async def test_a_forged_sender_gets_no_acknowledgement(office: Office) -> None:
    """To a forged sender no program writes."""
    office.desk.settings = replace(office.desk.settings, mail_server="mx")
    await office.mail(authentication=(Authentication("mx", dmarc="fail", author="shop.example"),))
    assert await written(office) == []


@pytest.mark.parametrize(
    ("wanted", "minute", "count"),
    [("never", SATURDAY, 0), ("closed", 0, 0), ("closed", SATURDAY, 1), ("always", 0, 1)],
)
async def test_the_settings_say_whether(
    office: Office, wanted: str, minute: float, count: int
) -> None:
    """The settings say whether it is told always, outside office hours alone, or never."""
    office.desk.settings = replace(office.desk.settings, acknowledge=wanted)
    await office.mail(minute)
    assert len(await written(office)) == count


async def test_without_an_address_of_ours_nothing_is_written(office: Office) -> None:
    """A desk that has no address to send from writes nothing by itself."""
    office.desk.settings = replace(office.desk.settings, support_address="")
    await office.mail()
    assert await written(office) == []


async def test_a_loop_without_headers_ends_within_an_hour(office: Office) -> None:
    """A robot that hides what it is gets five automatic mails an hour, however often it writes."""
    for number in range(12):
        await office.mail(
            number, message_id=f"<{number}@x>", text=f"Robot {number}", body_digest=f"{number}"
        )
    assert len(await written(office)) == 5


async def test_the_hour_after_it_is_written_to_again(office: Office) -> None:
    """An hour later the address is written to again."""
    for number in range(6):
        await office.mail(
            number, message_id=f"<{number}@x>", text=f"Robot {number}", body_digest=f"{number}"
        )
    await office.mail(70, message_id="<late@x>", text="Later", body_digest="late")
    assert len(await written(office)) == 6


async def test_who_owes_is_asked_to_replenish_instead(office: Office) -> None:
    """Who owes is told what is missing, and not also that the request is here (U7)."""
    await office.arrive(address=ANNA)
    await office.correct(-20)
    await office.mail(5)
    subjects = [subject for subject, _ in await written(office)]
    assert subjects == ["[#1] We have your request", "[#2] Please replenish your balance"]
