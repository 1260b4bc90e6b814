"""A case is a folder: mandate, agreement, geography, sources, coverage, sensors; read whole, every fault at once.

Section 4 of the architecture page. Only mandate.toml and sources.csv must exist; an absent table is an empty one.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from .errors import Problems
from .grades import SourceReliability
from .kinds import DAY_ORDERS, DayOrder, SourceKind
from .lines import Area, LineVersion, read_areas, read_lines
from .mandate import Mandate, read_mandate

Row = TypeVar("Row")


@dataclass(frozen=True)
class Place:
    """A named place. `names` holds every plain name, its own first; `side` is who held it, where stated."""

    place_id: str
    name: str
    names: tuple[str, ...]
    side: str | None
    admin: str
    lat: float
    lon: float
    precision_m: float
    kind: str
    source: str


@dataclass(frozen=True)
class Source:
    """Who speaks. `party` is the mandate's id, or None for a third party.

    day_order  how its tables write days by number, where they do not tell it themselves; None: not stated
    """

    source_id: str
    institution: str
    party: str | None
    kind: SourceKind
    reliability: SourceReliability
    protected: bool = False
    url: str = ""
    family: str = ""
    day_order: DayOrder | None = None


@dataclass(frozen=True)
class CoverageInterval:
    """Which position could have perceived something, from when to when: what makes silence evidence.

    detection  kind -> (radius_km, p_within): within the radius an event of the kind is perceived with p_within
    status     operational, non_operational, denied
    """

    coverage_id: str
    position: str
    lat: float | None
    lon: float | None
    means: str
    start: datetime
    end: datetime
    status: str
    detection: dict[str, tuple[float, float]]
    party: str | None
    note: str = ""


@dataclass(frozen=True)
class Sensor:
    sensor_id: str
    lat: float
    lon: float
    elevation_m: float
    clock_sigma_s: float
    party: str | None
    array: str | None = None  # the small array that it is a microphone of


@dataclass(frozen=True)
class Case:
    """Everything of a case folder that people wrote. The vault and the register are opened by their own rooms."""

    root: Path
    mandate: Mandate
    sources: dict[str, Source]
    places: dict[str, Place] = field(default_factory=dict)
    lines: tuple[LineVersion, ...] = ()
    zones: tuple[Area, ...] = ()
    territory: tuple[Area, ...] = ()
    coverage: tuple[CoverageInterval, ...] = ()
    sensors: dict[str, Sensor] = field(default_factory=dict)

    @property
    def vault_dir(self) -> Path:
        return self.root / "vault"

    @property
    def inbox_dir(self) -> Path:
        return self.root / "inbox"

    @property
    def out_dir(self) -> Path:
        return self.root / "out"

    @property
    def agreement_dir(self) -> Path:
        return self.root / "agreement"

    @property
    def register_path(self) -> Path:
        return self.root / "register.duckdb"


def open_case(root: Path) -> Case:
    """Read and check a case folder. Raises Problems with every fault of every file of it."""
    if not root.is_dir():
        raise Problems(str(root), [f"{root}: no such folder, expected a case made by `holdfire init`"])
    problems: list[str] = []

    def attempt(read: Callable[[], Row], fallback: Row) -> Row:
        try:
            return read()
        except Problems as error:
            problems.extend(error.problems)
            return fallback

    mandate = attempt(lambda: _maybe(root / "mandate.toml"), None)
    nothing: dict[str, Any] = {}
    geography = root / "geography"
    sources = attempt(lambda: _by_id(root / "sources.csv", _source, required=True), nothing)
    places = attempt(lambda: _by_id(geography / "places.csv", _place), nothing)
    sensors = attempt(lambda: _by_id(root / "sensors.csv", _sensor), nothing)
    coverage = attempt(lambda: _by_id(root / "coverage.csv", _coverage), nothing)
    no_lines: list[LineVersion] = []
    no_areas: list[Area] = []
    lines = attempt(lambda: _geo(geography / "lines.geojson", read_lines), no_lines)
    zones = attempt(lambda: _geo(geography / "zones.geojson", read_areas), no_areas)
    territory = attempt(lambda: _geo(geography / "territory.geojson", read_areas), no_areas)
    if mandate is not None:
        known = {party.id for party in mandate.party}
        for source in sources.values():
            if source.party is not None and source.party not in known:
                problems.append(
                    f"sources.csv, {source.source_id}, party: found {source.party!r}, "
                    f"expected one of {', '.join(sorted(known))}, or nothing"
                )
    if problems or mandate is None:
        raise Problems(str(root), problems)
    return Case(
        root,
        mandate,
        sources,
        places,
        tuple(lines),
        tuple(zones),
        tuple(territory),
        tuple(coverage.values()),
        sensors,
    )


def _maybe(path: Path) -> Mandate | None:
    return read_mandate(path)


def _geo(path: Path, read: Callable[[Path], list[Row]]) -> list[Row]:
    return read(path) if path.exists() else []


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, row) of a UTF-8 CSV with a header; cells are stripped, a missing cell is ""."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problems(
            str(path), [f"{path.name}: not UTF-8 at byte {error.start}; save it as UTF-8"]
        ) from error
    except OSError as error:
        raise Problems(str(path), [f"{path.name}: {error.strerror or error}"]) from error
    reader = csv.DictReader(text.splitlines())
    for row in reader:
        yield (
            reader.line_num,
            {k: (v or "").strip() for k, v in row.items() if k is not None and isinstance(v, str | None)},
        )


def _by_id(
    path: Path, read: Callable[[dict[str, str]], tuple[str, Row]], required: bool = False
) -> dict[str, Row]:
    if not path.exists():
        if required:
            raise Problems(str(path), [f"{path.name}: not found, expected a CSV of sources"])
        return {}
    problems: list[str] = []
    found: dict[str, Row] = {}
    for line, row in read_rows(path):
        try:
            row_id, value = read(row)
        except KeyError as error:
            problems.append(f"{path.name}, line {line}: no column {error.args[0]!r}")
            break
        except ValueError as error:
            problems.append(f"{path.name}, line {line}: {error}")
            continue
        if not row_id:
            problems.append(f"{path.name}, line {line}: the id is empty")
        elif row_id in found:
            problems.append(f"{path.name}, line {line}: id {row_id!r} given twice")
        else:
            found[row_id] = value
    if problems:
        raise Problems(str(path), problems)
    return found


def _number(row: dict[str, str], key: str, low: float, high: float, default: float | None = None) -> float:
    text = row.get(key, "")
    if not text and default is not None:
        return default
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{key}: found {text!r}, expected a number") from None
    if not low <= value <= high:
        raise ValueError(f"{key}: found {text}, expected {low:g} to {high:g}")
    return value


def _moment(row: dict[str, str], key: str) -> datetime:
    text = row[key]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{key}: found {text!r}, expected a time like 2020-07-12T12:30+04:00") from None
    if moment.tzinfo is None:
        raise ValueError(f"{key}: found {text!r}, which has no time zone")
    return moment


def _source(row: dict[str, str]) -> tuple[str, Source]:
    kind, grade = row["kind"], row.get("reliability", "") or "F"
    if kind not in set(SourceKind):
        raise ValueError(f"kind: found {kind!r}, expected one of {', '.join(SourceKind)}")
    if grade not in set(SourceReliability):
        raise ValueError(f"reliability: found {grade!r}, expected A to F")
    order = row.get("day_order", "")
    if order not in DAY_ORDERS:
        raise ValueError(f"day_order: found {order!r}, expected dmy, mdy or nothing")
    protected = row.get("protected", "").lower() in ("yes", "true", "1")
    return row["source_id"], Source(
        row["source_id"], row["institution"], row["party"] or None, SourceKind(kind), SourceReliability(grade),
        protected, row.get("url", ""), row.get("family", ""), DAY_ORDERS[order],
    )  # fmt: skip


def names_in(cell: str) -> list[str]:
    """The names that a cell of a gazetteer holds, without its remarks.

    >>> names_in("Aghdam (city) / Akna")
    ['Aghdam', 'Akna']
    """
    parts = (re.sub(r"\([^)]*\)", " ", part).strip() for part in cell.split(" / "))
    return [" ".join(part.split()) for part in parts if part]


def _place(row: dict[str, str]) -> tuple[str, Place]:
    cells = [row["name"], row.get("name_hy", ""), row.get("name_az", ""), row.get("name_ru", "")]
    cells += [part.strip() for part in row.get("other_names", "").split(";")]
    names = tuple(dict.fromkeys(name for cell in cells for name in names_in(cell)))
    return row["place_id"], Place(
        row["place_id"], row["name"], names, row.get("side") or None, row.get("admin", ""),
        _number(row, "lat", -90, 90), _number(row, "lon", -180, 180), _number(row, "precision_m", 0, 1e6),
        row.get("kind", ""), row.get("coord_source", ""),
    )  # fmt: skip


def _sensor(row: dict[str, str]) -> tuple[str, Sensor]:
    sensor_id = row["id"]
    return sensor_id, Sensor(
        sensor_id, _number(row, "lat", -90, 90), _number(row, "lon", -180, 180), _number(row, "elevation_m", -500, 9000, 0.0),
        _number(row, "clock_sigma_s", 0, 3600, 0.001), row.get("party") or None, row.get("array") or None,
    )  # fmt: skip


def _coverage(row: dict[str, str]) -> tuple[str, CoverageInterval]:
    start, end = _moment(row, "from"), _moment(row, "to")
    if end < start:
        raise ValueError(f"to: {row['to']} is before from {row['from']}")
    status = row["status"]
    if status not in ("operational", "non_operational", "denied"):
        raise ValueError(f"status: found {status!r}, expected operational, non_operational or denied")
    detection: dict[str, tuple[float, float]] = {}
    for part in filter(None, (piece.strip() for piece in row.get("detection", "").split(";"))):
        try:  # "mortar=5km@0.9"
            kind, rest = part.split("=")
            radius, p = rest.split("km@")
            detection[kind.strip()] = (float(radius), float(p))
        except ValueError:
            raise ValueError(f"detection: found {part!r}, expected like mortar=5km@0.9") from None
    lat = _number(row, "lat", -90, 90) if row.get("lat") else None
    lon = _number(row, "lon", -180, 180) if row.get("lon") else None
    return row["coverage_id"], CoverageInterval(
        row["coverage_id"], row["position"], lat, lon, row["means"], start, end, status, detection,
        row.get("party") or None, row.get("note", ""),
    )  # fmt: skip
