"""Map tiles: incidents of the register as vector tiles, gathered by cell at low zoom so that a tile stays small.

Mapbox Vector Tile 2.1, one layer "incidents", extent 4096. A feature's `n` says how many incidents it stands for; its
place is as coarse as the register that it is read from (report.publication coarsens the public's).
"""

import math
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


def incident_tile(db: "duckdb.DuckDBPyConnection", z: int, x: int, y: int, *, kind: str | None) -> bytes:
    """The tile's bytes; an empty layer where nothing lies.

    db  the register as the visitor may see it: what is too young is absent from it and places are already coarse
    """
    import mapbox_vector_tile

    west, south, east, north = tile_bounds(z, x, y)
    found = db.execute(
        """
        with celled as (
            select *, floor((lon - $west) / ($east - $west) * $cells) as cx, floor((lat - $south) / ($north - $south) * $cells) as cy
            from incident
            where lat > $south and lat <= $north and lon >= $west and lon < $east and ($kind is null or kind = $kind)
        )
        select avg(lon), avg(lat), count(*), min(incident_id), min(local_day)::varchar, max(local_day)::varchar,
               mode(kind), count(*) filter (where status = 'contradicted')
        from celled group by cx, cy order by cx, cy
        """,
        {"south": south, "north": north, "west": west, "east": east, "kind": kind, "cells": CELLS},
    ).fetchall()
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
