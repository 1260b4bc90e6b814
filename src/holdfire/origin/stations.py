"""Rows that speak of the origin from elsewhere -> stations: observers, cameras, flash-to-bang, shock cones, fixes, silence.

Sound travels at 331.3 sqrt(1 + t / 273.15) m/s in air of t degrees. A bullet faster than sound drags a cone of half
angle arcsin(c / v) behind it: the crack arrives from 90 degrees less that angle off the line of fire, to one side or the
other, and the muzzle's thump after it by d (1 / c - 1 / v) at a distance d near that line (Maher 2006). Pure.
"""

import math
from collections.abc import Callable
from typing import Any

from .evidence import Station


def sound_ms(temperature_c: float) -> float:
    """Speed of sound in dry air, m/s."""
    return 331.3 * math.sqrt(1 + temperature_c / 273.15)


def flash_range_m(seconds: float, sigma_s: float, temperature_c: float) -> tuple[float, float]:
    """(nearest, farthest) of a flash whose bang came `seconds` later, at twice its timing error."""
    speed = sound_ms(temperature_c)
    return max(0.0, speed * (seconds - 2 * sigma_s)), speed * (seconds + 2 * sigma_s)


def cone_lobes(crack_from_deg: float, bullet_speed_ms: float, temperature_c: float) -> tuple[float, float]:
    """The two bearings towards the muzzle that a crack heard from one bearing allows, lower first.

    raises  ValueError for a bullet no faster than sound: it makes no cone
    """
    speed = sound_ms(temperature_c)
    if bullet_speed_ms <= speed:
        raise ValueError(f"a bullet of {bullet_speed_ms:g} m/s is not faster than sound ({speed:.0f} m/s)")
    off = 90.0 - math.degrees(math.asin(speed / bullet_speed_ms))
    first, second = sorted(((crack_from_deg - off) % 360, (crack_from_deg + off) % 360))
    return first, second


def crack_thump_m(seconds: float, bullet_speed_ms: float, temperature_c: float) -> float:
    """Distance to a muzzle whose thump came `seconds` after the crack, for a microphone near the line of fire."""
    speed = sound_ms(temperature_c)
    return seconds / (1 / speed - 1 / bullet_speed_ms)


def read_station(
    table: str,
    where: str,
    row: dict[str, Any],
    number: Callable[..., float | None],
    direction: Callable[[str, dict[str, Any], str], tuple[float, float] | None],
    place: Callable[[str, dict[str, Any]], tuple[float, float] | None],
    ring: Callable[[str, Any], tuple[tuple[float, float], ...] | None],
    fault: Callable[[str, object, str], None],
) -> Station | None:
    """One row of one of these tables; None where it has faults (reported through `fault`) or says nothing of a place."""
    name = str(row.get("name") or row.get("id") or where)
    outline = row.get("polygon") if row.get("polygon") is not None else row.get("region")
    if table == "acoustic" and outline is not None:
        coordinates = (
            outline.get("coordinates") if isinstance(outline, dict) else outline
        )  # GeoJSON: its outer ring
        corners = ring(
            f"{where}.polygon", coordinates[0] if isinstance(outline, dict) and coordinates else coordinates
        )
        p = number(where, row, "p", 0.01, 0.999, 0.9)
        if corners is None or p is None:
            return None
        flat = tuple(xy for lon, lat in corners if (xy := place(where, {"lat": lat, "lon": lon})) is not None)
        east, north = sum(x for x, _ in flat) / len(flat), sum(y for _, y in flat) / len(flat)
        return Station(
            name,
            "region",
            east,
            north,
            f"sound ranging: within a region with probability {p:g}",
            p=p,
            ring=flat,
        )
    if "lat" not in row and "lon" not in row:
        return None
    here = place(where, row)
    precision = number(where, row, "precision_m", 0, 1e5, 0.0)
    if here is None or precision is None:
        return None
    if table == "acoustic" and "bearing_deg" not in row:
        return _fix(name, where, row, here, precision, number, fault)
    if table == "silence":
        radius, p = number(where, row, "radius_m", 1, 1e5), number(where, row, "p_within", 0.0, 0.999)
        if radius is None or p is None:
            return None
        says = f"nothing was heard at {name}, which hears within {radius / 1000:g} km with probability {p:g}"
        return Station(name, "silence", *here, says, p=p, radius_m=radius)
    if table == "flash_to_bang":
        seconds, sigma = (
            number(where, row, "seconds", 0.0, 300),
            number(where, row, "seconds_sigma", 0.01, 60, 0.5),
        )
        celsius = number(where, row, "temperature_c", -60, 60, 15.0)
        looking = direction(where, row, "bearing_deg") if "bearing_deg" in row else None
        if seconds is None or sigma is None or celsius is None:
            return None
        low, high = flash_range_m(seconds, sigma, celsius)
        says = f"flash to bang of {seconds:g} s at {name}: {low / 1000:.1f}-{high / 1000:.1f} km"
        lobes, half = ((looking[0],), looking[1]) if looking else ((), 180.0)
        return Station(name, "sector", *here, says, precision, lobes, half, low, high)
    if table == "shock":
        return _shock(name, where, row, here, precision, number, fault)
    looking = direction(where, row, "bearing_deg")
    near, far = (
        number(where, row, "min_m", 0, 1e5, needed=False),
        number(where, row, "max_m", 1, 1e5, needed=False),
    )
    if looking is None:
        return None
    if far is not None and (near or 0.0) >= far:
        fault(where, f"min_m {near or 0:g}, max_m {far:g}", "min_m below max_m")
        return None
    verbs = {"camera": "a camera saw the firing", "acoustic": "a microphone array heard the firing"}
    verb = verbs.get(table, "outgoing fire was perceived")
    says = f"{verb} from {name} at {looking[0]:g} ± {looking[1]:g} degrees"
    if far is not None:
        says += f", {(near or 0.0) / 1000:g}-{far / 1000:g} km"
    return Station(name, "sector", *here, says, precision, (looking[0],), looking[1], near, far)


