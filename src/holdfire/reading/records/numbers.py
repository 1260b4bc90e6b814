"""Numbers as cells write them: decimal commas, grouped thousands, degrees with their hemisphere, a spreadsheet's marks.

Pure. What is none of these raises NoNumber, and nothing is guessed: "1,5" is one and a half, "1,500" a thousand and more.
"""

import re

_GROUPED = re.compile(r"\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+")
_DECIMAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_DEGREES = re.compile(
    r"(?P<sign>[+-])?(?P<d>\d{1,3}(?:[.,]\d+)?)\s*(?:°|º|deg\b)?\s*(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*)?"
    r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|'')\s*)?(?P<way>[NSEW])?",
    re.I,
)


class NoNumber(ValueError):
    """The words are no such number; the message says what was expected."""


def bare(text: str) -> str:
    """Without white space at the ends and without the apostrophe by which an export keeps a spreadsheet from computing."""
    return text.strip().removeprefix("'").strip().replace("\u2212", "-")


def whole(text: str) -> int:
    """A number that counts: "12", "1,234", "12.0" or "12,0" as a spreadsheet writes it."""
    plain = bare(text)
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"\D", "", plain)
    if hit := re.fullmatch(r"(\d+)(?:[.,]0+)?", plain):
        return int(hit[1])
    raise NoNumber(f"found {text!r}, expected a whole number")


def decimal(text: str, low: float, high: float) -> float:
    """A number between low and high, its decimals after a point or a comma."""
    plain = bare(text)
    if not _DECIMAL.fullmatch(plain):
        raise NoNumber(f"found {text!r}, expected a number")
    return _within(float(plain.replace(",", ".")), text, low, high)


def degrees(text: str, bound: float) -> float:
    """Decimal degrees, or degrees, minutes and seconds; south and west are below 0.

    >>> degrees("40,905", 90), degrees("45°29'17\\"E", 180), degrees("'-71.2", 180), degrees("12.5 S", 90)
    (40.905, 45.48805555555555, -71.2, -12.5)
    """
    plain = bare(text)
    hit = _DEGREES.fullmatch(plain)
    if hit is None or (hit["way"] and (hit["way"].upper() in "NS") != (bound == 90)):
        raise NoNumber(f"found {text!r}, expected degrees like 40.905")
    parts = [float((hit[name] or "0").replace(",", ".")) for name in ("d", "m", "s")]
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    is_below = hit["sign"] == "-" or (hit["way"] or "").upper() in ("S", "W")
    return _within(-value if is_below else value, text, -bound, bound)


def _within(value: float, text: str, low: float, high: float) -> float:
    if not low <= value <= high:
        raise NoNumber(f"found {text}, expected {low:g} to {high:g}")
    return value
