"""What comes in by forms: public responses, newsletter, reviews, registers as known on a day; and what each leaves behind."""

import json
import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_string
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from holdfire.investigate.run import investigate
from holdfire.model.case import Case, open_case
from holdfire.model.errors import Misuse, Problems
from holdfire.model.register import insert_rows, open_register
from holdfire.vault.vault import open_vault
from holdfire.web.app import create_app
from holdfire.web.letters import Letters, MailSettings, NewEntry, mail_settings, new_entries
from holdfire.web.moderation import Moderation
from holdfire.web.reviews import body_of
from holdfire.web.words import _after, attach, parts_of, prepare, statements_with


def csrf_in(page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found
    return found.group(1)


def client_for(app: Any, role: str) -> TestClient:
    token = app.state.site.accounts.new_token(role, f"test {role}")
    return TestClient(app, headers={"Authorization": f"Bearer {token}"}, follow_redirects=False)


# public responses


def test_a_public_response_is_shown_only_after_a_reviewer_accepts_it_and_is_never_evidence(
    own_case: Path,
) -> None:
    app = create_app(own_case)
    reader, reviewer = TestClient(app), client_for(app, "reviewer")
    incident = reader.get("/incidents.json").json()["incidents"][0]["incident_id"]
    page = reader.get(f"/incidents/{incident}").text
    entries = len(list(open_vault(own_case / "vault").entries()))
    sent = {"about_id": incident, "body": "I was there <script>alert(1)</script>.", "csrf": csrf_in(page)}
    assert reader.post("/responses", data=sent).status_code == 201
    assert "I was there" not in reader.get(f"/incidents/{incident}").text
    assert len(list(open_vault(own_case / "vault").entries())) == entries
    waiting = reviewer.get("/review.json").json()["responses"]
    assert [row["body"] for row in waiting] == [sent["body"]]
    said = {
        "response_id": waiting[0]["response_id"],
        "decision": "accept",
        "reason": "polite and to the point",
    }
    assert reader.post("/moderation", data={**said, "csrf": csrf_in(page)}).status_code == 401
    assert reviewer.post("/moderation", data=said).status_code == 201
    shown = reader.get(f"/incidents/{incident}").text
    assert "I was there &lt;script&gt;" in shown
    assert '<span class="badge">public response</span>' in shown
    assert reviewer.post("/moderation", data={**said, "decision": "decline"}).status_code == 201
    assert "I was there" not in reader.get(f"/incidents/{incident}").text
    added = list(open_vault(own_case / "vault").entries())[entries:]
    assert [entry.kind for entry in added] == ["access", "access"]
    assert "I was there" not in json.dumps([entry.body for entry in added])
    assert reader.get("/search.json?q=I+was+there").json()["statements"] == []


def test_a_response_about_nothing_is_refused_and_many_from_one_address_are_slowed(own_case: Path) -> None:
    app = create_app(own_case)
    reader = TestClient(app)
    incident = reader.get("/incidents.json").json()["incidents"][0]["incident_id"]
    csrf = csrf_in(reader.get(f"/incidents/{incident}").text)
    assert reader.post("/responses", data={"about_id": incident, "body": "x"}).status_code == 403
    assert (
        reader.post("/responses", data={"about_id": "inc-none", "body": "x", "csrf": csrf}).status_code == 400
    )
    bot = {"about_id": incident, "body": "buy", "website": "spam.example", "csrf": csrf}
    assert reader.post("/responses", data=bot).status_code == 201
    assert app.state.site.moderation.waiting() == []
    answers = [
        reader.post("/responses", data={"about_id": incident, "body": f"no. {n}", "csrf": csrf}).status_code
        for n in range(6)
    ]
    assert answers[-1] == 429


def test_the_queue_keeps_one_of_the_same_words_and_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfire.web.moderation.MAX_WAITING", 2)
    queue = Moderation(tmp_path / "responses.sqlite")
    first = queue.receive("inc-1", "", "  The same.  ", "2020-07-14T00:00:00")
    assert queue.receive("inc-1", "", "The same.", "2020-07-15T00:00:00").response_id == first.response_id
    queue.receive("inc-1", "", "Another.", "2020-07-15T00:00:00")
    with pytest.raises(Misuse, match="wait for a reviewer"):
        queue.receive("inc-1", "", "A third.", "2020-07-15T00:00:00")
    with pytest.raises(Misuse, match="nothing"):
        queue.receive("inc-1", "", "   ", "2020-07-15T00:00:00")
    with pytest.raises(Misuse, match="no such response"):
        queue.decide("pub-none", accept=True, by="r", reason="because")


# reviews: what the form says is what the stages read


@pytest.fixture
def register() -> Iterator[Any]:
    db = open_register(":memory:")
    db.execute(
        """insert into statement (statement_id, exhibit_id, quote, start_char, end_char, kind, modality, rule, confidence, known_at)
           select 'st-' || i, 'ex-1', 'words ' || i, i, i + 7, 'mortar', 'asserted', 'r', 1, timestamp '2020-07-14' from range(3) t(i)"""
    )
    insert_rows(
        db,
        "unread",
        [
            {
                "unread_id": "un-1",
                "exhibit_id": "ex-1",
                "start_char": 5,
                "end_char": 9,
                "quote": "odd",
                "reason": "r",
                "known_at": datetime(2020, 7, 14),  # noqa: DTZ001 the register's times are naive UTC
            }
        ],
    )
    yield db
    db.close()


def test_a_link_decision_names_both_reports_as_linking_reads_them(register: Any) -> None:
    from holdfire.fusion.reviews import decisions_of

    body = body_of(register, "join", "st-1", other="st-0", reason="the same salvo", reviewer="nina")
    assert decisions_of([body], frozenset({"st-0", "st-1"})).pairs == {("st-0", "st-1"): True}
    apart = body_of(register, "split", "st-1", other="st-0", reason="two places", reviewer="nina")
    assert decisions_of([body, apart], frozenset({"st-0", "st-1"})).pairs == {("st-0", "st-1"): False}


def test_a_reading_decision_carries_what_the_reading_stage_asks_for(register: Any) -> None:
    from holdfire.reading.review import faults

    body = body_of(
        register,
        "correct",
        "un-1",
        fields={"kind": "mortar", "accused_party": ""},
        reason="it says so",
        reviewer="nina",
    )
    assert (body["what"], body["action"], body["row"], body["fields"]) == (
        "statement",
        "correct",
        "un-1",
        {"kind": "mortar"},
    )
    assert (body["exhibit"], body["start"], body["end"], faults(body)) == ("ex-1", 5, 9, [])


@pytest.mark.parametrize(
    ("what", "subject", "words", "says"),
    [
        ("join", "st-1", {"other": "st-9"}, "st-9"),
        ("join", "st-1", {}, "one report only"),
        ("join", "st-1", {"other": "st-1"}, "one report only"),
        ("dismiss", "un-9", {}, "no such row"),
        ("correct", "un-1", {}, "at least one field"),
        ("correct", "un-1", {"fields": {"kind": "witchcraft"}}, "kind"),
        ("finding", "f-1", {"decision": "guilty"}, "decision"),
        ("finding", "f-1", {"decision": "agree"}, "no such finding"),
    ],
)
def test_a_decision_that_no_stage_would_understand_is_refused(
    register: Any, what: str, subject: str, words: dict[str, Any], says: str
) -> None:
    with pytest.raises((Misuse, Problems), match=says):
        body_of(register, what, subject, reason="because", reviewer="nina", **words)


def test_a_reviewers_word_on_a_finding_changes_it_at_the_next_investigation(own_case: Path) -> None:
    app = create_app(own_case)
    finding = client_for(app, "reviewer").get("/findings.json").json()["findings"][0]["finding_id"]
    for name in ("nina", "omar"):
        token = app.state.site.accounts.new_token("reviewer", name)
        client = TestClient(app, headers={"Authorization": f"Bearer {token}"})
        form = {
            "what": "finding",
            "subject": finding,
            "decision": "incident_no_violation",
            "reason": "it was an exercise",
        }
        assert client.post("/reviews", data=form).status_code == 201
    from holdfire.investigate.demo import EXAMPLE_CLOCK

    investigate(open_case(own_case), at=EXAMPLE_CLOCK, write_out=False)
    body = client_for(app, "reviewer").get(f"/findings/{finding}.json").json()["finding"]
    assert body["outcome"] == "incident_no_violation"
    assert body["computed"] != body["outcome"]
    page = client_for(app, "reviewer").get(f"/findings/{finding}").text
    assert "Reviewers decided otherwise" in page


# as known on a day


def test_a_signed_in_role_has_a_register_built_and_every_link_keeps_the_day(own_case: Path) -> None:
    app = create_app(own_case)
    analyst, reader = client_for(app, "analyst"), TestClient(app, follow_redirects=False)
    incident = reader.get("/incidents.json").json()["incidents"][0]["incident_id"]
    assert 'action="/known"' not in reader.get("/incidents?known=2020-07-14").text
    assert 'action="/known"' in analyst.get("/incidents?known=2020-07-14").text
    csrf = csrf_in(reader.get(f"/incidents/{incident}").text)
    asked = {"known": "2020-07-14", "back": "/incidents?status=one_sided"}
    assert reader.post("/known", data={**asked, "csrf": csrf}).status_code == 401
    answer = analyst.post("/known", data=asked)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/incidents?status=one_sided&known=2020-07-14",
    )
    then, now = (
        analyst.get(path).json()["total"] for path in ("/incidents.json?known=2020-07-14", "/incidents.json")
    )
    assert 0 < then < now
    body = analyst.get("/incidents?known=2020-07-14").text
    main = body[body.index("<main") : body.index("</main>")]
    for link in re.findall(r'href="(/[^"]*)"', main):
        assert "known=2020-07-14" in link, link
    for path in ("/", "/parties", "/counts", "/log", "/review", "/sources"):
        assert analyst.get(path, params={"known": "2020-07-14"}).status_code == 200, path


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"known": "2999-01-01"}, 400), ({"known": "then"}, 400), ({"known": "2020-07-14", "csrf": "no"}, 303)],
)
def test_only_a_past_moment_is_built(
    own_case: Path, asked: dict[str, str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfire.investigate.run.investigate", lambda *a, **k: None)
    answer = client_for(create_app(own_case), "analyst").post(
        "/known", data={**asked, "back": "//evil.example/"}
    )
    assert answer.status_code == status
    if status == 303:
        assert answer.headers["location"] == "/?known=2020-07-14"


def test_no_more_registers_than_are_kept(own_case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfire.web.known.MOST_REGISTERS", 1)
    (own_case / "register-as-known-2020-01-01T0000Z.duckdb").touch()
    answer = client_for(create_app(own_case), "analyst").post("/known", data={"known": "2020-07-14"})
    assert answer.status_code == 400
    assert "delete some" in answer.text


# the newsletter, against an SMTP server of our own


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 double")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].upper()
            if word == "DATA":
                self._say("354 go on")
                lines = []
                while (text := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    lines.append(text.removeprefix(".") if text.startswith("..") else text)
                self.server.letters.append(message_from_string("\n".join(lines)))  # type: ignore[attr-defined]
            if word == "RCPT" and "refused@" in line:
                self._say("550 nobody here")
            else:
                self._say("221 bye" if word == "QUIT" else "250 ok")
            if word == "QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def smtp() -> Iterator[Any]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.daemon_threads = True
        server.letters = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def settings_for(smtp: Any) -> str:
    port = smtp.server_address[1]
    return f'host = "127.0.0.1"\nport = {port}\nsender = "digest@mission.example"\nsite = "https://mission.example"\n'


def link_in(letter: Message) -> tuple[str, str]:
    found = re.search(r"https://mission\.example(/newsletter/\S+)", letter.get_payload(decode=True).decode())  # type: ignore[union-attr]
    assert found
    parts = urlsplit(found.group(1))
    return parts.path, parse_qs(parts.query)["token"][0]


def test_without_mail_settings_there_is_no_newsletter(public: TestClient) -> None:
    assert 'action="/newsletter"' not in public.get("/").text
    assert public.post("/newsletter", data={"address": "a@b.example"}).status_code == 404


def test_an_address_is_kept_only_after_the_letter_was_answered_and_leaves_with_one_click(
    own_case: Path, smtp: Any
) -> None:
    (own_case / "mail.toml").write_text(settings_for(smtp), encoding="utf-8")
    app = create_app(own_case)
    reader, letters = TestClient(app), app.state.site.letters
    page = reader.get("/").text
    assert 'action="/newsletter"' in page
    form = {"address": "reader@home.example", "csrf": csrf_in(page)}
    assert (
        reader.post("/newsletter", data={**form, "address": "a@b.example\r\nBcc: c@d.example"}).status_code
        == 422
    )
    assert reader.post("/newsletter", data=form).status_code == 201
    assert letters.readers() == []
    path, token = link_in(smtp.letters[-1])
    assert smtp.letters[-1]["To"] == "reader@home.example"
    assert reader.get(path, params={"token": token}).status_code == 200
    assert letters.readers() == []  # a mail scanner that follows links subscribes nobody
    assert reader.post(path, data={"token": token + "x"}).status_code == 400
    assert reader.post(path, data={"token": token}).status_code == 200
    assert letters.readers() == ["reader@home.example"]
    entries, newest = new_entries(open_case(own_case), None)
    assert entries
    assert newest is not None
    assert letters.send_digest("The case", entries, newest) == 1
    digest = smtp.letters[-1]
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    out = urlsplit(digest["List-Unsubscribe"].strip("<>"))
    one_click = reader.post(f"{out.path}?{out.query}", data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    assert letters.readers() == []
    again, _newest = new_entries(open_case(own_case), letters.last_sent())
    assert again == []


def test_a_server_that_refuses_is_named_and_nothing_is_kept(own_case: Path, smtp: Any) -> None:
    (own_case / "mail.toml").write_text(settings_for(smtp), encoding="utf-8")
    app = create_app(own_case)
    reader = TestClient(app)
    form = {"address": "refused@home.example", "csrf": csrf_in(reader.get("/").text)}
    answer = reader.post("/newsletter", data=form)
    assert answer.status_code == 502
    assert app.state.site.letters.readers() == []


def test_a_link_for_one_act_does_not_do_another(tmp_path: Path) -> None:
    settings = MailSettings(host="h", sender="a@b.example", site="https://mission.example")
    letters = Letters(tmp_path, settings, b"k" * 32)
    digest = letters.digest("r@home.example", "Case", [NewEntry("T", "x", "/y")])
    _path, leave = link_in(digest)
    assert letters.confirm(leave, datetime(2020, 7, 14, tzinfo=UTC)) is None
    assert Letters(tmp_path, settings, b"j" * 32).leave(leave) is None
    assert letters.leave(leave) == "r@home.example"


@pytest.mark.parametrize(
    "line", ["host = 3", 'sender = "nobody"', 'site = "ftp://x"', 'colour = "red"', "port = 0"]
)
def test_wrong_mail_settings_are_named(tmp_path: Path, line: str) -> None:
    good = {"host": '"h"', "sender": '"a@b.example"', "site": '"https://x.example"'}
    key = line.split(" ")[0]
    text = "\n".join(f"{k} = {v}" for k, v in good.items() if k != key) + f"\n{line}\n"
    (tmp_path / "mail.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Problems, match=key):
        mail_settings(tmp_path)


# the door


def test_who_comes_in_is_an_entry_of_the_log_without_his_name_in_the_open(own_case: Path) -> None:
    app = create_app(own_case)
    app.state.site.accounts.add_user("nina", "reviewer", "correct horse battery")
    client = TestClient(app, follow_redirects=False)
    assert (
        client.post("/sign-in", data={"name": "nina", "password": "wrong horse battery"}).status_code == 401
    )
    assert (
        client.post("/sign-in", data={"name": "nina", "password": "correct horse battery"}).status_code == 303
    )
    entries = [e for e in open_vault(own_case / "vault").entries() if e.kind == "access"]
    assert len(entries) == 1
    assert entries[0].body is not None
    assert entries[0].body["name"] == "nina"
    assert "nina" not in json.dumps([entries[0].entry, entries[0].by])


def test_a_party_is_shown_what_is_joint_and_only_the_mission_its_own_material(
    case: Case, client_of: Callable[[str], TestClient]
) -> None:
    seen = {
        role: client_of(role).get("/").status_code for role in ("public", "party-ARM", "party-AZE", "analyst")
    }
    assert set(seen.values()) == {200}
    sites = {
        role: client_of(role).get("/incidents.json").json() for role in ("party-ARM", "party-AZE", "analyst")
    }
    assert sites["party-ARM"] == sites["party-AZE"]
    places = {
        role: {row["incident_id"]: (row["lat"], row["lon"]) for row in found["incidents"]}
        for role, found in sites.items()
    }
    moved = [
        key
        for key, at in places["analyst"].items()
        if at[0] is not None and places["party-ARM"].get(key) != at
    ]
    assert moved  # a party's copy is coarse


# search


@pytest.fixture(scope="module")
def lines() -> Iterator[Any]:
    db = open_register(":memory:")
    said = [
        "Shelling near Chinari at 21:15",
        "Two mortar rounds",
        "A drone over Aygepar",
        "The shell fell",
        "Ermənistan tərəfi atəş açdı",
    ]
    said += [f"mortar fire number {n}" for n in range(1000)]
    db.execute(
        """
        insert into statement (statement_id, exhibit_id, quote, start_char, end_char, kind, modality, rule, confidence, known_at)
        select 'st-' || lpad((i - 1)::varchar, 4, '0'), 'ex-1', $said[i], 0, 1, 'mortar', 'asserted', 'r', 1,
               timestamp '2020-07-14' + to_minutes(i)
        from range(1, len($said) + 1) t(i)
        """,
        {"said": said},
    )
    attach(db)
    prepare(db)
    yield db
    db.close()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["chinari"], ["st-0000"]),
        (["shell"], ["st-0003", "st-0000"]),  # the beginning of a word
        (["21:15"], ["st-0000"]),
        (["hinar"], ["st-0000"]),  # no word begins so: inside one
        (["mortar", "two"], ["st-0001"]),
        (["atəş"], ["st-0004"]),
        (["nothing", "mortar"], []),
        (["number", "777"], ["st-0782"]),
    ],
)
def test_search_finds_beginnings_of_words_newest_first(
    lines: Any, asked: list[str], found: list[str]
) -> None:
    assert statements_with(lines, asked) == found


def test_a_word_of_many_lines_gives_the_newest(lines: Any) -> None:
    assert statements_with(lines, ["mortar"]) == [f"st-{n:04}" for n in range(1004, 954, -1)]


@pytest.mark.parametrize("asked", [["mortar"], ["number", "99"], ["shell"], ["drone", "over"], ["m"], ["9"]])
def test_search_agrees_with_reading_every_line(lines: Any, asked: list[str]) -> None:
    every = lines.execute(
        "select statement_id, lower(quote) from statement order by known_at desc, statement_id"
    ).fetchall()
    slow = [key for key, text in every if all(any(w.startswith(a) for w in parts_of(text)) for a in asked)][
        :50
    ]
    assert statements_with(lines, asked) == slow
    assert _after("a") > "a\U0010fffe"
