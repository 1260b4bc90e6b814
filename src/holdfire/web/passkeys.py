"""Passkeys: a second way in for those who have a password here, without typing it. Nothing else needs them.

Only where the extra `passkeys` is installed; without it the addresses and the buttons are not there. A passkey is bound
to the name of this server as the browser sees it: it does not work at another one, nor at a bare IP address. The device
asks its owner for a finger, a face or a PIN each time; of that, the server learns only that it was done.
"""

import base64
import binascii
import hashlib
import hmac
import ipaddress
import json
import secrets
import time
from collections import OrderedDict
from functools import lru_cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from holdfire.model.errors import Misuse

from .accounts import Passkey, Who

if TYPE_CHECKING:
    from .app import Site

CHALLENGE_LIFE_S = 300.0
MAX_CREDENTIAL = 20_000
MAX_LABEL = 60
MOST_PER_USER = 10


@lru_cache(1)
def is_offered() -> bool:
    return find_spec("webauthn") is not None


class Challenges:
    """Each good once, for five minutes, for one purpose. In memory: a restart asks again."""

    def __init__(self, most: int = 10_000) -> None:
        self.most = most
        self._open: OrderedDict[bytes, tuple[float, str]] = OrderedDict()
        self._lock = Lock()

    def new(self, purpose: str, now: float) -> bytes:
        challenge = secrets.token_bytes(32)
        with self._lock:
            self._open[challenge] = (now + CHALLENGE_LIFE_S, purpose)
            while len(self._open) > self.most:
                self._open.popitem(last=False)
        return challenge

    def take(self, challenge: bytes, purpose: str, now: float) -> bool:
        with self._lock:
            found = self._open.pop(challenge, None)
        return found is not None and found[0] >= now and found[1] == purpose


def challenge_in(credential: str) -> bytes:
    """The challenge that a browser's answer says it answers. Raises Misuse where there is none to read."""
    try:
        response = json.loads(credential)["response"]
        client = json.loads(_decoded(response["clientDataJSON"]))
        return _decoded(client["challenge"])
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
        raise Misuse("passkey: the browser's answer cannot be read") from None


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def server_name(request: Request) -> str:
    """What passkeys are bound to. Raises Misuse for an IP address, to which no browser binds one."""
    name = request.url.hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name
    raise Misuse(f"passkeys need a name: open this site as localhost or by its domain, not as {name}")