def _fix(
    name: str, where: str, row: dict[str, Any], here: tuple[float, float], precision: float,
    number: Callable[..., float | None], fault: Callable[[str, object, str], None],
) -> Station | None:  # fmt: skip
    sigma = number(where, row, "sigma_m", 1, 1e5, precision or 200.0)
    p = number(
        where, row, "p_real", 0.01, 0.999, float(row["p"]) if isinstance(row.get("p"), int | float) else 0.95
    )
    if sigma is None or p is None:
        return None
    cov = (sigma**2, 0.0, sigma**2)
    if "cov_xx_m2" in row or "cov_yy_m2" in row:
        xx, yy = number(where, row, "cov_xx_m2", 1e-3, 1e10), number(where, row, "cov_yy_m2", 1e-3, 1e10)
        xy = number(where, row, "cov_xy_m2", -1e10, 1e10, 0.0)
        if xx is None or yy is None or xy is None:
            return None
        if xy * xy >= xx * yy:
            fault(where, f"cov_xy_m2 {xy:g}", "a covariance: cov_xy^2 below cov_xx times cov_yy")
            return None
        cov = (xx, xy, yy)
    error = math.sqrt((cov[0] + cov[2]) / 2)
    return Station(
        name, "fix", *here, f"sound ranging: a located sound, one sigma {error:.0f} m", cov_m2=cov, p=p
    )


def _shock(
    name: str, where: str, row: dict[str, Any], here: tuple[float, float], precision: float,
    number: Callable[..., float | None], fault: Callable[[str, object, str], None],
) -> Station | None:  # fmt: skip
    crack, speed = (
        number(where, row, "crack_from_deg", 0, 360),
        number(where, row, "bullet_speed_ms", 100, 2000),
    )
    half, celsius = (
        number(where, row, "half_width_deg", 0.1, 90, 10.0),
        number(where, row, "temperature_c", -60, 60, 15.0),
    )
    if crack is None or speed is None or half is None or celsius is None:
        return None
    try:
        lobes = cone_lobes(crack, speed, celsius)
    except ValueError as error:
        fault(f"{where}.bullet_speed_ms", speed, str(error))
        return None
    low = high = None
    says = f"shock cone at {name}: the muzzle lies at {lobes[0]:.0f} or {lobes[1]:.0f} degrees, ± {half:g}"
    if "crack_thump_s" in row:
        gap, sigma = (
            number(where, row, "crack_thump_s", 0.001, 30),
            number(where, row, "crack_thump_sigma_s", 0.001, 5, 0.1),
        )
        if gap is None or sigma is None:
            return None
        low, high = (max(0.0, crack_thump_m(gap + k * sigma, speed, celsius)) for k in (-2, 2))
        says += f", {low:.0f}-{high:.0f} m by crack and thump"
    return Station(name, "sector", *here, says, precision, lobes, half, low, high)
