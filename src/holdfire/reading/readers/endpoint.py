"""A model behind an OpenAI-compatible endpoint on this machine.

Only loopback addresses are spoken to: evidence does not leave the machine. The answer must be JSON of the shape asked
for; what it claims is checked by `protocol.admit`, not believed. Tested against a local double.
"""

import ipaddress
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from urllib.parse import urlsplit

from holdfire.model.errors import Misuse, Unreadable
from holdfire.model.kinds import Kind

from ..pack import Pack
from .protocol import QUOTED_FIELDS, Suggestion

TIMEOUT_S = 120.0
PROMPT = (
    'You extract statements about ceasefire violations. Answer with JSON only: {{"statements": [{{"kind": one of {kinds}, "quote": the exact words of the sentence, '
    '"modality": asserted|denied|reported|threatened, "negated": true|false, "fields": {{any of {fields}: the exact words of the document that say it}}}}]}}. '
    "Copy words exactly. Leave out what is not stated. Parties: {parties}."
)


class EndpointReader:
    """address: http://127.0.0.1:PORT/v1 or the like; model: the name that the server expects."""

    def __init__(self, address: str, model: str = "local") -> None:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not _is_loopback(host):
            raise Misuse(
                f"--reader: found {address!r}, expected an address on this machine, like http://127.0.0.1:8080/v1; evidence does not leave it"
            )
        self.address, self.model = address.rstrip("/"), model
        self.name = f"endpoint:{model}"

    def read(self, text: str, pack: Pack) -> Sequence[Suggestion]:
        """raises  Unreadable where the server does not answer, or not with the JSON asked for"""
        parties = ", ".join(
            f"{p.id} ({p.name})"
            for p in pack.parties.values()
            if not pack.conflict_parties or p.id in pack.conflict_parties
        )
        prompt = PROMPT.format(kinds=", ".join(Kind), fields=", ".join(QUOTED_FIELDS), parties=parties[:4000])
        asked = {
            "model": self.model, "temperature": 0, "seed": 0, "response_format": {"type": "json_object"},
            "messages": [{"role": "system", "content": prompt}, {"role": "user", "content": text}],
        }  # fmt: skip
        request = urllib.request.Request(
            f"{self.address}/chat/completions",
            json.dumps(asked).encode(),
            {"Content-Type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        try:
            with opener.open(request, timeout=TIMEOUT_S) as answer:
                content = json.loads(answer.read(8_000_000))["choices"][0]["message"]["content"]
                rows = json.loads(content)["statements"]
        except (urllib.error.URLError, OSError) as error:
            raise Unreadable(f"{self.address}: the reader does not answer ({error})") from error
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise Unreadable(
                f"{self.address}: not the JSON that was asked for ({type(error).__name__}: {error})"
            ) from error
        return [_suggestion(row) for row in rows if isinstance(row, dict)]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A local server must not send the evidence on to another host."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _suggestion(row: dict[str, object]) -> Suggestion:
    fields = row.get("fields")
    plain = {str(k): str(v) for k, v in fields.items() if v} if isinstance(fields, dict) else {}
    return Suggestion(
        str(row.get("kind", "")),
        str(row.get("quote", "")),
        plain,
        str(row.get("modality") or "asserted"),
        row.get("negated") is True,
    )
