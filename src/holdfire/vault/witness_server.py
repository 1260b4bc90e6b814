"""`holdfire witness serve`: add-checkpoint over HTTP, bounded on every side.

POST /add-checkpoint            as in tlog-witness          GET /<hex sha256(origin)>/checkpoint   the latest we cosigned
A body has at most 512 KiB, a connection ten seconds, an address a steady rate with a short burst, the whole server a fixed
number of connections at a time; what is more is answered 413, 408, 429 or 503 and costs nothing.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .witness import MAX_BODY, Answer, Witness

AT_A_TIME = 16
PER_SECOND = 20.0
BURST = 60.0
MONITOR = re.compile(r"^/([0-9a-f]{64})/checkpoint$")


class RateLimit:
    """A bucket per address; the oldest addresses are forgotten, so that many cannot fill memory."""

    def __init__(self, per_second: float, burst: float, kept: int = 4096) -> None:
        self.per_second, self.burst, self.kept = per_second, burst, kept
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.guard = threading.Lock()

    def allows(self, address: str, now_s: float) -> bool:
        with self.guard:
            level, then = self.buckets.pop(address, (self.burst, now_s))
            level = min(self.burst, level + (now_s - then) * self.per_second)
            allowed = level >= 1
            self.buckets[address] = (level - 1 if allowed else level, now_s)
            while len(self.buckets) > self.kept:
                self.buckets.popitem(last=False)
            return allowed


class WitnessServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, address: tuple[str, int], witness: Witness, clock: Callable[[], float], per_second: float
    ) -> None:
        self.witness = witness
        self.clock = clock
        self.limit = RateLimit(per_second, max(BURST, per_second))
        self.places = threading.BoundedSemaphore(AT_A_TIME)
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server_version = "holdfire-witness"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 10
    server: WitnessServer

    def do_POST(self) -> None:
        self._bounded(self._post)

    def do_GET(self) -> None:
        self._bounded(self._get)

    def _bounded(self, handle: Callable[[], Answer]) -> None:
        if not self.server.places.acquire(blocking=False):
            self._send(Answer(503, b"busy, try again\n"), close=True)
            return
        try:
            if not self.server.limit.allows(self.client_address[0], time.monotonic()):
                self._send(Answer(429, b"too many requests from this address\n"), close=True)
                return
            self._send(handle())
        except TimeoutError:
            self._send(Answer(408, b"the request took too long\n"), close=True)
        finally:
            self.server.places.release()

    def _post(self) -> Answer:
        if self.path != "/add-checkpoint":
            self.close_connection = True
            return Answer(404, b"expected POST /add-checkpoint\n")
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            self.close_connection = True
            return Answer(411, b"expected a Content-Length\n")
        if int(length) > MAX_BODY:
            self.close_connection = True
            return Answer(413, f"expected at most {MAX_BODY} bytes\n".encode())
        return self.server.witness.add_checkpoint(self.rfile.read(int(length)), int(self.server.clock()))

    def _get(self) -> Answer:
        found = MONITOR.match(self.path)
        note = self.server.witness.latest_by_hash(found[1]) if found else None
        if note is None:
            return Answer(404, b"no checkpoint of that log here\n")
        return Answer(200, note)

    def _send(self, answer: Answer, close: bool = False) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        if close:
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Addresses are not kept: a witness has no need to know who asks."""


def make_server(
    witness: Witness,
    host: str,
    port: int,
    *,
    clock: Callable[[], float] = time.time,
    per_second: float = PER_SECOND,
) -> WitnessServer:
    """Bound and ready; the caller runs serve_forever."""
    return WitnessServer((host, port), witness, clock, per_second)
