"""The register as known on some day, built when a signed-in role asks for it: one at a time, so many and no more.

Building seals nothing and writes nothing but `register-as-known-....duckdb` beside the register.
"""

import re
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from holdfire.investigate.known import moment_of
from holdfire.model.errors import HoldfireError, Misuse

from .access import may
from .accounts import Who

if TYPE_CHECKING:
    from .app import Site

MOST_REGISTERS = 40
LOCAL_PATH = re.compile(r"/(?![/\\])[^\s\\]*")
ACTION = "read_material"
"""Who may have one built: those whose pages are made from the mission's own register."""


def ask_to_build(site: "Site", request: Request, who: Who, known: str) -> Response:
    """404: that register is not there; with a form for those who may have it built."""
    text = (
        f"The register as known on {known} has not been built. On the server's machine: "
        f"holdfire investigate {site.registers.root.name} --as-known-on {known}"
    )
    if request.url.path.endswith((".json", ".csv")):
        return JSONResponse({"error": text}, status_code=404)
    words = {key: value for key, value in request.query_params.items() if key != "known"}
    back = request.url.path + ("?" + urlencode(words) if words else "")
    body = site.renderer.jinja.get_template("known.html").render(
        **site.renderer.common(request, site, who, dict(request.query_params)),
        page_name="known", has_data=False, has_csv=False, text=text, back=back, may_build=may(site.registers.case, who, ACTION),
    )  # fmt: skip
    return Response(body, status_code=404, media_type="text/html; charset=utf-8")


def add_known(app: FastAPI, site: "Site") -> None:
    """Register POST /known."""
    building = threading.Lock()

    @app.post(
        "/known", tags=["writes"], status_code=303,
        responses={303: {"description": "built: back to the page"}, 400: {"description": "no such moment"},
                   401: {"description": "for signed-in roles only"}, 429: {"description": "too many from one address"},
                   403: {"description": "not for this role"}, 409: {"description": "another one is being built"}},
    )  # fmt: skip
    def build(
        request: Request,
        known: str = Form(max_length=40),
        back: str = Form(default="/", max_length=500),
        csrf: str = Form(default=""),
    ) -> Response:
        """Build the register as known on a day or moment, once; then the same page as known then."""
        who = site.sessions.who(request)
        if not site.sessions.is_csrf(request, csrf):
            return site.renderer.expired(request, site, who)
        if not may(site.registers.case, who, ACTION):
            return site.renderer.refused(request, site, who, ACTION)
        try:
            moment = _buildable(site, known)
        except HoldfireError as error:
            return site.renderer.wrong(request, site, who, str(error))
        target = back if LOCAL_PATH.fullmatch(back) else "/"
        if not site.registers.path(moment).exists():
            if not building.acquire(blocking=False):
                text = "Another register is being built. Try again in a minute."
                return site.renderer.message(request, site, who, 409, "Busy", text)
            try:
                from holdfire.investigate.run import investigate

                investigate(site.registers.case, at=datetime.now(UTC), known_by=moment, write_out=False)
            except HoldfireError as error:
                return site.renderer.wrong(request, site, who, str(error))
            finally:
                building.release()
        separator = "&" if "?" in target else "?"
        return RedirectResponse(f"{target}{separator}{urlencode({'known': known})}", status_code=303)


def _buildable(site: "Site", known: str) -> datetime:
    """The moment; Misuse where it lies in the future or so many registers are there already."""
    case = site.registers.case
    moment = moment_of(known, case.mandate.zone)
    if moment > datetime.now(UTC):
        raise Misuse(f"known: {known} has not come yet")
    built = list(case.root.glob("register-as-known-*.duckdb"))
    if len(built) >= MOST_REGISTERS and not site.registers.path(moment).exists():
        raise Misuse(
            f"{len(built)} registers as known on a day are kept; delete some in the case folder first"
        )
    return moment
