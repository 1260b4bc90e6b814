"""What comes back in: sign-in, replies, reviews, files, complaint steps. Every write is an entry of the log, with who and why.

A reply or a form from the public is moderated and never evidence by itself; a party's reply is printed with equal rank.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from holdfire.model.errors import HoldfireError
from holdfire.terms.roles import party_of

from .access import may, view_of
from .accounts import Who
from .guard import MAX_BODY, SESSION_LIFE_S
from .reviews import WHAT, body_of

if TYPE_CHECKING:
    from .app import Site

CHUNK = 1 << 20
MAX_REPLY = 20_000
ID = r"^[A-Za-z0-9._:-]+$"
REFUSALS: dict[int | str, dict[str, Any]] = {
    201: {"description": "an entry of the log"},
    400: {"description": "no stage would understand it"},
    401: {"description": "for signed-in roles only"},
    403: {"description": "not for this role, or the form's token is missing"},
    413: {"description": "the body is too long"},
    429: {"description": "too many from one address"},
}


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def add_writes(app: FastAPI, site: "Site") -> None:
    """Register every address that writes."""

    def allowed(request: Request, action: str, csrf: str) -> tuple[Who, Response | None]:
        """The visitor, and the refusal that ends the request, if there is one."""
        who = site.sessions.who(request)
        if not site.sessions.is_csrf(request, csrf):
            return who, site.renderer.expired(request, site, who)
        if not may(site.registers.case, who, action):
            return who, site.renderer.refused(request, site, who, action)
        return who, None

    @app.get("/sign-in", include_in_schema=False)
    def sign_in_page(request: Request) -> Response:
        who = site.sessions.who(request)
        body = site.renderer.jinja.get_template("sign_in.html").render(
            **site.renderer.common(request, site, who, {}), page_name="sign_in", has_data=False, has_csv=False
        )
        return Response(body, media_type="text/html; charset=utf-8")

    @app.post("/sign-in", include_in_schema=False)
    def sign_in(
        request: Request, name: str = Form(max_length=100), password: str = Form(max_length=500)
    ) -> Response:
        who = site.accounts.check_password(name, password)
        if who is None:
            text = "The name or the password is wrong."
            return site.renderer.message(
                request, site, site.sessions.who(request), 401, "Not signed in", text
            )
        return signed_in(site, request, who, "password")

    @app.get("/enter", include_in_schema=False)
    def enter(request: Request, token: str = "") -> Response:
        """The link that `holdfire serve` prints for the person at this machine."""
        who = site.accounts.check_token(token)
        if who is None:
            text = "This link is not valid any more."
            return site.renderer.message(
                request, site, site.sessions.who(request), 401, "Not signed in", text
            )
        return signed_in(site, request, who, "link")

    @app.post("/sign-out", include_in_schema=False)
    def sign_out(request: Request, csrf: str = Form(default="")) -> Response:
        response = RedirectResponse("/", status_code=303)
        if site.sessions.is_csrf(request, csrf):
            response.delete_cookie("holdfire")
        return response

    @app.post("/replies", tags=["writes"], status_code=201, responses=REFUSALS)
    def reply(
        request: Request,
        about_id: str = Form(max_length=100, pattern=ID),
        body: str = Form(min_length=1, max_length=MAX_REPLY),
        csrf: str = Form(default=""),
    ) -> Response:
        """A party's reply to a finding, incident or complaint: sealed, printed with equal rank."""
        who, refusal = allowed(request, "reply", csrf)
        if refusal is not None:
            return refusal
        party = party_of(site.registers.case.mandate, who.role)
        index = log_entry(site, "reply", {"about_id": about_id, "party": party, "body": body}, who, about_id)
        return site.renderer.message(
            request, site, who, 201, "Your reply is sealed",
            f"It is entry {index} of the log and will be printed beside what it answers when the register is next investigated.",
        )  # fmt: skip

    @app.post("/reviews", tags=["writes"], status_code=201, responses=REFUSALS)
    def review(
        request: Request,
        what: str = Form(pattern=f"^({'|'.join(WHAT)})$"),
        subject: str = Form(max_length=100, pattern=ID),
        other: str = Form(default="", max_length=100, pattern=r"^[A-Za-z0-9._:-]*$"),
        reason: str = Form(min_length=3, max_length=2000),
        decision: str = Form(default="", max_length=40),
        kind: str = Form(default="", max_length=40),
        accused_party: str = Form(default="", max_length=40),
        csrf: str = Form(default=""),
    ) -> Response:
        """A reviewer's decision: an entry of the log that outlives every re-run."""
        who, refusal = allowed(request, "review", csrf)
        if refusal is not None:
            return refusal
        db = site.registers.cursor(view=view_of(site.registers.case, who))
        try:
            body = body_of(
                db, what, subject, other=other, decision=decision,
                fields={"kind": kind, "accused_party": accused_party}, reason=reason, reviewer=who.name,
            )  # fmt: skip
        except HoldfireError as error:
            return site.renderer.wrong(request, site, who, str(error))
        finally:
            db.close()
        index = log_entry(site, "review", body, who, subject)
        text = f"It is entry {index} of the log and holds from the next investigation on."
        return site.renderer.message(request, site, who, 201, "Decision recorded", text)

    @app.post("/intake", tags=["writes"], status_code=201, responses=REFUSALS)
    def intake(
        request: Request,
        files: list[UploadFile] = File(),
        source: str = Form(default="", max_length=100),
        url: str = Form(default="", max_length=2000),
        note: str = Form(default="", max_length=2000),
        csrf: str = Form(default=""),
    ) -> Response:
        """Seal files. What could not be read is named; nothing already taken in is lost."""
        who, refusal = allowed(request, "intake", csrf)
        if refusal is not None:
            return refusal
        return _take_in(site, request, who, files, source, url, note)


