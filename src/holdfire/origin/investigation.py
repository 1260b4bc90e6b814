"""An investigation's TOML (format 6.4) -> impacts, stations, candidates, territory, words; every fault at once.

Unknown keys are listed as notes and left unused; wrong values are faults, each with where, what was found and what was
expected. Territory comes from [[territory]] tables or a GeoJSON file of the same. See docs/origin-format.md for every key.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from holdfire.model.errors import Problems, Unreadable
from holdfire.model.kinds import StandardOfProof
from holdfire.model.lines import Area

from .candidates import Candidate
from .evidence import Impact, Station
from .measure_rows import MeasureRows
from .plane import Plane
from .reliability import LETTER
from .territory_rows import TerritoryRows
from .toml_values import KNOWN
from .verdict import Threshold
from .words import Word

DEFAULT_GRID_M = 1000.0
RESTRICTED = (
    "refus",
    "denied",
    "denial",
    "not allowed",
    "not permitted",
    "no access",
    "prevented",
    "turned back",
    "restrict",
    "not granted",
    "without access",
    "access was delayed",
    "barred",
)
"""What a note says where access was refused, delayed or made conditional."""


@dataclass(frozen=True)
class Investigation:
    """What the file holds, in metres on its own plane. `notes` say what was assumed or left unused."""

    case: dict[str, Any]
    day: date | None
    plane: Plane
    grid_m: float
    threshold: Threshold
    parties: tuple[str, ...]
    impacts: tuple[Impact, ...]
    stations: dict[str, tuple[Station, ...]]  # by impact id; "" speaks of every impact
    candidates: tuple[Candidate, ...]
    areas: tuple[Area, ...]
    words: dict[str, tuple[Word, ...]]  # by impact id; "" speaks of every impact
    restrictions: tuple[dict[str, str], ...]
    control: dict[str, Any]
    notes: tuple[str, ...] = ()


def read_investigation(path: Path, lines: Path | None = None) -> Investigation:
    """The investigation in a file, with territory from `lines` where given.

    raises  Unreadable when a file cannot be opened or is not TOML; Problems with every fault of both files
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path}: cannot be read ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"{path}: not TOML: {error}") from error
    reader = _Reader(path.name)
    if lines is not None:
        reader.read_lines(lines)
    return reader.read(values)


