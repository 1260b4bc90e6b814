"""Rows of measurements -> impacts with their bearings and reaches, and the stations that speak of the origin from elsewhere."""

from collections.abc import Sequence
from typing import Any

from .descent import bands_of
from .evidence import Bearing, Impact, Reach, Station
from .stations import read_station
from .toml_values import Values

DEFAULT_PRECISION_M = 100.0


class MeasureRows(Values):
    """Reads [[impact]], [[bearing]], [[range]], [[descent]] and the tables of stations."""

    def bearings(self, values: dict[str, Any], ids: Sequence[str]) -> dict[str, list[Bearing]]:
        result: dict[str, list[Bearing]] = {}
        for number, row in enumerate(self.rows(values, "bearing"), 1):
            where = f"bearing {number}"
            about = self.about(where, row, ids, needed=True)
            direction = self.direction(where, row, "to_origin_deg")
            if direction:
                for impact_id in about:
                    result.setdefault(impact_id, []).append(
                        Bearing(
                            str(row.get("id", f"bearing-{number}")), *direction, str(row.get("basis", ""))
                        )
                    )
        return result

    def reaches(self, values: dict[str, Any], ids: Sequence[str]) -> dict[str, list[Reach]]:
        result: dict[str, list[Reach]] = {}
        for number, row in enumerate(self.rows(values, "range"), 1):
            where = f"range {number}"
            about = self.about(where, row, ids, needed=True)
            low = self.number(where, row, "min_m", 0, 2e6, 0.0)
            high = self.number(where, row, "max_m", 1, 2e6)
            weight = self.number(where, row, "weight", 1e-6, 1e6, 1.0)
            if low is None or high is None or weight is None:
                continue
            if low >= high:
                self.fault(where, f"min_m {low:g}, max_m {high:g}", "min_m below max_m")
                continue
            for impact_id in about:
                reach = Reach(
                    str(row.get("id", f"range-{number}")),
                    str(row.get("weapon", "weapon not named")),
                    low,
                    high,
                    weight,
                    str(row.get("basis", "")),
                )
                result.setdefault(impact_id, []).append(reach)
        for number, row in enumerate(self.rows(values, "descent"), 1):
            where = f"descent {number}"
            about = self.about(where, row, ids, needed=True)
            angle, half = (
                self.number(where, row, "angle_deg", 0, 90),
                self.number(where, row, "half_width_deg", 0.1, 45, 5.0),
            )
            if angle is None or half is None:
                continue
            table = self.firing_table(where, row)
            for impact_id in about:
                stated = result.get(impact_id, [])
                reaches = bands_of(
                    str(row.get("id", f"descent-{number}")),
                    str(row.get("weapon", "")),
                    angle,
                    half,
                    table,
                    stated,
                )
                if not table:
                    self.notes.append(
                        f"{where}: an angle of descent without firing-table bands gives no range; left unused"
                    )
                elif reaches:
                    result[impact_id] = reaches
                else:
                    self.fault(
                        where,
                        f"{angle:g} degrees",
                        "an angle that some band of the firing table, within the stated ranges, allows",
                    )
        return result

    def firing_table(self, where: str, row: dict[str, Any]) -> list[tuple[str, float, float, float, float]]:
        table = []
        for number, band in enumerate(row.get("band") or [], 1):
            here = f"{where}.band {number}"
            if not isinstance(band, dict):
                self.fault(here, band, "a table {charge, angle_min_deg, angle_max_deg, min_m, max_m}")
                continue
            numbers = [
                self.number(here, band, key, low, high)
                for key, low, high in (
                    ("angle_min_deg", 0, 90),
                    ("angle_max_deg", 0, 90),
                    ("min_m", 0, 2e6),
                    ("max_m", 1, 2e6),
                )
            ]
            a_low, a_high, low, high = numbers
            if a_low is None or a_high is None or low is None or high is None:
                continue
            if a_low > a_high or low >= high:
                self.fault(
                    here, f"angles {a_low:g} to {a_high:g}, {low:g} to {high:g} m", "minimum below maximum"
                )
                continue
            table.append((str(band.get("charge", number)), a_low, a_high, low, high))
        return table

    def impact(
        self,
        number: int,
        row: dict[str, Any],
        impact_id: str,
        bearings: dict[str, list[Bearing]],
        reaches: dict[str, list[Reach]],
    ) -> Impact | None:
        place = self.place(f"impact {number}", row)
        assumed = _written_precision_m(row.get("lat"), row.get("lon"))
        if "precision_m" not in row:
            self.notes.append(
                f"impact {impact_id}: no precision_m was given; {assumed:g} m were taken, as its coordinates are written"
            )
        precision = self.number(f"impact {number}", row, "precision_m", 0, 1e6, assumed)
        if place is None or precision is None:
            return None
        mine = tuple(bearings.get(impact_id, ()))
        if not mine:
            self.notes.append(
                f"impact {impact_id}: no bearing; its ring of reach is shown, which by itself tells no side"
            )
        return Impact(
            impact_id, *place, precision, mine, tuple(reaches.get(impact_id, ())), str(row.get("group", ""))
        )

    def stations(self, values: dict[str, Any], ids: Sequence[str]) -> dict[str, tuple[Station, ...]]:
        result: dict[str, list[Station]] = {}
        for table in ("acoustic", "observer", "camera", "flash_to_bang", "shock", "silence"):
            for number, row in enumerate(self.rows(values, table), 1):
                where = f"{table} {number}"
                about = self.about(where, row, ids, needed=False)
                before = len(self.problems)
                station = read_station(
                    table, where, row, self.number, self.direction, self.place, self.ring, self.fault
                )
                if station is None:
                    if len(self.problems) == before and "p_side" not in row:
                        self.notes.append(f"{where}: says nothing about a place; left unused")
                    continue
                for impact_id in about:
                    result.setdefault(impact_id, []).append(station)
        return {key: tuple(rows) for key, rows in result.items()}


def _written_precision_m(lat: Any, lon: Any) -> float:
    """What coordinates written to so many decimals leave open (one sigma, m): 45.1 is good to some 3 km, not to 100 m."""
    decimals = max(
        (len(repr(v).partition(".")[2]) if isinstance(v, float) else 0 for v in (lat, lon)), default=3
    )
    return max(DEFAULT_PRECISION_M, round(32_000.0 * 10.0 ** -max(1, decimals), -1))