def log_entry(site: "Site", kind: str, body: dict[str, Any], who: Who, subject: str | None) -> int:
    """Append to the case's log and publish a checkpoint. Returns the entry's index."""
    from holdfire.vault.vault import open_vault

    vault = open_vault(site.registers.case.vault_dir)
    try:
        index = vault.append(kind, body, by=f"{who.role}:{who.name}", at=_now(), subject=subject)
        vault.commit()
    finally:
        vault.close()
    return index


def signed_in(
    site: "Site", request: Request, who: Who, by: str, response: Response | None = None
) -> Response:
    """The session's cookie. That somebody of a role came in is an entry of the log; his name only in its sealed body."""
    said = {"what": "sign_in", "role": who.role, "name": who.name, "by": by}
    log_entry(site, "access", said, Who("door", who.role), None)
    answer = response if response is not None else RedirectResponse("/", status_code=303)
    answer.set_cookie(
        "holdfire", site.sessions.cookie(who), max_age=SESSION_LIFE_S, httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer


def _take_in(
    site: "Site", request: Request, who: Who, files: list[UploadFile], source: str, url: str, note: str
) -> Response:
    from holdfire.intake.take_in import take_in
    from holdfire.vault.vault import open_vault

    case = site.registers.case
    vault = open_vault(case.vault_dir)
    lines: list[str] = []
    with tempfile.TemporaryDirectory(dir=case.inbox_dir) as folder:
        for number, upload in enumerate(files):
            name = Path(upload.filename or "unnamed").name
            place = Path(folder) / str(number)
            place.mkdir()
            target = place / (name if name not in ("", ".", "..") else "unnamed")
            size = 0
            with target.open("wb") as out:
                while chunk := upload.file.read(CHUNK):
                    size += len(chunk)
                    if size > MAX_BODY:
                        break
                    out.write(chunk)
            if size > MAX_BODY:
                lines.append(f"{name}: over {MAX_BODY} bytes; put it into the case's inbox instead")
                continue
            try:
                taken = take_in(
                    case, vault, [target], source=source or None, url=url or None,
                    acquired_at=_now(), by=f"{who.role}:{who.name}", note=note,
                )  # fmt: skip
                lines += [f"{name}: sealed as {item.exhibit_id}" for item in taken]
            except HoldfireError as error:
                lines.append(str(error))
    vault.commit()
    vault.close()
    return site.renderer.message(request, site, who, 201, "Taken in", "\n".join(lines))