@dataclass
class _Reader(MeasureRows, TerritoryRows):
    """Walks the tables, keeping every fault and note as it goes."""

    def read(self, values: dict[str, Any]) -> Investigation:
        known_tables = {*KNOWN, "control"}
        for key in values:
            if key not in known_tables:
                self.notes.append(f"{key}: not a table that is known here; left unused")
        case = values.get("case") or {}
        if not isinstance(case, dict):
            self.fault("case", case, "a table [case]")
            case = {}
        self.unknown("case", case)
        impact_rows = self.rows(values, "impact")
        self.plane = self.plane_of(impact_rows, values)
        self.areas += [
            a for n, row in enumerate(self.rows(values, "territory"), 1) if (a := self.territory(n, row))
        ]
        ids = self.ids(impact_rows)
        bearings = self.bearings(values, ids)
        reaches = self.reaches(values, ids)
        impacts = tuple(
            i
            for n, row in enumerate(impact_rows, 1)
            if (i := self.impact(n, row, ids[n - 1], bearings, reaches))
        )
        stations = self.stations(values, ids)
        candidates = tuple(
            c for n, row in enumerate(self.rows(values, "candidate"), 1) if (c := self.candidate(n, row))
        )
        words = self.words(values, ids)
        control = values.get("control") or {}
        if not isinstance(control, dict):
            self.fault("control", control, "a table [control]")
            control = {}
        restrictions = self.restrictions(values, case, control, impact_rows)
        day, threshold, grid = self.day(case), self.threshold(values, case), self.grid(case)
        parties = self.parties(case)
        if not impacts and not stations and not impact_rows:
            self.fault(
                "impact", None, "at least one [[impact]], or an [[acoustic]], [[observer]] or [[camera]]"
            )
        if self.problems:
            raise Problems(self.name, self.problems)
        return Investigation(
            case,
            day,
            self.plane,
            grid,
            threshold,
            parties,
            impacts,
            stations,
            candidates,
            tuple(self.areas),
            words,
            tuple(restrictions),
            control,
            tuple(dict.fromkeys(self.notes)),
        )

    def candidate(self, number: int, row: dict[str, Any]) -> Candidate | None:
        where = f"candidate {number}"
        place = self.place(where, row)
        radius = self.number(where, row, "radius_m", 0, 1e5, float(row.get("precision_m", 0.0) or 0.0))
        name = str(row.get("name") or row.get("id") or f"candidate {number}")
        return None if place is None or radius is None else Candidate(name, *place, radius)

    def words(self, values: dict[str, Any], ids: Sequence[str]) -> dict[str, tuple[Word, ...]]:
        result: dict[str, list[Word]] = {}
        for number, row in enumerate(self.rows(values, "statement"), 1):
            where = f"statement {number}"
            grade = row.get("reliability", "F")
            if grade in LETTER:
                reliability: float | None = LETTER[grade]
            else:
                reliability = self.number(where, row, "reliability", 0.5, 1.0)
            about = row.get("about") or row.get("accused_party")
            if not about:
                self.fault(f"{where}.about", about, "the id of the party said to have fired")
            if reliability is None or not about:
                continue
            word_id = str(row.get("id", f"statement-{number}"))
            voice = str(row.get("copy_of") or row.get("source") or row.get("speaker") or word_id)
            speaker = str(row["speaker_party"]) if row.get("speaker_party") else None
            perceived, negated = bool(row.get("perceived", False)), bool(row.get("negated", False))
            word = Word(word_id, str(about), speaker, reliability, perceived, voice, negated)
            for impact_id in self.about(where, row, ids, needed=False):
                result.setdefault(impact_id, []).append(word)
        for number, row in enumerate(self.rows(values, "acoustic", told=False), 1):
            heard = self.heard_side(f"acoustic {number}", row)
            if heard is not None:
                for impact_id in self.about(f"acoustic {number}", row, ids, needed=False):
                    result.setdefault(impact_id, []).append(heard)
        return {key: tuple(rows) for key, rows in result.items()}

    def heard_side(self, where: str, row: dict[str, Any]) -> Word | None:
        """P(side) as sound ranging gives it, where it gives no place: the likelier side, by the odds of the two."""
        stated = row.get("p_side")
        if stated is None or "lat" in row or "polygon" in row or "region" in row:
            return None
        if not isinstance(stated, dict):
            self.fault(f"{where}.p_side", stated, "a table of parties and probabilities")
            return None
        p = {
            key: self.number(f"{where}.p_side", stated, key, 0, 1)
            for key in sorted(stated)
            if key != "undetermined"
        }
        ranked = sorted((-(value or 0.0), key) for key, value in p.items())
        if len(ranked) < 2 or ranked[0][0] == ranked[1][0]:
            return None
        share = ranked[0][0] / (ranked[0][0] + ranked[1][0])
        name = str(row.get("id") or where)
        return Word(
            name,
            ranked[0][1],
            None,
            share,
            True,
            name,
            says=f"sound ranging: the odds are for {ranked[0][1]}",
        )

    def day(self, case: dict[str, Any]) -> date | None:
        for key in ("date", "day", "on"):
            if case.get(key) is not None:
                return self.date_of("case", case, key)
        return None

    def grid(self, case: dict[str, Any]) -> float:
        return self.number("case", case, "grid_m", 1, 1e5, DEFAULT_GRID_M) or DEFAULT_GRID_M

    def parties(self, case: dict[str, Any]) -> tuple[str, ...]:
        stated = case.get("parties", [])
        if not isinstance(stated, list):
            self.fault("case.parties", stated, "a list of ids")
            return ()
        return tuple(sorted({str(p.get("id") if isinstance(p, dict) else p) for p in stated}))

    def threshold(self, values: dict[str, Any], case: dict[str, Any]) -> Threshold:
        """From [[standard]] as in a mandate (breach side_of_origin before any), else from [case]."""
        default = Threshold()
        rows = self.rows(values, "standard")
        chosen = next(
            (r for b in ("side_of_origin", "any") for r in rows if r.get("breach", "any") == b), None
        )
        stated = chosen if chosen is not None else case.get("standard")
        table = stated if isinstance(stated, dict) else {}
        name = (
            table.get("standard")
            or table.get("name")
            or (stated if isinstance(stated, str) else default.standard)
        )
        if name not in set(StandardOfProof):
            self.fault("case.standard", name, f"one of {', '.join(StandardOfProof)}")
        source = {**case, **table}
        percent = self.number("case", source, "threshold_percent", 50, 99.99, default.percent)
        stated_by: Any = source.get("set_by")
        if stated_by is None:
            stated_by = default.set_by if "threshold_percent" not in source else "the investigation's file"
        who = (stated_by,) if isinstance(stated_by, str) else tuple(str(w) for w in stated_by)
        return Threshold(str(name), percent or default.percent, who, self.date_of("case", source, "set_on"))

    def restrictions(
        self,
        values: dict[str, Any],
        case: dict[str, Any],
        control: dict[str, Any],
        impacts: Iterable[dict[str, Any]],
    ) -> list[dict[str, str]]:
        """Access that was refused, delayed or made conditional: given as such, or said in a note."""
        found = []
        for row in self.rows(values, "restriction"):
            says = str(row.get("says") or row.get("note") or row.get("notes") or "access was restricted")
            found.append({"says": says, "impact": str(row.get("impact", "")), "basis": "restriction"})
        for table, row in [("control", control), ("case", case), *(("impact", i) for i in impacts)]:
            for text in _texts(row.get("notes")) + _texts(row.get("note")):
                if any(word in text.lower() for word in RESTRICTED):
                    found.append(
                        {
                            "says": text,
                            "impact": str(row.get("id", "")) if table == "impact" else "",
                            "basis": f"{table} note",
                        }
                    )
        return found


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]
