"""A pack: what a language and a conflict call things. Data, versioned and hashed; a new conflict is a new pack and no code.

packs/lang/*.toml hold each language's words; packs/<id>.toml a conflict's parties, spokespersons, places and sources;
packs/generic.toml the world's states, which every pack falls back on. `check.py` validates one.
"""

import csv
import hashlib
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from holdfire.model.errors import Misuse, Problems

from .lexicon import Lexicon
from .pack_faults import PARTY_FORMS, faults
from .place_names import CaseEndings, endings_table, forms_of
from .tokens import fold
from .vocabulary import NO_WORDS, Vocabulary, vocabulary_of


@dataclass(frozen=True, slots=True)
class PartyWord:
    party: str
    form: str
    since: date | None = None
    until: date | None = None
    of_group: bool = False  # of an armed group that is no state


@dataclass(frozen=True)
class Party:
    """`opponents` in order of likelihood; `neutral` for observers and third parties, who are never accused by default.

    is_group  no state: it has no army, government or police of its own
    has_army  a state, or the army of one: "the army" and "government troops" may be its
    """

    id: str
    name: str
    opponents: tuple[str, ...] = ()
    neutral: bool = False
    forces_of: str | None = None
    is_group: bool = False
    has_army: bool = False


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
    """

    id: str
    match: tuple[str, ...]
    family: str
    party: str | None
    side: str | None
    coverage: str


@dataclass(frozen=True)
class Pack:
    id: str
    version: str
    title: str
    digest: str
    time_zone: str
    parties: Mapping[str, Party]
    sources: tuple[SourceRule, ...]
    places: tuple[GazetteerPlace, ...]
    lexicon: Lexicon[Any]
    area: tuple[float, float, float, float] | None = None
    aliases: tuple[str, ...] = ()
    conflict_parties: frozenset[str] = field(default_factory=frozenset)
    case_endings: tuple[CaseEndings, ...] = ()
    vocabulary: Vocabulary = field(default_factory=lambda: NO_WORDS)

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"

    def opponent(self, party: str | None) -> str | None:
        """The first opponent that the pack names; the generic pack alone names none for certain (accused.Sides asks the text)."""
        if party is None or party not in self.parties or not self.conflict_parties:
            return None
        rivals = self.parties[party].opponents
        return rivals[0] if rivals else None

    def are_opposed(self, one: str | None, other: str | None) -> bool:
        """One names the other among its opponents."""
        a, b = self.parties.get(one or ""), self.parties.get(other or "")
        return (a is not None and other in a.opponents) or (b is not None and one in b.opponents)

    def takes_sides(self, party: str | None) -> bool:
        """A party of this conflict, whose "enemy" means someone. In the generic pack every state may be one."""
        if self.is_neutral(party):
            return False
        return not self.conflict_parties or party in self.conflict_parties

    def is_group(self, party: str | None) -> bool:
        return party is not None and party in self.parties and self.parties[party].is_group

    def has_army(self, party: str | None) -> bool:
        return party is not None and party in self.parties and self.parties[party].has_army

    def is_neutral(self, party: str | None) -> bool:
        return (
            party is None
            or party in ("MEDIA", "RES")
            or (party in self.parties and self.parties[party].neutral)
        )


def packs_folder() -> Path:
    return Path(str(resources.files("holdfire.reading").joinpath("packs")))


def pack_ids() -> list[str]:
    return sorted(path.stem for path in packs_folder().glob("*.toml"))


def load_pack(
    name: str | Path, extra_places: Iterable[GazetteerPlace] = (), extra_names: Iterable[tuple[str, str]] = ()
) -> Pack:
    """A shipped pack by id or alias, or any pack by the path of its TOML file.

    extra_places, extra_names  a case's own gazetteer: places, and (name, place_id) for each of their names
    raises  Misuse for a name that is none, Problems for a file that does not validate
    """
    path = pack_path(name)
    places, names = tuple(extra_places), tuple(extra_names)
    if not places:
        return _shipped(str(path), path.stat().st_mtime_ns)
    return _build(path, places, names)


@lru_cache(maxsize=16)
def _shipped(path: str, _stamp: int) -> Pack:
    return _build(Path(path), (), ())


def pack_path(name: str | Path) -> Path:
    if isinstance(name, Path) or str(name).endswith(".toml"):
        path = Path(name)
        if not path.is_file():
            raise Misuse(f"{name}: no such pack file")
        return path
    wanted = fold(str(name)).replace("_", "-").replace(" ", "-")
    by_alias = _shipped_names()
    if wanted in by_alias:
        return by_alias[wanted]
    raise Misuse(
        f"no pack {str(name)!r}; known are {', '.join(pack_ids())}, or the path of a pack's .toml file"
    )


@lru_cache(maxsize=1)
def _shipped_names() -> dict[str, Path]:
    """Ids and aliases of the packs that are shipped; asked once per document, so kept."""
    by_alias: dict[str, Path] = {}
    for path in sorted(packs_folder().glob("*.toml")):
        by_alias.setdefault(path.stem, path)
        for alias in _toml(path).get("aliases", ()):
            by_alias.setdefault(fold(alias), path)
    return by_alias


@lru_cache(maxsize=32)
def _toml_at(path: str, _stamp: int) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problems(path, [f"{Path(path).name}: not TOML: {error}"]) from error


def _toml(path: Path) -> dict[str, Any]:
    return _toml_at(str(path), path.stat().st_mtime_ns)


def languages() -> list[Path]:
    return sorted((packs_folder() / "lang").glob("*.toml"))


def _build(
    path: Path, extra_places: tuple[GazetteerPlace, ...], extra_names: tuple[tuple[str, str], ...]
) -> Pack:
    raw = _toml(path)
    problems = faults(raw, path.name)
    if problems:
        raise Problems(str(path), problems)
    generic = packs_folder() / "generic.toml"
    chain = _chain(path, raw)
    entries: list[tuple[str, str, Any]] = list(_language_entries())
    parties: dict[str, Party] = {}
    sources: list[SourceRule] = []
    own_words: set[str] = set()
    for rows in [_toml(source) for source in chain]:
        for row in rows.get("party", ()):
            _add_party(row, parties, entries, own_words, first=rows is raw)
        sources += [_source(row) for row in rows.get("source", ())]
        for category, phrases in rows.get("phrases", {}).items():
            entries += [(category, phrase, phrase) for phrase in phrases]
    places: list[GazetteerPlace] = []
    names: list[tuple[str, GazetteerPlace]] = []
    place_bytes = b""
    known: set[str] = set()
    for source in chain[:-1] if len(chain) > 1 else chain:
        own_places, own_names, data = _places(_toml(source), source)
        places += own_places
        names += [(name, place) for name, place in own_names if fold(name) not in known]
        known |= {fold(name) for name, _ in own_names}
        place_bytes += data
    taken = {name for name, _ in extra_names}
    entries += [("place", name, place) for name, place in names if name not in taken]
    by_id = {place.place_id: place for place in extra_places}
    entries += [("place", name, by_id[place_id]) for name, place_id in extra_names if place_id in by_id]
    digest = hashlib.sha256()
    for source in (*chain, *languages()):
        digest.update(source.read_bytes())
    digest.update(place_bytes)
    digest.update(repr(extra_places).encode())
    area = _stated(chain, "area")
    return Pack(
        raw["id"], str(raw["version"]), raw.get("title", raw["id"]), digest.hexdigest(), _stated(chain, "time_zone") or "UTC", parties,
        tuple(sources), (*places, *extra_places), Lexicon(entries),
        (area["south"], area["west"], area["north"], area["east"]) if area else None, tuple(raw.get("aliases", ())),
        frozenset(row["id"] for source in chain if source != generic for row in _toml(source).get("party", ())),
        _case_endings(), vocabulary_of([*(_toml(source) for source in chain), *(_toml(file) for file in languages())]),
    )  # fmt: skip


def _chain(path: Path, raw: Mapping[str, Any]) -> list[Path]:
    """The pack, what it extends, and the generic pack last. A pack extends shipped packs only, so there is no loop."""
    generic = packs_folder() / "generic.toml"
    chain = [path]
    base = raw.get("extends")
    while base:
        source = packs_folder() / f"{base}.toml"
        if not source.is_file() or source in chain:
            raise Problems(
                str(path), [f"{path.name}, extends: found {base!r}, expected one of {', '.join(pack_ids())}"]
            )
        chain.append(source)
        base = _toml(source).get("extends")
    if generic not in chain:
        chain.append(generic)
    return chain


def _stated(chain: list[Path], key: str) -> Any:
    return next((_toml(source)[key] for source in chain if key in _toml(source)), None)


_VERBS_AND_DEEDS = (
    "say", "accuse", "deny", "fire", "shell", "attack", "violate", "violation_n", "weapon_fire", "incursion", "restriction", "return_fire", "threat",
    "kept_truce", "uav", "shot_count", "launched", "fire_n", "mine", "movement",
)  # fmt: skip
_HEADS = ("body", "target", "force", "military", "civilian")


_SUBJECT_MAY_FOLLOW = frozenset({"fire", "violate", "use", "launched"})
"""Verbs that take their object behind a preposition or with them: a bare party behind one is its subject."""
_HIT_MAY_FOLLOW = frozenset({"under_fire", "under_shelling"})
"""Phrases behind which a bare name is what was hit."""
_VERBS_OF_SAYING = frozenset({"say", "accuse", "deny"})


def _language_entries() -> Iterable[tuple[str, str, Any]]:
    """A language whose `word_order` is "verb-first" has its verbs and heads marked a second time, as word_order.py asks.

    One whose verb may stand last ("verb-last") has its verbs of saying marked, as verb_final.py asks. One in which the order
    is free ("free") has them marked too, and the verbs behind which a subject may stand, as accused.py asks.
    """
    for path in languages():
        raw = _toml(path)
        is_verb_first = raw.get("word_order") == "verb-first"
        is_verb_last = raw.get("word_order") == "verb-last"
        is_free = raw.get("word_order") == "free"
        for category, phrases in raw.get("phrases", {}).items():
            for phrase in phrases:
                yield category, phrase, phrase
                if is_verb_first and category in _VERBS_AND_DEEDS:
                    yield "verb_first", phrase, phrase
                if is_verb_first and category in _HEADS:
                    yield "head_first", phrase, phrase
                if (is_verb_last or is_free) and category in _VERBS_OF_SAYING:
                    yield "verb_last", phrase, phrase
                if is_verb_last and category in _VERBS_AND_DEEDS:
                    yield "deed_last", phrase, phrase
                if is_free and category in _HIT_MAY_FOLLOW:
                    yield "hit_follows", phrase, phrase
                if is_free and category in _SUBJECT_MAY_FOLLOW:
                    yield "subject_follows", phrase, phrase
        for table in ("numbers", "months", "weekdays", "ordinals", "hours"):
            for word, value in raw.get(table, {}).items():
                yield table, word, value
        for label, phrases in raw.get("times", {}).items():
            for phrase in phrases:
                yield "time", phrase, label
        for label, phrases in raw.get("weapons", {}).items():
            for phrase in phrases:
                yield "weapon", phrase, label


def _case_endings() -> tuple[CaseEndings, ...]:
    """Of each language that declines its place names: the letters that tell it, its endings (place_names.py)."""
    return tuple(
        CaseEndings(
            str(raw["letters"]),
            endings_table(raw.get("place_endings", {}).items()),
            endings_table(raw.get("known_place_endings", {}).items()),
        )
        for raw in (_toml(path) for path in languages())
        if "letters" in raw
    )


def _add_party(
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
            is_group=bool(row.get("group"))
            and not row.get("state")
            and (not row.get("adjective") or row.get("army") is False),
            has_army=bool(row.get("army", bool(row.get("state")))) and not row.get("neutral"),
        )
    of_group = bool(row.get("group")) and not row.get("state")
    for form in PARTY_FORMS:
        for phrase in row.get(form, ()):
            if not first and fold(phrase) in own:
                continue
            own.add(fold(phrase))
            entries.append(("party", phrase, PartyWord(party_id, form, of_group=of_group)))
    for person in row.get("people", ()):
        word = PartyWord(party_id, "person", person.get("from"), person.get("to"))
        for name in person["names"]:
            if fold(name) not in own:
                entries.append(("party", name, word))


def _source(row: Mapping[str, Any]) -> SourceRule:
    return SourceRule(
        row["id"],
        tuple(fold(m) for m in row.get("match", ())),
        row.get("family", "news"),
        row.get("party"),
        row.get("side"),
        row.get("coverage", "day"),
    )


def _places(
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
