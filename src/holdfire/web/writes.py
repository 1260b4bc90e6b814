"""What comes back in: sign-in, replies, reviews, files, complaint steps. Every write is an entry of the log, with who and why.

A reply or a form from the public is moderated and never evidence by itself; a party's reply is printed with equal rank.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from .access import may
from .accounts import Who
from .guard import MAX_BODY, SESSION_LIFE_S

if TYPE_CHECKING:
    from .app import Site

CHUNK = 1 << 20
MAX_REPLY = 20_000


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def add_writes(app: FastAPI, site: "Site") -> None:
    """Register every address that writes."""

    def allowed(request: Request, action: str, csrf: str) -> tuple[Who, Response | None]:
        """The visitor, and the refusal that ends the request, if there is one."""
        who = site.sessions.who(request)
        if not site.sessions.is_csrf(request, csrf):
            text = "The form has expired or came from elsewhere. Open the page again and send it from there."
            return who, site.renderer.message(request, site, who, 403, "Not accepted", text)
        if not may(site.registers.case, who, action):
            return who, site.renderer.refused(request, site, who, action)
        return who, None

    def log(kind: str, body: dict[str, Any], who: Who, subject: str | None) -> int:
        from holdfire.vault.vault import open_vault

        vault = open_vault(site.registers.case.vault_dir)
        index = vault.append(kind, body, by=f"{who.role}:{who.name}", at=_now(), subject=subject)
        vault.commit()
        return index

    @app.get("/sign-in", include_in_schema=False)
    def sign_in_page(request: Request) -> Response:
        who = site.sessions.who(request)
        body = site.renderer.jinja.get_template("sign_in.html").render(
            **site.renderer._common(request, site, who, {}), page_name="sign_in", has_csv=False, failed=False
        )
        return Response(body, media_type="text/html; charset=utf-8")

    @app.post("/sign-in", include_in_schema=False)
    def sign_in(
        request: Request, name: str = Form(max_length=100), password: str = Form(max_length=500)
    ) -> Response:
        who = site.accounts.check_password(name, password)
        if who is None:
            return site.renderer.message(
                request,
                site,
                site.sessions.who(request),
                401,
                "Not signed in",
                "The name or the password is wrong.",
            )
        return _signed_in(site, request, who)

    @app.get("/enter", include_in_schema=False)
    def enter(request: Request, token: str = "") -> Response:
        """The link that `holdfire serve` prints for the person at this machine."""
        who = site.accounts.check_token(token)
        if who is None:
            return site.renderer.message(
                request,
                site,
                site.sessions.who(request),
                401,
                "Not signed in",
                "This link is not valid any more.",
            )
        return _signed_in(site, request, who)

    @app.post("/sign-out", include_in_schema=False)
    def sign_out(request: Request, csrf: str = Form(default="")) -> Response:
        response = RedirectResponse("/", status_code=303)
        if site.sessions.is_csrf(request, csrf):
            response.delete_cookie("holdfire")
        return response

    @app.post("/replies", tags=["writes"], responses={403: {"description": "not for this role"}})
    def reply(
        request: Request,
        about_id: str = Form(max_length=100, pattern=r"^[A-Za-z0-9._:-]+$"),
        body: str = Form(min_length=1, max_length=MAX_REPLY),
        csrf: str = Form(default=""),
    ) -> Response:
        """A party's reply to a finding, incident or complaint: sealed, printed with equal rank."""
        who, refusal = allowed(request, "reply", csrf)
        if refusal is not None:
            return refusal
        party = next((role.party for role in site.registers.case.mandate.role if role.id == who.role), None)
        index = log("reply", {"about_id": about_id, "party": party, "body": body}, who, about_id)
        return site.renderer.message(
            request, site, who, 201, "Your reply is sealed",
            f"It is entry {index} of the log and will be printed beside what it answers when the register is next investigated.",
        )  # fmt: skip

    @app.post("/reviews", tags=["writes"], responses={403: {"description": "not for this role"}})
    def review(
        request: Request,
        what: str = Form(pattern=r"^(join|split|lock|statement|dismiss|finding)$"),
        subject: str = Form(max_length=100, pattern=r"^[A-Za-z0-9._:-]+$"),
        other: str = Form(default="", max_length=100, pattern=r"^[A-Za-z0-9._:-]*$"),
        reason: str = Form(min_length=3, max_length=2000),
        decision: str = Form(default="", max_length=40),
        csrf: str = Form(default=""),
    ) -> Response:
        """A reviewer's decision: an entry of the log that outlives every re-run."""
        who, refusal = allowed(request, "review", csrf)
        if refusal is not None:
            return refusal
        said = {
            "what": what,
            "subject": subject,
            "other": other,
            "reason": reason,
            "decision": decision,
            "reviewer": who.name,
        }
        index = log("review", said, who, subject)
        return site.renderer.message(
            request,
            site,
            who,
            201,
            "Decision recorded",
            f"It is entry {index} of the log and holds from the next investigation on.",
        )

    @app.post("/intake", tags=["writes"], responses={403: {"description": "not for this role"}})
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


def _signed_in(site: "Site", request: Request, who: Who) -> Response:
    response = RedirectResponse("/", status_code=303)
    response.set_cookie(
        "holdfire", site.sessions.cookie(who), max_age=SESSION_LIFE_S, httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


def _take_in(
    site: "Site", request: Request, who: Who, files: list[UploadFile], source: str, url: str, note: str
) -> Response:
    from holdfire.intake.take_in import take_in
    from holdfire.model.errors import HoldfireError
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
    return site.renderer.message(request, site, who, 201, "Taken in", "\n".join(lines))
