"""What a document says of its own date: its attributes, its dateline, "issued on", "as of". Candidates, not a verdict.

Months are Babel's, in the packs' languages. Dates without a zone are local to whoever wrote; the stage, which knows the
mandate, places them. Pure: text in, candidates out.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from .document import DateCandidate

LANGUAGES = ("en", "ru", "uk", "az", "hy", "ar", "ar_SY", "tr", "fr", "de", "es", "it", "pt", "nl", "fa")
DAY = timedelta(days=1)
CLOCK = r"(?:[01]?\d|2[0-3])[:.][0-5]\d"


@cache
def months() -> dict[str, int]:
    """Lower-case month names and abbreviations of at least three letters -> 1..12, in all of LANGUAGES."""
    from babel import Locale

    found: dict[str, int] = {}
    for language in LANGUAGES:
        names = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    plain = name.lower().strip(".")
                    if len(plain) >= 3:
                        found.setdefault(plain, number)
    return found


@cache
def _day_month_year() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(months(), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w])(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|-го|\.)?(?:\s+(?:of|de))?\s+(?P<m1>{names})\.?(?:\s+(?:de\s+)?|,\s*)(?P<y1>\d{{4}})"
        rf"|(?P<m2>{names})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
        rf"|(?P<y3>\d{{4}})-(?P<n3>\d{{2}})-(?P<d3>\d{{2}})|(?P<d4>\d{{1,2}})[./](?P<n4>\d{{1,2}})[./](?P<y4>\d{{4}}))(?!\w)",
        re.I,
    )


def find_dates(text: str) -> list[tuple[str, date]]:
    """(words, day) of every full date. Numbers with points or strokes are read day first; a date that never was is left out."""
    found: list[tuple[str, date]] = []
    for hit in _day_month_year().finditer(text):
        group = hit.groupdict()
        if group["y3"]:
            year, month, day = int(group["y3"]), int(group["n3"]), int(group["d3"])
        elif group["y4"]:
            year, month, day = int(group["y4"]), int(group["n4"]), int(group["d4"])
        else:
            name = (group["m1"] or group["m2"]).lower()
            year, month, day = (
                int(group["y1"] or group["y2"]),
                months()[name],
                int(group["d1"] or group["d2"]),
            )
        try:
            found.append((hit[0], date(year, month, day)))
        except ValueError:
            continue
    return found


def moment_candidate(stated: str, basis: str) -> DateCandidate | None:
    """An attribute's value: ISO 8601, or the date form of an e-mail head. None where it is neither."""
    value = stated.strip()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError):
            days = find_dates(value)
            return _day_candidate(value, days[0][1], basis) if days else None
    if len(value) <= 10 and moment.time() == time():
        return _day_candidate(value, moment.date(), basis)
    if moment.tzinfo is None:
        return DateCandidate(value, moment, moment, basis)
    moment = moment.astimezone(UTC).replace(tzinfo=None)
    return DateCandidate(value, moment, moment, basis, has_zone=True)


def _day_candidate(stated: str, day: date, basis: str) -> DateCandidate:
    start = datetime.combine(day, time())
    return DateCandidate(stated, start, start + DAY - timedelta(seconds=1), basis)


DATELINE = re.compile(r"^\W{0,3}(?P<place>[^\W\d_][^\d\n]{1,40}?)[,.]*\s+(?=\d|[^\W\d_]+\.?\s\d)")
AFTER_DATELINE = re.compile(r"\s*(?:[.:/–—-]|$)")
ISSUED = re.compile(
    r"(?:issued|published|posted|updated|released|date(?:d)?|опубликовано|дата|опубліковано|հրապարակվել է|dərc olunub|tarix|yayınlanma|تاريخ النشر)"
    r"\s*(?:on|at|:)?\s*(?P<rest>.{6,60})",
    re.I,
)
AS_OF = re.compile(
    rf"(?:as of|по состоянию на|станом на)\s*(?P<clock>{CLOCK})?\s*(?:hrs|h)?[,(]*\s*(?P<rest>.{{0,60}})",
    re.I,
)


def text_candidates(paragraphs: Sequence[str]) -> list[DateCandidate]:
    """Dateline of the first two paragraphs, "issued on" and "as of" of the first twelve."""
    found: list[DateCandidate] = []
    for number, paragraph in enumerate(paragraphs[:12]):
        head = paragraph[:400]
        for hit in AS_OF.finditer(head):
            for words, day in find_dates(hit["rest"])[:1]:
                if hit["clock"]:
                    hour, minute = map(int, re.split("[:.]", hit["clock"]))
                    moment = datetime.combine(day, time(hour, minute))
                    found.append(DateCandidate(f"{hit['clock']}, {words}", moment, moment, "as_of"))
                else:
                    found.append(_day_candidate(words, day, "as_of"))
        for hit in ISSUED.finditer(head):
            for words, day in find_dates(hit["rest"])[:1]:
                if hit["rest"].lstrip("(: ").startswith(words):
                    found.append(_day_candidate(words, day, "issued_on"))
        if number < 2 and (found_here := _dateline(head)):
            found.append(found_here)
        elif number < 3 and len(head) < 40 and (days := find_dates(head)):
            found.append(_day_candidate(days[0][0], days[0][1], "dateline"))
    return list(dict.fromkeys(found))


def _dateline(head: str) -> DateCandidate | None:
    """ "YEREVAN, 12 July 2020 – ...": a place of capitalised words, the date at once after it, then a mark or the end."""
    for line in DATELINE.finditer(head):
        words_of_place = re.findall(r"[^\W\d_]+", line["place"])
        if len(words_of_place) > 4 or any(word[0].islower() for word in words_of_place):
            return None
        rest = head[line.end() :]
        for words, day in find_dates(rest[:40])[:1]:
            if rest.startswith(words) and AFTER_DATELINE.match(rest, len(words)):
                return _day_candidate(words, day, "dateline")
    return None
