"""The sample desk's script: who writes, what they write, and what becomes of it, read from text files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("sample_data")
STORY, STEP, COMMENT, ABOUT = "=== ", "@ ", "#", "about="


@dataclass(frozen=True, slots=True)
class Person:
    """A customer of the sample; `deposits` are "grant N WHAT" and "buy N", in order."""

    key: str
    name: str
    address: str
    domain: str
    deposits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens to a request: a verb, the words after it, and a text."""

    verb: str
    words: str
    text: str

    @property
    def first(self) -> str:
        """The first of the words."""
        return self.words.partition(" ")[0]

    @property
    def rest(self) -> str:
        """The words after the first."""
        return self.words.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Story:
    """One request: who sends it how, and its steps. Flags: tail, night, long, escaped, urgent, about=CODE:VERSION."""

    customer: str
    channel: str
    flags: frozenset[str]
    subject: str
    text: str
    steps: tuple[Step, ...]

    @property
    def about(self) -> tuple[str | None, str | None]:
        """The component that it turns out to be about, and its version."""
        said = next((each for each in self.flags if each.startswith(ABOUT)), "")
        code, _, version = said.removeprefix(ABOUT).partition(":")
        return code or None, version or None


def catalogue() -> str:
    """The catalogue of components, as a file."""
    return (FOLDER / "catalogue.csv").read_text(encoding="utf-8")


def people() -> dict[str, Person]:
    """The customers, by the name that the stories call them."""
    lines = (FOLDER / "people.txt").read_text(encoding="utf-8").splitlines()
    made = [_person(line) for line in lines if line and not line.startswith(COMMENT)]
    return {person.key: person for person in made}


def _person(line: str) -> Person:
    key, name, address, domain, credits = (cell.strip() for cell in line.split("|"))
    deposits = tuple(each.strip() for each in credits.split(";") if each.strip())
    return Person(key, name, address, domain, deposits)


def stories() -> tuple[Story, ...]:
    """The requests, in the order in which they arrive."""
    found: list[Story] = []
    for file in sorted(FOLDER.glob("requests_*.txt")):
        found.extend(_stories(file.read_text(encoding="utf-8").splitlines()))
    return tuple(found)


def _stories(lines: list[str]) -> Iterator[Story]:
    for head, block in _split(lines, STORY):
        customer, channel, *flags = head.split()
        (_, opening), *steps = _split([STEP, *block], STEP)
        subject, text = opening[0], _text(opening[1:])
        if "escaped" in flags:
            subject, text = _unescaped(subject), _unescaped(text)
        yield Story(
            customer, channel, frozenset(flags), subject, text,
            tuple(_step(words, said) for words, said in steps),
        )  # fmt: skip


def _step(words: str, said: list[str]) -> Step:
    verb, _, rest = words.partition(" ")
    return Step(verb, rest, _text(said))


def _split(lines: list[str], mark: str) -> list[tuple[str, list[str]]]:
    """The blocks that begin with a mark: what follows it on its line, and the lines below."""
    blocks: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith(mark):
            blocks.append((line.removeprefix(mark), []))
        else:
            blocks[-1][1].append(line)
    return blocks


def _text(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")


def _unescaped(text: str) -> str:
    return text.encode("ascii").decode("unicode_escape")
