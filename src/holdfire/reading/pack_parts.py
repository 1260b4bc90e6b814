"""What a pack is made of: parties and the words that name them, places, rules of sources; and each from its row of the file."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .pack_faults import PARTY_FORMS, SHARED_FORMS
from .place_names import forms_of
from .tokens import fold


@dataclass(frozen=True, slots=True)
class PartyWord:
    party: str
    form: str
    since: date | None = None
    until: date | None = None
    of_group: bool = False  # of an armed group that is no state
    shared_with: tuple[
        str, ...
    ] = ()  # parties that the word may mean too, where the text names them (shared_names.py)


@dataclass(frozen=True)
class Party:
    """`opponents` in order of likelihood; `neutral` for observers and third parties, who are never accused by default.

    is_group  no state: it has no army, government or police of its own
    has_army  a state, or the army of one: "the army" and "government troops" may be its
    forces_of the state whose army it is, for which it stands only where one of its own opponents is named
    since     the day from which a group governs that state, and is it whoever else is named
    """

    id: str
    name: str
    opponents: tuple[str, ...] = ()
    neutral: bool = False
    forces_of: str | None = None
    is_group: bool = False
    has_army: bool = False
    since: date | None = None


@dataclass(frozen=True)
class GazetteerPlace:
    place_id: str
    name: str
    side: str | None
    admin: str
    lat: float | None
    lon: float | None
    radius_m: float
    kind: str
    names: tuple[str, ...] = ()

    @property
    def is_region(self) -> bool:
        return self.kind in ("region", "district", "province", "area", "line", "state")


@dataclass(frozen=True)
class SourceRule:
    """What is known of an outlet: whose voice it is by default and what "over the day" covers there.

    match     words of an id, an outlet's name or a domain
    party     default speaker of what is not otherwise attributed; MEDIA for the outlet itself
    side      whose side's outlet it is, where it is one
    coverage  previous_24h, osce_1930, day
    one_day_until  the last day of the reports that tell of the day they are "as of" alone; later ones begin the evening before
    """

    id: str
    match: tuple[str, ...]
    family: str
    party: str | None
    side: str | None
    coverage: str
    one_day_until: date | None = None


def add_party(
    row: Mapping[str, Any],
    parties: dict[str, Party],
    entries: list[tuple[str, str, Any]],
    own: set[str],
    *,
    first: bool,
) -> None:
    """A conflict's own words win over the generic pack's: "Karabakh army" there, "Armenian" here."""
    party_id = row["id"]
    if party_id not in parties:
        parties[party_id] = Party(
            party_id,
            row.get("name", party_id),
            tuple(row.get("opponents", ())),
            bool(row.get("neutral", False)),
            row.get("forces_of"),
            is_group=bool(row.get("group"))
            and not row.get("state")
            and (not row.get("adjective") or row.get("army") is False),
            has_army=bool(row.get("army", bool(row.get("state")))) and not row.get("neutral"),
            since=row.get("since"),
        )
    of_group = bool(row.get("group")) and not row.get("state")
    for form in PARTY_FORMS:
        for phrase in row.get(form, ()):
            if not first and fold(phrase) in own:
                continue
            own.add(fold(phrase))
            entries.append(("party", phrase, PartyWord(party_id, form, of_group=of_group)))
    for form in SHARED_FORMS:
        for phrase in row.get(form, ()):
            others = tuple(row.get("shared_with", ()))
            word = PartyWord(party_id, form.removeprefix("shared_"), of_group=of_group, shared_with=others)
            own.add(fold(phrase))
            entries.append(("party", phrase, word))
    for person in row.get("people", ()):
        word = PartyWord(party_id, "person", person.get("from"), person.get("to"))
        for name in person["names"]:
            if fold(name) not in own:
                entries.append(("party", name, word))


def source_of(row: Mapping[str, Any]) -> SourceRule:
    """The rule of one [[source]] row."""
    return SourceRule(
        row["id"],
        tuple(fold(m) for m in row.get("match", ())),
        row.get("family", "news"),
        row.get("party"),
        row.get("side"),
        row.get("coverage", "day"),
        row.get("one_day_until"),
    )


def places_of(
    raw: Mapping[str, Any], path: Path
) -> tuple[list[GazetteerPlace], list[tuple[str, GazetteerPlace]], bytes]:
    """The pack's own [[place]] rows first, then its CSV: the first holder of a name keeps it."""
    rows: list[Mapping[str, Any]] = list(raw.get("place", ()))
    data = b""
    if raw.get("places_file"):
        data = (path.parent / raw["places_file"]).read_bytes()
        rows += list(csv.DictReader(io.StringIO(data.decode("utf-8"))))
    places: list[GazetteerPlace] = []
    names: dict[str, tuple[str, GazetteerPlace]] = {}
    for row in rows:
        place, its_names = place_of(row)
        places.append(place)
        for name in its_names:
            for form in (name,) if place.is_region and " " in name else inflected(name):
                names.setdefault(fold(form), (form, place))
    return places, list(names.values()), data


def inflected(name: str) -> tuple[str, ...]:
    """The name and what its case endings leave of it, for scripts whose cases are suffixes. Short Latin names have no stem.

    >>> inflected("Новозванівка")
    ('Новозванівка', 'Новозванівк*')
    """
    return forms_of(name)


def place_of(row: Mapping[str, Any]) -> tuple[GazetteerPlace, list[str]]:
    """The gazetteer's place of one row, and its names as they are written."""
    lat, lon = row.get("lat"), row.get("lon")
    other = row.get("other_names") or row.get("names") or ()
    others = [name.strip() for name in other.split(";")] if isinstance(other, str) else list(other)
    name = str(row["name"])
    place = GazetteerPlace(
        str(row.get("place_id") or fold(name).replace(" ", "-")), name, row.get("side") or None, str(row.get("admin") or ""),
        float(lat) if lat not in (None, "") else None, float(lon) if lon not in (None, "") else None,
        float(row.get("precision_m") or 2000), str(row.get("kind") or "village"), tuple(n for n in (name, *others) if n and "*" not in n),
    )  # fmt: skip
    return place, [n.replace("/", " ") for n in dict.fromkeys([name, *others]) if n.strip(" /")]
