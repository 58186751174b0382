"""The words that a request is found again by: of its subject and its first message, in either language, cut to stems."""

import re
from collections.abc import Iterator

MOST = 20
"""So many words are kept of a request: its subject's first, then the longest of what it says."""

WORD_CHARS = 24
_STEM_CHARS = 6
_READ_CHARS = 20_000
_WORD = re.compile(r"[^\W_](?:[\w.'’-]*\w)?")
_CODE = re.compile(r"[\d_.]")
_ENDINGS = re.compile(r"(?<=\w\w\w)(?:ing|ed|es|s|[аеёиоуыэюяйь]+)$")

_COMMON = """
    a about after again all also am an and any are as at be because been before but by can cannot could did do does
    doing done don down each even every for from get gets getting go got had has have having he hello help her hi here
    him his how i if in into is issue it its just know let like make many may me more most much must my need needs new
    no not now of off ok on once one only or other our out over own please problem question re regards same see she
    should since so some still such support than thank thanks that the their them then there these they this those
    through to too try trying under until up us use used using very want was way we well were what when where which
    while who why will with work working works would yes you your dear fwd fw best kind team shop store site website
    а без более бы был была были было быть в вам вас ваш ваша ваши во вот все всё всех вы где да даже для до добрый
    доброе день дня его ее её если есть ещё еще же за заранее здравствуйте и из или им их к как какой когда кто ли
    магазин магазина магазине меня мне можно мой мы на над надо нам нас наш не него нее нет ни них но ну о об однако
    он она они оно от очень по под подскажите пожалуйста помогите помощь после почему при привет про проблема просто
    с сайт сайта сайте сам сейчас со спасибо так также такой там то тогда того тоже только тот тут у уважением уже
    что чтобы это этого этой этом этот я
"""
_STOP = frozenset(_COMMON.split())


def kept(subject: str, text: str, *, author: str = "") -> tuple[str, ...]:
    """The stems that a request is kept under, none twice; who wrote it signs with a name that says nothing of it."""
    return tuple(by_stem(subject, text, author=author))


def by_stem(subject: str, text: str, *, author: str = "") -> dict[str, str]:
    """The same, each with a word of the request as it is written there."""
    found, names = dict(_stems(subject)), dict(_stems(author[:_READ_CHARS]))
    said = [
        each
        for each in _stems(_without_quotes(text[:_READ_CHARS]))
        if each[0] not in found and each[0] not in names
    ]
    # A long word, or a version or a code, tells more than a short one.
    said.sort(key=lambda each: (not _CODE.search(each[1]), -len(each[1])))
    for stem, word in said:
        found.setdefault(stem, word)
    return dict(list(found.items())[:MOST])


def _stems(text: str) -> Iterator[tuple[str, str]]:
    for match in _WORD.finditer(text.casefold()):
        word = match.group()
        if len(word) < 2 or word in _STOP or (word.isdecimal() and len(word) < 3):
            continue
        yield stem_of(word), word[:WORD_CHARS]


def stem_of(word: str) -> str:
    """What a word has in common with its other forms: a code or a version is itself, others lose their end."""
    if _CODE.search(word):
        return word[:WORD_CHARS]
    return _ENDINGS.sub("", word)[:_STEM_CHARS]


def _without_quotes(text: str) -> str:
    return "\n".join(each for each in text.split("\n") if not each.lstrip().startswith(">"))
