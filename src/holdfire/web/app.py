"""The app of one case: every page at its address, with its data one suffix away, under one guard.

Pages are answered from a cache keyed by address, role and the register's state, so that twenty readers of one page cost
one query. What a role may see is asked of `terms.roles`; a refused page is 403 and says which role could.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.staticfiles import StaticFiles

from holdfire.investigate.known import moment_of
from holdfire.model.errors import HoldfireError, NotCovered

from .access import may, view_of
from .accounts import Accounts, Who
from .extras import add_extras
from .guard import Guard, Sessions
from .known import add_known, ask_to_build
from .letters import Letters, mail_settings
from .moderation import Moderation
from .openapi import complete, parameters_of
from .page import Ask, NotThere, Page, as_csv, as_json
from .pages import PAGES
from .passkeys import add_passkeys
from .public_forms import add_public_forms
from .registers import Registers, State
from .render import Renderer
from .writes import add_writes

MAX_CACHED = 2000


@dataclass
class Site:
    """What every request needs; one per process."""

    registers: Registers
    accounts: Accounts
    sessions: Sessions
    renderer: Renderer
    moderation: Moderation
    letters: Letters | None


class Cache:
    """The last answers, least recently used first out. Thread-safe."""

    def __init__(self, most: int = MAX_CACHED) -> None:
        self.most = most
        self._kept: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> tuple[bytes, str] | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: str, value: tuple[bytes, str]) -> None:
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)


def create_app(case_root: Path, *, is_behind_tls: bool = False) -> FastAPI:
    """The app. Raises Problems where the case folder does not validate."""
    registers = Registers(case_root)
    accounts = Accounts(case_root / "access.sqlite")
    mail = mail_settings(case_root)
    letters = Letters(case_root, mail, accounts.secret()) if mail else None
    moderation = Moderation(case_root / "responses.sqlite")
    site = Site(registers, accounts, Sessions(accounts), Renderer(), moderation, letters)
    app = FastAPI(
        title=f"Holdfire: {registers.case.mandate.title}",
        description="Every page's data: the same address with .json, or .csv where it has rows.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.state.site = site
    app.add_middleware(Guard, is_behind_tls=is_behind_tls)
    static = Path(str(resources.files("holdfire.web"))) / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")
    cache = Cache()
    for page in PAGES:
        _serve(app, site, cache, page)
    add_writes(app, site)
    add_passkeys(app, site)
    add_known(app, site)
    add_public_forms(app, site)
    add_extras(app, site)
    complete(app)
    app.exception_handler(404)(_not_found(site))
    return app


def _serve(app: FastAPI, site: Site, cache: Cache, page: Page) -> None:
    """Register the page and its suffixes. The handlers are plain functions: they run in the thread pool."""
    suffixes = [".json"] + ([".csv"] if page.rows else [])
    for suffix in [*suffixes, ""]:
        path = page.path + suffix
        handler = _handler(site, cache, page, suffix)
        kind = {"": "text/html", ".json": "application/json", ".csv": "text/csv"}[suffix]
        app.add_api_route(
            path,
            handler,
            methods=["GET"],
            name=page.name + suffix,
            operation_id=(page.name + suffix).replace(".", "_"),
            response_class=Response,
            include_in_schema=bool(suffix),
            tags=["pages"],
            summary=f"{page.name.replace('_', ' ')}, as {suffix[1:]}" if suffix else page.name,
            openapi_extra={"parameters": parameters_of(page)},
            responses={
                200: {"description": "the page's data", "content": {kind: {}}},
                304: {"description": "not changed since the ETag that was sent"},
                400: {"description": "a word of the query cannot be read"},
                401: {"description": "for signed-in roles only"},
                403: {"description": "not for this role"},
                404: {"description": "no such row"},
                429: {"description": "too many from one address"},
            },
        )


def _handler(site: Site, cache: Cache, page: Page, suffix: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        who = site.sessions.who(request)
        words = dict(request.query_params)
        case = site.registers.case
        if not may(case, who, page.action):
            return site.renderer.refused(request, site, who, page.action)
        try:
            known_by = moment_of(words["known"], case.mandate.zone) if words.get("known") else None
            state = site.registers.state(known_by, view=view_of(case, who))
            key = "\n".join([str(request.url.path), str(request.url.query), who.role, who.name, state.stamp])
            key += f"\n{site.sessions.csrf(request)}\n{site.moderation.stamp()}"
            found = cache.get(key)
            if found is None:
                found = _render(site, page, suffix, request, who, words, known_by, state)
                cache.put(key, found)
        except NotThere as missing:
            return site.renderer.missing(request, site, who, str(missing))
        except NotCovered as error:
            if words.get("known"):
                return ask_to_build(site, request, who, words["known"])
            return site.renderer.missing(request, site, who, str(error))
        except HoldfireError as error:
            return site.renderer.wrong(request, site, who, str(error))
        body, kind = found
        etag = '"' + hashlib.sha256(key.encode()).hexdigest()[:32] + '"'
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"ETag": etag})
        return Response(
            body,
            media_type=kind,
            headers={"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"},
        )

    return answer


def _render(
    site: Site,
    page: Page,
    suffix: str,
    request: Request,
    who: Who,
    words: dict[str, str],
    known_by: datetime | None,
    state: State,
) -> tuple[bytes, str]:
    db = state.cursor()
    try:
        ask = Ask(db, state.case, who, dict(request.path_params), words, known_by, state.kept)
        data: dict[str, Any] = page.query(ask)
        if page.about:
            data["public_responses"] = site.moderation.accepted(request.path_params[page.about])
        if page.name == "review":
            data["responses"] = site.moderation.waiting()
    finally:
        db.close()
    if suffix == ".json":
        return as_json(data), "application/json"
    if suffix == ".csv":
        assert page.rows is not None
        return as_csv(data[page.rows]), "text/csv; charset=utf-8"
    return site.renderer.page(request, site, who, page, data, words).encode(), "text/html; charset=utf-8"


def _not_found(site: Site) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, _error: Exception) -> Response:
        return site.renderer.missing(request, site, site.sessions.who(request), f"no page {request.url.path}")

    return answer
