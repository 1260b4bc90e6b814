"""What pages draw on: the style sheet with the mandate's colours, map tiles, lines, and the published files of out/."""

import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response

from holdfire.investigate.known import moment_of
from holdfire.model.errors import HoldfireError, NotCovered
from holdfire.report.render import party_css

from .access import view_of

if TYPE_CHECKING:
    from .app import Site

PUBLISHED_TYPES = {
    ".html": "text/html; charset=utf-8", ".json": "application/json", ".csv": "text/csv; charset=utf-8", ".css": "text/css",
    ".svg": "image/svg+xml", ".pdf": "application/pdf", ".md": "text/markdown; charset=utf-8", ".xml": "application/atom+xml",
    ".geojson": "application/geo+json", ".zip": "application/zip", ".txt": "text/plain; charset=utf-8",
}  # fmt: skip


def add_extras(app: FastAPI, site: "Site") -> None:
    """Register them; none needs a role, all show what the public may see or is told by the visitor's role."""
    css = Path(str(resources.files("holdfire.report"))) / "templates" / "site.css"

    @app.get("/site.css", include_in_schema=False)
    def style(request: Request) -> Response:
        body = css.read_text(encoding="utf-8") + party_css(list(site.registers.case.mandate.party))
        return _cached(request, body.encode(), "text/css")

    @app.get("/tiles/{z}/{x}/{y}.mvt", tags=["map"], response_class=Response,
             responses={200: {"content": {"application/vnd.mapbox-vector-tile": {}}}, 304: {"description": "not changed"},
                        400: {"description": "no such tile"}, 404: {"description": "not built"}})  # fmt: skip
    def tile(request: Request, z: int, x: int, y: int, kind: str = "", known: str = "") -> Response:
        """Incidents as a Mapbox vector tile, coarsened for the public."""
        from .tiles import incident_tile

        who = site.sessions.who(request)
        try:
            known_by = moment_of(known, site.registers.case.mandate.zone) if known else None
            db = site.registers.cursor(known_by, view=view_of(site.registers.case, who))
            try:
                body = incident_tile(db, z, x, y, kind=kind or None)
            finally:
                db.close()
        except NotCovered as error:
            return Response(str(error), status_code=404)
        except HoldfireError as error:
            return Response(str(error), status_code=400)
        return _cached(request, body, "application/vnd.mapbox-vector-tile")

    @app.get("/lines.geojson", tags=["map"], response_class=Response,
             responses={200: {"content": {"application/geo+json": {}}}, 304: {"description": "not changed"}})  # fmt: skip
    def lines(request: Request) -> Response:
        """Every asserted line with its asserting party, validity and uncertainty."""
        features: list[dict[str, Any]] = [
            {
                "type": "Feature",
                "properties": {
                    "id": line.line_id, "kind": line.kind, "asserted_by": line.asserted_by, "basis": line.basis,
                    "valid_from": str(line.valid_from or ""), "valid_to": str(line.valid_to or ""),
                    "uncertainty_m": line.uncertainty_m,
                },
                "geometry": {"type": "MultiLineString", "coordinates": [list(path) for path in line.paths]},
            }
            for line in site.registers.case.lines
        ]  # fmt: skip
        body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()
        return _cached(request, body, "application/geo+json")

    @app.get("/published/{path:path}", include_in_schema=False)
    def published(request: Request, path: str) -> Response:
        """Files of out/, which report.publication has already made fit for everybody."""
        root = site.registers.case.out_dir.resolve()
        target = (root / path).resolve()
        if not target.is_relative_to(root) or not target.is_file():
            return site.renderer.missing(
                request, site, site.sessions.who(request), f"no published file {path}"
            )
        return FileResponse(target, media_type=PUBLISHED_TYPES.get(target.suffix, "application/octet-stream"))


def _cached(request: Request, body: bytes, kind: str) -> Response:
    etag = '"' + hashlib.sha256(body).hexdigest()[:32] + '"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    return Response(body, media_type=kind, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
