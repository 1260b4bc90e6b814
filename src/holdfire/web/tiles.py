"""Map tiles: incidents of the register as vector tiles, gathered by cell at low zoom so that a tile stays small.

Mapbox Vector Tile 2.1, one layer "incidents", extent 4096. A feature's `n` says how many incidents it stands for; its
place is already as coarse as the visitor's role may see it (grid_m of the mandate for the public).
"""

import math
from datetime import date
from typing import TYPE_CHECKING

from holdfire.model.errors import Misuse

if TYPE_CHECKING:
    import duckdb

EXTENT = 4096
CELLS = 32  # a tile is gathered into at most CELLS x CELLS points
MAX_ZOOM = 16
MERCATOR_MAX_LAT = 85.0511287798


def tile_bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """(west, south, east, north) in degrees of a tile of the web Mercator pyramid.

    raises  Misuse for a tile that does not exist
    """
    n = 1 << max(0, min(z, MAX_ZOOM))
    if not (0 <= z <= MAX_ZOOM and 0 <= x < n and 0 <= y < n):
        raise Misuse(f"tile {z}/{x}/{y} does not exist, expected zoom 0 to {MAX_ZOOM} and x, y below 2^zoom")

    def lat(row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / n))))

    return x / n * 360 - 180, lat(y + 1), (x + 1) / n * 360 - 180, lat(y)


def incident_tile(
    db: "duckdb.DuckDBPyConnection",
    z: int,
    x: int,
    y: int,
    *,
    grid_m: float | None,
    before: date | None,
    kind: str | None,
) -> bytes:
    """The tile's bytes; an empty layer where nothing lies.

    grid_m  snap every place to a grid of that many metres first (publication); None: as the register has it
    before  only days before this one (publication delay); None: all
    """
    import mapbox_vector_tile

    west, south, east, north = tile_bounds(z, x, y)
    step = (grid_m or 0.0) / 111_195.0
    found = db.execute(
        """
        with placed as (
            select incident_id, local_day, kind, status,
                   case when $step > 0 then round(lat / $step) * $step else lat end as lat,
                   case when $step > 0 then round(lon * cos(radians(lat)) / $step) * $step / cos(radians(lat)) else lon end as lon
            from incident
            where lat between $south - $step and $north + $step and lon between $west - 2 * $step and $east + 2 * $step
              and ($before is null or local_day < $before) and ($kind is null or kind = $kind)
        ), celled as (
            select *, floor((lon - $west) / ($east - $west) * $cells) as cx, floor((lat - $south) / ($north - $south) * $cells) as cy
            from placed where lat > $south and lat <= $north and lon >= $west and lon < $east
        )
        select avg(lon), avg(lat), count(*), min(incident_id), min(local_day)::varchar, max(local_day)::varchar,
               mode(kind), count(*) filter (where status = 'contradicted')
        from celled group by cx, cy order by cx, cy
        """,
        {
            "step": step, "south": south, "north": north, "west": west, "east": east,
            "before": before, "kind": kind, "cells": CELLS,
        },
    ).fetchall()  # fmt: skip
    top, bottom = _mercator(north), _mercator(south)
    features = []
    for lon, lat, n, first_id, first_day, last_day, most_kind, contradicted in found:
        px = round((lon - west) / (east - west) * EXTENT)
        py = round((_mercator(lat) - bottom) / (top - bottom) * EXTENT)
        words = {
            "n": n,
            "first_day": first_day,
            "last_day": last_day,
            "kind": most_kind,
            "contradicted": contradicted,
        }
        if n == 1:
            words["incident_id"] = first_id
        features.append({"geometry": f"POINT({px} {py})", "properties": words})
    return bytes(
        mapbox_vector_tile.encode(
            {"name": "incidents", "features": features}, default_options={"extents": EXTENT}
        )
    )


def _mercator(lat: float) -> float:
    bounded = max(-MERCATOR_MAX_LAT, min(MERCATOR_MAX_LAT, lat))
    return math.asinh(math.tan(math.radians(bounded)))
