"""A pack: what a language and a conflict call things. Data, versioned and hashed; a new conflict is a new pack and no code.

packs/lang/*.toml hold each language's words (pack_languages.py); packs/<id>.toml a conflict's parties, spokespersons, places and
sources (pack_parts.py); packs/generic.toml the world's states, which every pack falls back on. `check.py` validates one.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from holdfire.model.errors import Misuse, Problems

from .lexicon import Lexicon
from .pack_faults import faults
from .pack_languages import case_endings, language_entries, one_word
from .pack_parts import GazetteerPlace, Party, SourceRule, add_party, places_of, source_of
from .place_names import CaseEndings
from .tokens import fold
from .vocabulary import NO_WORDS, Vocabulary, vocabulary_of


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
    one_word: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

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
    """The folder of the packaged packs."""
    return Path(str(resources.files("holdfire.reading").joinpath("packs")))


def pack_ids() -> list[str]:
    """The names of the packaged packs, in order."""
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
    """The file of a packaged pack by its name or alias, or of a path; Misuse that lists the known ones otherwise."""
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
        for alias in toml_of(path).get("aliases", ()):
            by_alias.setdefault(fold(alias), path)
    return by_alias


@lru_cache(maxsize=32)
def _toml_at(path: str, _stamp: int) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problems(path, [f"{Path(path).name}: not TOML: {error}"]) from error


def toml_of(path: Path) -> dict[str, Any]:
    """A file's TOML; Problems that name file and line where it is none."""
    return _toml_at(str(path), path.stat().st_mtime_ns)


def languages() -> list[Path]:
    """The packaged language files, in order."""
    return sorted((packs_folder() / "lang").glob("*.toml"))


def _build(
    path: Path, extra_places: tuple[GazetteerPlace, ...], extra_names: tuple[tuple[str, str], ...]
) -> Pack:
    raw = toml_of(path)
    problems = faults(raw, path.name)
    if problems:
        raise Problems(str(path), problems)
    generic = packs_folder() / "generic.toml"
    chain = _chain(path, raw)
    in_languages = [toml_of(file) for file in languages()]
    entries: list[tuple[str, str, Any]] = list(language_entries(in_languages))
    parties: dict[str, Party] = {}
    sources: list[SourceRule] = []
    own_words: set[str] = set()
    for rows in [toml_of(source) for source in chain]:
        for row in rows.get("party", ()):
            add_party(row, parties, entries, own_words, first=rows is raw)
        sources += [source_of(row) for row in rows.get("source", ())]
        for category, phrases in rows.get("phrases", {}).items():
            entries += [(category, phrase, phrase) for phrase in phrases]
    places: list[GazetteerPlace] = []
    names: list[tuple[str, GazetteerPlace]] = []
    place_bytes = b""
    known: set[str] = set()
    for source in chain[:-1] if len(chain) > 1 else chain:
        own_places, own_names, data = places_of(toml_of(source), source)
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
        frozenset(row["id"] for source in chain if source != generic for row in toml_of(source).get("party", ())),
        case_endings(in_languages), vocabulary_of([*(toml_of(source) for source in chain), *in_languages]),
        one_word(in_languages),
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
        base = toml_of(source).get("extends")
    if generic not in chain:
        chain.append(generic)
    return chain


def _stated(chain: list[Path], key: str) -> Any:
    return next((toml_of(source)[key] for source in chain if key in toml_of(source)), None)
