"""One language's words for the report: phrases, nouns with their plural forms, dates and numbers.

phrases/<lang>.toml holds them as data; babel's plural rules choose the form. A phrase names its values in braces:
`{n:incident}` is the number with the noun's right form, `{day}` a date in words, `{party}` the mandate's name.
Values that come from sources (quotes, place labels, reasons) stay in the language they were given in.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from holdfire.model.errors import Misuse
from holdfire.model.grades import likelihood_word
from holdfire.model.mandate import Mandate

LANGUAGES = ("en", "ru", "hy", "az")
UNNAMED = {"CIV": "civilians", "third": "third", "both": "both", "UNSPEC": "not_stated", "None": "not_stated"}
"""What reading writes where it can name no party: words of [word] in the phrase files."""
LOCALES = {"en": "en_GB"}
SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True)
class Term:
    """A word of a closed vocabulary: group is a table of the phrase file (kind, status, outcome, ...)."""

    group: str
    key: str


@dataclass(frozen=True)
class PartyName:
    party: str | None


@dataclass(frozen=True)
class Likelihood:
    """A probability, said in ICD-203's words."""

    p: float


@dataclass(frozen=True)
class Joined:
    """Several values with commas between."""

    parts: tuple[Any, ...]


@cache
def phrases(lang: str) -> dict[str, Any]:
    """The phrase file of a language. raises Misuse for one that Holdfire does not have"""
    if lang not in LANGUAGES:
        raise Misuse(f"--lang: found {lang!r}, expected one of {', '.join(LANGUAGES)}")
    path = resources.files("holdfire.report").joinpath("phrases", f"{lang}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


class Phrasebook:
    """Says things in one language, with the mandate's party names and time zone."""

    def __init__(self, lang: str, mandate: Mandate) -> None:
        from babel import Locale

        self.lang = lang
        self.mandate = mandate
        self.data = phrases(lang)
        self.locale = Locale.parse(LOCALES.get(lang, lang))

    def say(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        """A phrase with its values put in. A missing value is our bug: KeyError."""
        given = values or {}
        return SLOT.sub(lambda m: self._slot(given[m[1]], m[2]), self.data["phrase"][key])

    def heading(self, key: str) -> str:
        return str(self.data["heading"][key])

    def column(self, key: str) -> str:
        return str(self.data["column"][key])

    def term(self, group: str, key: str) -> str:
        """The language's word; the key itself, without underscores, where the vocabulary has grown since."""
        return str(self.data.get(group, {}).get(key, key.replace("_", " ")))

    def _slot(self, value: Any, noun: str | None) -> str:
        if noun is not None:
            return f"{self.number(value)}\N{NO-BREAK SPACE}{self.data['noun'][noun][self._form(value, noun)]}"
        return self.show(value)

    def _form(self, n: int, noun: str) -> str:
        form = str(self.locale.plural_form(n))
        return form if form in self.data["noun"][noun] else "other"

    def show(self, value: Any) -> str:
        """Any value in this language."""
        match value:
            case Term():
                return self.term(value.group, value.key)
            case PartyName():
                return self.party(value.party)
            case Likelihood():
                return self.term("likelihood", likelihood_word(value.p).replace(" ", "_"))
            case Joined():
                return ", ".join(self.show(part) for part in value.parts)
            case bool() | None:
                return self.term("word", {True: "yes", False: "no", None: "not_stated"}[value])
            case int() | float():
                return self.number(value)
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
        return " ".join(str(value).split())

    def party(self, party_id: str | None) -> str:
        for party in self.mandate.party:
            if party.id == party_id:
                return party.names.get(self.lang, party.name)
        known = UNNAMED.get(str(party_id))
        return self.term("word", known) if known else str(party_id)

    def number(self, value: float) -> str:
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.locale)

    def day(self, value: date) -> str:
        from babel.dates import format_date

        return format_date(value, "long", locale=self.locale)

    def moment(self, value: datetime) -> str:
        """A naive UTC time, in the mandate's zone, on the 24-hour clock."""
        from datetime import UTC

        from babel.dates import format_date, format_time

        there = value.replace(tzinfo=UTC).astimezone(self.mandate.zone)
        return f"{format_date(there.date(), 'long', locale=self.locale)}, {format_time(there, 'HH:mm', locale=self.locale)}"

    def clock(self, start: datetime | None, end: datetime | None, with_day: bool = False) -> str:
        """When, in a table's cell: "12:30", "10:00–14:00", "12 Jul – 16 Jul", or that it is not stated.

        with_day  in a report of several days: "12 Jul, 12:30", "12 Jul"
        """
        from datetime import UTC

        from babel.dates import format_skeleton

        if start is None:
            return self.term("word", "not_stated")
        a = start.replace(tzinfo=UTC).astimezone(self.mandate.zone)
        b = (end or start).replace(tzinfo=UTC).astimezone(self.mandate.zone)
        long_s = (b - a).total_seconds()
        day = format_skeleton("MMMd", a, locale=self.locale)
        before = f"{day}, " if with_day else ""
        if long_s <= 60:
            return f"{before}{a:%H:%M}"
        if f"{a:%H:%M}" == "00:00" and 86_000 <= long_s <= 86_460:
            return day if with_day else self.term("word", "that_day")
        if a.date() == b.date():
            return f"{before}{a:%H:%M}–{b:%H:%M}"
        if long_s >= 86_000:
            return f"{day} – {format_skeleton('MMMd', b, locale=self.locale)}"
        return f"{before}{a:%H:%M}–{b:%H:%M} (+1)"
