"""What the first bytes of a file show it to be, whatever it claims."""

from __future__ import annotations

_LOOKED_AT_BYTES = 512

# First bytes, the type that they show, and what else such a file may rightly call itself.
_SIGNS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png", ("png",)),
    (b"\xff\xd8\xff", "image/jpeg", ("jpeg", "jpg", "jfif")),
    (b"GIF8", "image/gif", ("gif",)),
    (b"%PDF", "application/pdf", ("pdf",)),
    (b"II*\x00", "image/tiff", ("tif",)),
    (b"MM\x00*", "image/tiff", ("tif",)),
    (b"PK\x03\x04", "application/zip", ("zip", "openxml", "opendocument", "java-archive", "epub", "android.package")),
    (b"PK\x05\x06", "application/zip", ("zip",)),
    (b"\x1f\x8b", "application/gzip", ("gzip", "compressed", "-gtar", "tgz")),
    (b"BZh", "application/x-bzip2", ("bzip",)),
    (b"\xfd7zXZ\x00", "application/x-xz", ("xz",)),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", ("7z",)),
    (b"Rar!\x1a\x07", "application/vnd.rar", ("rar",)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", ("msword", "ms-", "outlook", "ole", "visio")),
    (b"{\\rtf", "text/rtf", ("rtf", "msword", "text/richtext")),
    (b"MZ", "application/x-msdownload", ("msdownload", "dosexec", "portable-executable", "x-exe", "x-msdos")),
    (b"\x7fELF", "application/x-executable", ("executable", "sharedlib", "x-elf")),
    (b"\xca\xfe\xba\xbe", "application/x-executable", ("executable", "java-vm", "mach")),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut", ("shortcut",)),
    (b"#!", "text/x-script", ("script", "x-sh", "x-python", "perl", "x-ruby", "text/plain")),
)  # fmt: skip
_PAGES = (b"<!doctype html", b"<html", b"<script", b"<head", b"<body")


def belied_by(claimed: str, content: bytes) -> str:
    """The type that the bytes show where it is not the claimed one, else ''."""
    for sign, shown, names in _SIGNS:
        if content.startswith(sign):
            return "" if any(name in claimed for name in names) else shown
    begun = content[:_LOOKED_AT_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begun.startswith(_PAGES) and "html" not in claimed and not claimed.startswith("text/"):
        return "text/html"
    if b"<svg" in begun and "svg" not in claimed and not claimed.startswith("text/"):
        return "image/svg+xml"
    return ""
