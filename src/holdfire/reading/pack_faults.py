"""What is wrong with a pack file: every fault at once, before anything is built of it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from .vocabulary import faults_of_words

PARTY_FORMS = ("state", "adjective", "capital", "force", "body", "person", "group")
"""How a word names a party: a state's noun, its adjective, its capital as a metonym, its force, a body, a person, a group."""

SHARED_FORMS = ("shared_force", "shared_body")
"""Words that this party shares with those of `shared_with`: "the separatists", of either of two republics."""


def faults(raw: Mapping[str, Any], file_name: str) -> list[str]:
    """Every fault of a pack's file: key, what was found, what was expected."""
    found: list[str] = []
    for key in ("id", "version"):
        if not raw.get(key):
            found.append(f"{file_name}, {key}: not stated, expected a word")
    parties = raw.get("party", [])
    ids = [row.get("id") for row in parties]
    for number, row in enumerate(parties, 1):
        where = f"{file_name}, party {row.get('id') or number}"
        if not row.get("id"):
            found.append(f"{where}, id: not stated, expected for instance an ISO 3166 alpha-3 code")
        for key in row:
            if key not in (
                "id",
                "name",
                "opponents",
                "neutral",
                "army",
                "forces_of",
                "since",
                "people",
                "note",
                "shared_with",
                *PARTY_FORMS,
                *SHARED_FORMS,
            ):
                found.append(
                    f"{where}, {key}: unknown, expected one of {', '.join(PARTY_FORMS)}, people, opponents, neutral, army, forces_of, since, shared_with, {', '.join(SHARED_FORMS)}"
                )
        for rival in row.get("opponents", ()):
            if rival not in ids and not raw.get("extends"):
                found.append(f"{where}, opponents: found {rival!r}, which is no party of this pack")
        for other in row.get("shared_with", ()):
            if other not in ids:
                found.append(f"{where}, shared_with: found {other!r}, which is no party of this pack")
        for person in row.get("people", ()):
            if not person.get("names"):
                found.append(f"{where}, people: a person without names")
            for key in ("from", "to"):
                if key in person and not isinstance(person[key], date):
                    found.append(
                        f"{where}, people, {key}: found {person[key]!r}, expected a date like 2020-07-12"
                    )
    for doubled in sorted({i for i in ids if i and ids.count(i) > 1}):
        found.append(f"{file_name}: party {doubled} given twice")
    for number, row in enumerate(raw.get("place", ()), 1):
        if not row.get("name"):
            found.append(f"{file_name}, place {number}: no name")
        if row.get("side") and row["side"] not in ids and not raw.get("extends"):
            found.append(
                f"{file_name}, place {row.get('name')}, side: found {row['side']!r}, which is no party of this pack"
            )
        for key, bound in (("lat", 90), ("lon", 180)):
            if key in row and not -bound <= float(row[key]) <= bound:
                found.append(
                    f"{file_name}, place {row.get('name')}, {key}: found {row[key]}, expected -{bound} to {bound}"
                )
    from .lexicon import expand

    for category, phrases in raw.get("phrases", {}).items():
        for phrase in phrases:
            try:
                expand(phrase)
            except ValueError as error:
                found.append(f"{file_name}, phrases, {category}: {error}")
    found += faults_of_words(raw, file_name)
    found += given_twice(raw, file_name)
    for number, row in enumerate(raw.get("case", ()), 1):
        if not row.get("text") or not isinstance(row.get("expect"), list | dict):
            found.append(f"{file_name}, case {row.get('name') or number}: needs text and expect")
    for number, row in enumerate(raw.get("source", ()), 1):
        if not row.get("id") or not row.get("match"):
            found.append(f"{file_name}, source {row.get('id') or number}: needs id and match")
    return found


def given_twice(raw: Mapping[str, Any], file_name: str) -> list[str]:
    """A phrase that a list holds twice: whoever strikes out one of them believes it gone."""
    return [
        f"{file_name}, {section}, {name}: {phrase!r} given twice"
        for section in ("phrases", "words", "weapons")
        for name, phrases in raw.get(section, {}).items()
        for phrase, times in Counter(phrases).items()
        if times > 1
    ]
