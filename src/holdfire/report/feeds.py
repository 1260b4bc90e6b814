"""What is new, for feed readers: Atom (RFC 4287) and JSON Feed 1.1. One entry a day that has incidents, one a correction.

Pure: the record in, bytes out. Entry ids are for ever: urn:holdfire:<log origin>:<kind>:<id>. `updated` is when the
newest of an entry's rows became known to the mission, so a feed changes when what it says changes, not with the clock.
"""

from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from .addresses import Addresses
from .daily import daily_report
from .phrasebook import Phrasebook
from .record import Record
from .render import as_json
from .said import say_report


@dataclass(frozen=True)
class Entry:
    urn: str
    title: str
    path: str
    updated: datetime
    text: str


def entries_of(record: Record) -> list[Entry]:
    """Newest first, by `updated` and then id."""
    origin, addresses = record.case.mandate.log.origin, Addresses(record)
    book = Phrasebook("en", record.case.mandate)
    found = []
    for day, incidents in record.days.items():
        said = say_report(daily_report(record, day, day), book)
        text = " ".join(s.text for s in said.sections[0].sentences)
        newest = max(row["known_at"] for row in incidents)
        n = len(incidents)
        title = f"{said.title}: {n} {'incident' if n == 1 else 'incidents'}"
        found.append(Entry(f"urn:holdfire:{origin}:day:{day}", title, addresses.of("day", day), newest, text))
    for row in record.corrections:
        title = f"Correction of {row['about_id']}"
        path = addresses.of("evidence", row["about_id"])
        found.append(
            Entry(
                f"urn:holdfire:{origin}:correction:{row['correction_id']}",
                title,
                path,
                row["happened_at"],
                row["reason"],
            )
        )
    return sorted(found, key=lambda e: (e.updated, e.urn), reverse=True)


def atom_of(record: Record, base: str = "") -> bytes:
    """base  absolute address of the site with a slash at its end, or "" (links are then relative)"""
    mandate, entries = record.case.mandate, entries_of(record)
    updated = _zulu(record.public.as_of or datetime(1970, 1, 1))  # noqa: DTZ001 the register's times are naive UTC
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"{" xml:base=" + quoteattr(base) if base else ""}>',
        f"<title>{escape(mandate.title)}</title>",
        f"<id>urn:holdfire:{escape(mandate.log.origin)}</id>",
        f"<updated>{updated}</updated>",
        "<author><name>The mission</name></author>",
        f'<link rel="self" href={quoteattr(base + "feed.atom")}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(base + "index.html")}/>',
    ]
    for entry in entries:
        lines += [
            "<entry>",
            f"<title>{escape(entry.title)}</title>",
            f"<id>{escape(entry.urn)}</id>",
            f"<updated>{_zulu(entry.updated)}</updated>",
            f'<link rel="alternate" type="text/html" href={quoteattr(base + entry.path)}/>',
            f'<content type="text">{escape(entry.text)}</content>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""]).encode()


def json_feed_of(record: Record, base: str = "") -> bytes:
    mandate = record.case.mandate
    items = [
        {
            "id": e.urn,
            "title": e.title,
            "url": base + e.path,
            "content_text": e.text,
            "date_modified": _zulu(e.updated),
        }
        for e in entries_of(record)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": mandate.title, "home_page_url": base + "index.html",
            "feed_url": base + "feed.json", "language": "en", "items": items}  # fmt: skip
    return as_json(feed)


def _zulu(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds") + "Z"
