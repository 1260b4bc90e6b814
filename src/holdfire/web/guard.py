"""What stands before every page: headers, sizes, rates, sessions, cross-site protection.

A strict content security policy (no inline script, nothing from elsewhere), a token bucket for each address and
sort of request, a limit on bodies, a signed session cookie, a CSRF token on every form.
"""

import asyncio
import hmac
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass

from itsdangerous import BadSignature, TimestampSigner
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .accounts import PUBLIC, Accounts, Who

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
SESSION_LIFE_S = 12 * 3600
MAX_BODY = 300 * 1024 * 1024
MAX_FORM = 256 * 1024
IDLE_S = 30.0


@dataclass
class Bucket:
    left: float
    at: float


class Rates:
    """Token buckets, at most `most` addresses remembered; the longest unseen is forgotten."""

    def __init__(self, per_second: float, burst: float, most: int = 10_000) -> None:
        self.per_second, self.burst, self.most = per_second, burst, most
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def allows(self, who: str, now: float) -> bool:
        bucket = self._buckets.pop(who, None) or Bucket(self.burst, now)
        bucket.left = min(self.burst, bucket.left + (now - bucket.at) * self.per_second)
        bucket.at = now
        self._buckets[who] = bucket
        if len(self._buckets) > self.most:
            self._buckets.popitem(last=False)
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True


class Sessions:
    """Signed cookies: name and role, nothing else; no server-side state to lose."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts
        self._signer = TimestampSigner(accounts.secret(), salt="holdfire.session")
        self._csrf_key = accounts.secret() + b"csrf"

    def cookie(self, who: Who) -> str:
        return self._signer.sign(f"{who.role}|{who.name}|{secrets.token_hex(8)}").decode()

    def who(self, request: Request) -> Who:
        """From a bearer token, else the session cookie, else the public."""
        header = request.headers.get("authorization", "")
        if header.lower().startswith("bearer "):
            return self.accounts.check_token(header[7:].strip()) or PUBLIC
        cookie = request.cookies.get("holdfire")
        if not cookie:
            return PUBLIC
        try:
            role, name, _nonce = self._signer.unsign(cookie, max_age=SESSION_LIFE_S).decode().split("|", 2)
        except (BadSignature, ValueError):
            return PUBLIC
        return Who(name, role)

    def csrf(self, request: Request) -> str:
        """A token bound to the session cookie, or to the visitor's cookie for the public forms."""
        bound = request.cookies.get("holdfire") or request.cookies.get("holdfire_visitor") or "none"
        return hmac.new(self._csrf_key, bound.encode(), "sha256").hexdigest()

    def is_csrf(self, request: Request, token: str) -> bool:
        """Bearer tokens need none: a browser does not send them by itself."""
        if request.headers.get("authorization", "").lower().startswith("bearer "):
            return True
        return hmac.compare_digest(self.csrf(request).encode(), token.encode("utf-8", "replace"))


class Guard:
    """ASGI middleware before everything: rates, sizes and pace of bodies, headers on every answer.

    A body is counted as it arrives, whatever its header claims; one that is too long is answered 413, one that stops
    arriving 408, and neither is read further.
    """

    def __init__(
        self,
        app: ASGIApp,
        reads_per_s: float = 200.0,
        writes_per_s: float = 2.0,
        is_behind_tls: bool = False,
        max_body: int = MAX_BODY,
        max_form: int = MAX_FORM,
        idle_s: float = IDLE_S,
    ) -> None:
        self.app = app
        self.reads = Rates(reads_per_s, reads_per_s * 5)
        self.writes = Rates(writes_per_s, 30)
        self.is_behind_tls = is_behind_tls
        self.max_body, self.max_form, self.idle_s = max_body, max_form, idle_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.max_body if scope["path"] == "/intake" else self.max_form
        body = _Body(receive, limit, self.idle_s)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                if body.fault:
                    message["status"] = body.fault
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self.is_behind_tls:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        refusal = self._refusal(scope, limit)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        try:
            await self.app(scope, body.receive, answer)
        except BodyRefused as error:
            await PlainTextResponse(f"{error}\n", error.status)(scope, receive, answer)

    def _refusal(self, scope: Scope, limit: int) -> Response | None:
        client = scope.get("client")
        address = client[0] if client else "local"
        rates = self.reads if scope["method"] in ("GET", "HEAD", "OPTIONS") else self.writes
        if not rates.allows(address, time.monotonic()):
            text = "Too many requests from your address. Wait a minute.\n"
            return PlainTextResponse(text, 429, headers={"Retry-After": "60"})
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdigit() and int(declared) > limit:
            return PlainTextResponse(
                f"The body is over {limit} bytes. Put the file into inbox/ instead.\n", 413
            )
        return None


class BodyRefused(Exception):
    """The body is too long or has stopped arriving."""

    def __init__(self, status: int, text: str) -> None:
        self.status = status
        super().__init__(text)


class _Body:
    """Counts and times a request's body. `fault` is the status to answer with once it was refused, else 0."""

    def __init__(self, receive: Receive, limit: int, idle_s: float) -> None:
        self._receive, self.limit, self.idle_s = receive, limit, idle_s
        self.size, self.fault, self.is_complete = 0, 0, False

    async def receive(self) -> Message:
        if self.is_complete:
            return await self._receive()  # only a disconnect can come: that may take as long as it likes
        try:
            message = await asyncio.wait_for(self._receive(), self.idle_s)
        except TimeoutError:
            self.fault = 408
            raise BodyRefused(408, f"Nothing arrived for {self.idle_s:g} seconds.") from None
        if message["type"] == "http.request":
            self.size += len(message.get("body", b""))
            self.is_complete = not message.get("more_body", False)
            if self.size > self.limit:
                self.fault = 413
                raise BodyRefused(413, f"The body is over {self.limit} bytes.")
        return message
