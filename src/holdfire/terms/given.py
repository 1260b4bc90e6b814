"""Facts from a [[case]]: what an agreement file states for an example goes through the same predicates as the record."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np

from .facts import KINDS, TIMED, Facts, empty_facts, kind_code, mask_of
from .geometry import Geometry
from .truth import NO, YES

NUMBERS = ("count", "calibre_mm", "killed", "hurt", "distance_km", "distance_error_km", "p_exists")
MOMENTS = ("on", "until")
BY_PARTY = (*TIMED, "answered_minutes", "p_side")


def check_given(given: Mapping[str, Any]) -> list[str]:
    """Faults of a [[case]]'s `given`, one line each."""
    faults = []
    for key, value in given.items():
        if key in NUMBERS:
            if isinstance(value, bool) or not isinstance(value, int | float):
                faults.append(f"{key}: found {value!r}, expected a number")
        elif key in MOMENTS:
            if not isinstance(value, date):
                faults.append(f"{key}: found {value!r}, expected a day or a time with its zone")
            elif isinstance(value, datetime) and value.tzinfo is None:
                faults.append(f"{key}: found {value}, which has no time zone")
        elif key == "kind":
            if value not in KINDS:
                faults.append(f"kind: found {value!r}, expected one of {', '.join(KINDS)}")
        elif key == "kinds":
            if not isinstance(value, list) or not all(kind in KINDS for kind in value):
                faults.append(f"kinds: found {value!r}, expected a list of {', '.join(KINDS)}")
        elif key == "party":
            if not isinstance(value, str):
                faults.append(f"party: found {value!r}, expected a party's id")
        elif key == "speaks":
            if not isinstance(value, list):
                faults.append(f"speaks: found {value!r}, expected a list of parties")
        elif key == "zone":
            if not isinstance(value, dict) or not all(isinstance(v, bool) for v in value.values()):
                faults.append(f"zone: found {value!r}, expected {{ name = true or false }}")
        elif key in BY_PARTY:
            if not isinstance(value, dict):
                faults.append(f"{key}: found {value!r}, expected {{ PARTY = value }}")
        else:
            faults.append(
                f"{key}: found an unknown fact, expected one of "
                f"{', '.join((*NUMBERS, *MOMENTS, 'kind', 'kinds', 'party', 'speaks', 'zone', *BY_PARTY))}"
            )
    return faults


def facts_of_given(givens: Sequence[Mapping[str, Any]], parties: Sequence[str]) -> Facts:
    """One row a [[case]]. A day means any time of that day (UTC); `party` is short for p_side = { PARTY = 1 }; a zone that a
    case does not name is one it does not lie in."""
    n = len(givens)
    columns: dict[str, np.ndarray] = {}

    def put(name: str, row: int, value: float) -> None:
        columns.setdefault(name, np.full(n, np.nan))[row] = value

    kind, kinds = np.full(n, -1, np.int8), np.zeros(n, np.uint32)
    speaks = {party: np.zeros(n, bool) for party in parties}
    zones: dict[str, np.ndarray] = {}
    distance = (np.full(n, np.nan), np.full(n, np.nan))
    for i, given in enumerate(givens):
        told = list(given.get("kinds", [])) + ([given["kind"]] if "kind" in given else [])
        if told:
            kind[i], kinds[i] = kind_code(given.get("kind", told[0])), mask_of(told)
        for name in ("count", "calibre_mm", "killed", "hurt"):
            if name in given:
                put(f"{name}_low", i, given[name])
                put(f"{name}_high", i, given[name])
        put("p_exists", i, given.get("p_exists", 1.0))
        if "on" in given:
            low, high = _ends(given["on"])
            put("occurred_low", i, low)
            put("occurred_high", i, _ends(given["until"])[1] if "until" in given else high)
        if "distance_km" in given:
            room = given.get("distance_error_km", 0.0)
            distance[0][i] = max(0.0, given["distance_km"] - room)
            distance[1][i] = given["distance_km"] + room
        sides = {given["party"]: 1.0} if "party" in given else given.get("p_side", {})
        for party in parties:
            put(f"p_side.{party}", i, sides.get(party, 0.0))
            speaks.setdefault(party, np.zeros(n, bool))[i] = party in given.get("speaks", [])
        for act in TIMED:
            for party, moment in given.get(act, {}).items():
                low, high = _ends(moment)
                put(f"{act}_low.{party}", i, low)
                put(f"{act}_high.{party}", i, high)
        for party, minutes in given.get("answered_minutes", {}).items():
            put(f"answered_s_low.{party}", i, minutes * 60)
            put(f"answered_s_high.{party}", i, minutes * 60)
        for name, is_inside in given.get("zone", {}).items():
            zones.setdefault(name, np.full(n, NO, np.int8))[i] = YES if is_inside else NO
    return empty_facts(
        n, parties, kind=kind, kinds=kinds, columns=columns, speaks=speaks,
        geometry=Geometry(given_km=distance, given_zone=zones),
    )  # fmt: skip


def _ends(value: date) -> tuple[float, float]:
    if isinstance(value, datetime):
        return value.timestamp(), value.timestamp()
    start = datetime.combine(value, time(), tzinfo=UTC)
    return start.timestamp(), (start + timedelta(days=1)).timestamp() - 1
