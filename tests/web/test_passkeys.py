"""Passkeys with a software authenticator of our own: what is accepted, and every way in which it is not."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.testclient import TestClient

from holdfire.web.app import create_app

cbor2 = pytest.importorskip("cbor2")
pytest.importorskip("webauthn")

PRESENT, VERIFIED, ATTESTED = 1, 4, 64
PASSWORD = "a long enough password"


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Device:
    """One P-256 passkey; every field of its answers can be bent by a test."""

    def __init__(self, server: str = "localhost", origin: str = "http://localhost") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.server, self.origin, self.count = b"key-" + self.public()[1][:12], server, origin, 0

    def public(self) -> tuple[bytes, bytes]:
        n = self.key.public_key().public_numbers()
        return n.x.to_bytes(32, "big"), n.y.to_bytes(32, "big")

    def client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def data(self, flags: int) -> bytes:
        self.count += 1
        return hashlib.sha256(self.server.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def create(self, options: dict[str, Any], flags: int = PRESENT | VERIFIED | ATTESTED) -> str:
        x, y = self.public()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        data = self.data(flags) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        response = {
            "clientDataJSON": text(self.client("webauthn.create", options["challenge"])),
            "attestationObject": text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return json.dumps(
            {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}
        )

    def get(self, options: dict[str, Any], flags: int = PRESENT | VERIFIED) -> str:
        client, data = self.client("webauthn.get", options["challenge"]), self.data(flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": text(client),
            "authenticatorData": text(data),
            "signature": text(signature),
        }
        return json.dumps(
            {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}
        )


@pytest.fixture
def app(own_case: Path) -> Any:
    made = create_app(own_case)
    made.state.site.accounts.add_user("nina", "reviewer", PASSWORD)
    made.state.site.accounts.add_user("omar", "analyst", PASSWORD)
    yield made
    made.state.site.registers.close()


def browser(app: Any, base: str = "http://localhost") -> TestClient:
    return TestClient(app, base_url=base, follow_redirects=False)


def signed_in(app: Any, name: str = "nina", base: str = "http://localhost") -> TestClient:
    client = browser(app, base)
    assert client.post("/sign-in", data={"name": name, "password": PASSWORD}).status_code == 303
    return client


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/sign-in").text)
    assert found
    return found.group(1)


def added(app: Any, device: Device) -> TestClient:
    client = signed_in(app)
    token = csrf(client)
    options = client.post("/passkeys/options", data={"csrf": token}).json()
    answer = client.post(
        "/passkeys", data={"csrf": token, "credential": device.create(options), "label": "phone"}
    )
    assert answer.status_code == 201, answer.text
    return client


def enter(client: TestClient, device: Device, **bent: Any) -> int:
    options = client.post("/sign-in/passkey/options").json()
    return client.post("/sign-in/passkey", data={"credential": device.get(options, **bent)}).status_code


def test_one_who_added_a_passkey_signs_in_with_it_in_his_role(app: Any, own_case: Path) -> None:
    device = Device()
    owner = added(app, device)
    assert "phone" in owner.get("/passkeys").text
    client = browser(app)
    assert client.get("/review").status_code == 401
    assert enter(client, device) == 200
    assert client.get("/review").status_code == 200
    assert "nina" in client.get("/").text
    again = browser(app)
    assert enter(again, device) == 200


def test_the_options_ask_for_the_owner_and_for_this_server(app: Any) -> None:
    client = signed_in(app)
    options = client.post("/passkeys/options", data={"csrf": csrf(client)}).json()
    assert options["rp"]["id"] == "localhost"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert "nina" not in base64.urlsafe_b64decode(options["user"]["id"] + "==").decode("latin-1")
    asked = client.post("/sign-in/passkey/options").json()
    assert asked["userVerification"] == "required"
    assert len(base64.urlsafe_b64decode(asked["challenge"] + "==")) == 32


def test_what_the_owner_was_not_seen_for_does_not_hold(app: Any) -> None:
    device = Device()
    added(app, device)
    assert enter(browser(app), device, flags=PRESENT) == 401


def test_an_answer_is_good_once(app: Any) -> None:
    device = Device()
    added(app, device)
    client = browser(app)
    credential = device.get(client.post("/sign-in/passkey/options").json())
    assert client.post("/sign-in/passkey", data={"credential": credential}).status_code == 200
    assert browser(app).post("/sign-in/passkey", data={"credential": credential}).status_code == 401


def test_another_site_another_key_and_an_older_count_do_not_hold(app: Any) -> None:
    device = Device()
    added(app, device)
    device.origin = "http://localhost.evil.example"
    assert enter(browser(app), device) == 401
    device.origin, device.server = "http://localhost", "evil.example"
    assert enter(browser(app), device) == 401
    device.server = "localhost"
    stranger = Device()
    stranger.id = device.id
    assert enter(browser(app), stranger) == 401
    assert enter(browser(app), Device()) == 401
    assert enter(browser(app), device) == 200
    device.count = 0  # a copy of the device
    assert enter(browser(app), device) == 401


def test_a_passkey_of_one_name_of_the_server_is_none_of_another(app: Any) -> None:
    device = Device()
    added(app, device)
    device.server, device.origin = "register.example", "http://register.example"
    assert enter(browser(app, "http://register.example"), device) == 401


def test_only_a_user_adds_one_and_only_from_his_own_page(app: Any) -> None:
    client = signed_in(app)
    assert client.post("/passkeys/options", data={"csrf": "0" * 64}).status_code == 403
    options = client.post("/passkeys/options", data={"csrf": csrf(client)}).json()
    other = signed_in(app, "omar")
    form = {"csrf": csrf(other), "credential": Device().create(options)}
    assert other.post("/passkeys", data=form).status_code == 400  # asked of nina
    assert browser(app).post("/passkeys/options").status_code == 403
    linked = browser(app)
    linked.get("/enter?token=" + app.state.site.accounts.new_token("analyst", "launch link"))
    assert linked.post("/passkeys/options", data={"csrf": csrf(linked)}).status_code == 403
    assert "belongs to a user with a password" in linked.get("/passkeys").text
    assert browser(app).get("/passkeys").status_code == 401


def test_a_new_password_and_its_owner_remove_passkeys(app: Any) -> None:
    device, second = Device(), Device()
    client = added(app, device)
    added(app, second)
    form = {"csrf": csrf(client), "credential_id": text(device.id)}
    other = signed_in(app, "omar")
    other.post("/passkeys/remove", data={"csrf": csrf(other), "credential_id": text(device.id)})
    assert enter(browser(app), device) == 200  # not omar's to remove
    assert client.post("/passkeys/remove", data=form).status_code == 303
    assert enter(browser(app), device) == 401
    assert enter(browser(app), second) == 200
    app.state.site.accounts.add_user("nina", "reviewer", PASSWORD + "!")
    assert enter(browser(app), second) == 401


def test_an_ip_address_is_told_why_it_has_none(app: Any) -> None:
    client = signed_in(app, base="http://127.0.0.1")
    answer = client.post("/passkeys/options", data={"csrf": csrf(client)})
    assert answer.status_code == 400
    assert "localhost" in answer.json()["error"]
    assert "localhost" in client.get("/passkeys").text


@pytest.mark.parametrize(
    "junk",
    ["", "{}", "[]", "1", "null", '{"response": 1}', '{"response": {"clientDataJSON": "é"}}', "[" * 9000,
     '{"id": 5, "response": {"clientDataJSON": "' + text(b'{"challenge": "AAAA"}') + '"}}',
     '{"id": "a", "response": {"clientDataJSON": "' + text(b'{"challenge": "AAAA"}') + '"}}'],
)  # fmt: skip
def test_junk_is_refused(app: Any, junk: str) -> None:
    assert browser(app).post("/sign-in/passkey", data={"credential": junk}).status_code in (400, 401, 422)
    client = signed_in(app)
    form = {"csrf": csrf(client), "credential": junk}
    assert client.post("/passkeys", data=form).status_code in (400, 422)


def test_signing_in_by_passkey_is_an_entry_of_the_log(app: Any, own_case: Path) -> None:
    from holdfire.vault.vault import open_vault

    device = Device()
    added(app, device)
    assert enter(browser(app), device) == 200
    vault = open_vault(own_case / "vault")
    said = [e.body["what"] for e in vault.entries() if e.kind == "access" and e.body]
    vault.close()
    assert said[-3:] == ["sign_in", "passkey_added", "sign_in"]


def test_without_the_extra_nothing_of_it_is_there(own_case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfire.web.passkeys.is_offered", lambda: False)
    monkeypatch.setattr("holdfire.web.render.is_offered", lambda: False)
    made = create_app(own_case)
    made.state.site.accounts.add_user("nina", "reviewer", PASSWORD)
    client = signed_in(made)
    assert client.get("/passkeys").status_code == 404
    assert client.post("/sign-in/passkey/options").status_code in (404, 405)
    assert "passkey" not in client.get("/sign-in").text
    assert client.get("/review").status_code == 200