def origin_of(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def add_passkeys(app: FastAPI, site: "Site") -> None:
    """Register the page of one's passkeys and the two exchanges; nothing where the extra is not installed."""
    if not is_offered():
        return
    challenges = Challenges()

    def refused(status: int, text: str) -> Response:
        return JSONResponse({"error": text}, status_code=status)

    def user(request: Request) -> Who | None:
        """Who is signed in with an account of his own: a launch link and a token have none."""
        who = site.sessions.who(request)
        return who if who.is_signed_in and site.accounts.role_of(who.name) == who.role else None

    @app.get("/passkeys", include_in_schema=False)
    def own(request: Request) -> Response:
        who = site.sessions.who(request)
        if not who.is_signed_in:
            return site.renderer.refused(request, site, who, "keep passkeys")
        problem, name = "", request.url.hostname
        try:
            name = server_name(request)
        except Misuse as error:
            problem = str(error)
        if user(request) is None:
            problem = "You are signed in by a link or a token. A passkey belongs to a user with a password (docs/web.md)."
        body = site.renderer.jinja.get_template("passkeys.html").render(
            **site.renderer.common(request, site, who, {}), page_name="passkeys", has_data=False, has_csv=False, problem=problem,
            server=name, passkeys=site.accounts.passkeys(who.name) if user(request) else [],
        )  # fmt: skip
        return Response(body, media_type="text/html; charset=utf-8")

    @app.post("/passkeys/options", include_in_schema=False)
    def new_options(request: Request, csrf: str = Form(default="")) -> Response:
        who = user(request)
        if who is None or not site.sessions.is_csrf(request, csrf):
            return refused(403, "Sign in with your password first.")
        try:
            name = server_name(request)
        except Misuse as error:
            return refused(400, str(error))
        handle = hmac.new(site.accounts.secret(), f"passkey {who.name}".encode(), hashlib.sha256).digest()
        kept = site.accounts.passkeys(who.name)
        return JSONResponse(
            _creation(name, site.registers.case.mandate.title, who.name, handle, kept,
                      challenges.new(f"add {who.name}", time.monotonic()))
        )  # fmt: skip

    @app.post("/passkeys", include_in_schema=False)
    def add(
        request: Request,
        credential: str = Form(max_length=MAX_CREDENTIAL),
        label: str = Form(default="", max_length=MAX_LABEL),
        csrf: str = Form(default=""),
    ) -> Response:
        who = user(request)
        if who is None or not site.sessions.is_csrf(request, csrf):
            return refused(403, "Sign in with your password first.")
        if len(site.accounts.passkeys(who.name)) >= MOST_PER_USER:
            return refused(400, f"{MOST_PER_USER} passkeys are kept; remove one first.")
        try:
            name, challenge = server_name(request), challenge_in(credential)
            if not challenges.take(challenge, f"add {who.name}", time.monotonic()):
                raise Misuse("passkey: the question is too old or was answered before; try again")
            made = _registered(credential, challenge, name, origin_of(request))
            passkey = Passkey(made[0], who.name, made[1], made[2], name, " ".join(label.split()) or "passkey")
            site.accounts.add_passkey(passkey)
        except Misuse as error:
            return refused(400, str(error))
        _log(site, who, "passkey_added", passkey)
        return JSONResponse({"to": "/passkeys"}, status_code=201)

    @app.post("/passkeys/remove", include_in_schema=False)
    def remove(
        request: Request, credential_id: str = Form(max_length=2000), csrf: str = Form(default="")
    ) -> Response:
        who = user(request)
        if who is None or not site.sessions.is_csrf(request, csrf):
            return site.renderer.expired(request, site, site.sessions.who(request))
        gone = [p for p in site.accounts.passkeys(who.name) if p.text_id == credential_id]
        for passkey in gone:
            site.accounts.remove_passkey(passkey.credential_id, who.name)
            _log(site, who, "passkey_removed", passkey)
        return RedirectResponse("/passkeys", status_code=303)

    @app.post("/sign-in/passkey/options", include_in_schema=False)
    def sign_in_options(request: Request) -> Response:
        try:
            name = server_name(request)
        except Misuse as error:
            return refused(400, str(error))
        challenge = challenges.new("sign in", time.monotonic())
        return JSONResponse(_request(name, challenge))

    @app.post("/sign-in/passkey", include_in_schema=False)
    def sign_in(request: Request, credential: str = Form(max_length=MAX_CREDENTIAL)) -> Response:
        from .writes import signed_in

        wrong = refused(401, "This passkey is not known here.")
        try:
            name, challenge = server_name(request), challenge_in(credential)
            key_id = _decoded(str(json.loads(credential).get("id", "")))
        except (Misuse, ValueError, AttributeError):
            return refused(400, "The browser's answer cannot be read.")
        passkey = site.accounts.passkey(key_id)
        if not challenges.take(challenge, "sign in", time.monotonic()) or passkey is None:
            return wrong
        role = site.accounts.role_of(passkey.name)
        if role is None or passkey.server != name:
            return wrong
        try:
            count = _authenticated(credential, challenge, passkey, origin_of(request))
        except Misuse:
            return wrong
        site.accounts.used(passkey.credential_id, count)
        return signed_in(site, request, Who(passkey.name, role), "passkey", JSONResponse({"to": "/"}))


def _log(site: "Site", who: Who, what: str, passkey: Passkey) -> None:
    from .writes import log_entry

    said = {"what": what, "role": who.role, "name": who.name, "label": passkey.label}
    log_entry(site, "access", said, Who("door", who.role), None)


# what follows is all that talks to the library


def _creation(
    server: str, title: str, name: str, handle: bytes, kept: list[Passkey], challenge: bytes
) -> dict[str, Any]:
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=server, rp_name=title[:64], user_name=name, user_id=handle, challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=p.credential_id) for p in kept],
    )  # fmt: skip
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def _request(server: str, challenge: bytes) -> dict[str, Any]:
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=server, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def _registered(credential: str, challenge: bytes, server: str, origin: str) -> tuple[bytes, bytes, int]:
    """(id, public key, sign count). Raises Misuse for an answer that is not one to this question."""
    from webauthn import verify_registration_response

    try:
        made = verify_registration_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=server, expected_origin=origin,
            require_user_verification=True,
        )  # fmt: skip
    except Exception as error:  # noqa: BLE001  the library raises whatever its decoders do on bytes of strangers
        raise Misuse(f"passkey: not accepted ({type(error).__name__})") from None
    return made.credential_id, made.credential_public_key, made.sign_count


def _authenticated(credential: str, challenge: bytes, passkey: Passkey, origin: str) -> int:
    """The new sign count. Raises Misuse for a signature that does not hold."""
    from webauthn import verify_authentication_response

    try:
        done = verify_authentication_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=passkey.server, expected_origin=origin,
            credential_public_key=passkey.public_key, credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )  # fmt: skip
    except Exception as error:  # noqa: BLE001  as above
        raise Misuse(f"passkey: not accepted ({type(error).__name__})") from None
    return done.new_sign_count
