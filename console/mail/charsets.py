"""Bytes of a declared, wrong, unknown or missing charset become text."""

import codecs
import re

GUESS_BYTES_MAX = 65_536
RUSSIAN_LETTERS_MIN = 3

# What mail programs write for what they mean: supersets, as the browsers take them.
_MEANT = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso2022_jp": "iso2022_jp_ext",
}
# Codecs of Python's that no mail means: some take quadratic time.
_NOT_MAIL = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_GUESSES = [
    "cp1251",
    "koi8_r",
    "cp866",
    "cp1252",
    "cp1250",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "cp949",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
]
_RUSSIAN = ("cp1251", "koi8_r", "cp866")
_HIGH_WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")
_RUSSIAN_WORD = re.compile("[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")


def codec_of(charset: str | None) -> str | None:
    """Python's name for a charset, or None when there is none, or none for mail."""
    try:
        found = codecs.lookup((charset or "").strip().strip("'\"").lower()[:64])
    except (LookupError, ValueError):
        return None
    if found.name.replace("-", "_") in _NOT_MAIL or not getattr(found, "_is_text_encoding", False):
        return None
    return _MEANT.get(found.name, found.name)


def to_text(data: bytes, charset: str | None = None) -> str:
    """The text of the bytes: as declared, else UTF-8, else guessed, else with marks for what is lost."""
    declared = codec_of(charset)
    for codec in (declared, "utf-8"):
        if codec is not None:
            try:
                return data.decode(codec)
            except (UnicodeError, ValueError):
                continue
    if declared is not None and declared != "utf-8":
        return data.decode(declared, "replace")
    return data.decode(_guess(data[:GUESS_BYTES_MAX]) or "latin-1", "replace")


def _guess(data: bytes) -> str | None:
    """Russian by the shape of its words, which few of them show; all else by its statistics."""
    russian = {codec: _russian_letters(data.decode(codec, "replace")) for codec in _RUSSIAN}
    likeliest = max(_RUSSIAN, key=lambda codec: russian[codec])
    if russian[likeliest] >= RUSSIAN_LETTERS_MIN:
        return likeliest
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_GUESSES).best()
    return best.encoding if best is not None else None


def _russian_letters(text: str) -> int:
    """How many small Russian letters there are, or 0 if any word is no Russian one."""
    found = _HIGH_WORD.findall(text)
    if not all(_RUSSIAN_WORD.fullmatch(word) for word in found):
        return 0
    return sum(letter.islower() for word in found for letter in word)
