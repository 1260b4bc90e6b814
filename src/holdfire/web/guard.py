"""What stands before every page: headers, sizes, rates, sessions, cross-site protection.

A strict content security policy (no inline script, nothing from elsewhere), a token bucket for each address and
sort of request, a limit on bodies, a signed session cookie, a CSRF token on every form.
"""

import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from .accounts import PUBLIC, Accounts, Who

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SANDBOX_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'self'; sandbox"
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
        return hmac.compare_digest(self.csrf(request), token)


class Guard:
    """ASGI-level checks for each request, as a Starlette `http` middleware function."""

    def __init__(
        self, reads_per_s: float = 200.0, writes_per_s: float = 2.0, is_behind_tls: bool = False
    ) -> None:
        self.reads = Rates(reads_per_s, reads_per_s * 5)
        self.writes = Rates(writes_per_s, 30)
        self.is_behind_tls = is_behind_tls

    async def __call__(
        self, request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        address = request.client.host if request.client else "local"
        rates = self.reads if request.method in ("GET", "HEAD", "OPTIONS") else self.writes
        if not rates.allows(address, time.monotonic()):
            response: Response = PlainTextResponse(
                "Too many requests from your address. Wait a minute.\n", 429, headers={"Retry-After": "60"}
            )
        elif _declared_length(request) > MAX_BODY:
            response = PlainTextResponse(
                f"The body is over {MAX_BODY} bytes. Put the file into inbox/ instead.\n", 413
            )
        else:
            response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if self.is_behind_tls:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response


def _declared_length(request: Request) -> int:
    text = request.headers.get("content-length", "0")
    return int(text) if text.isdigit() else 0
