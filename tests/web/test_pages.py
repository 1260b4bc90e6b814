import contextlib
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from holdfire.investigate.demo import EXAMPLE_CLOCK
from holdfire.investigate.run import investigate
from holdfire.model.case import open_case
from holdfire.web.app import create_app
from holdfire.web.pages import PAGES

PLAIN = sorted({page.path for page in PAGES if "{" not in page.path and page.action == "read_public"})
MEMBERS = ("/", "/incidents", "/findings", "/sources", "/coverage", "/counts", "/log", "/reports")


@pytest.mark.parametrize("path", PLAIN)
def test_every_public_page_answers_as_page_and_as_data(public: TestClient, path: str) -> None:
    page = public.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    data = public.get(path + ".json")
    assert data.status_code == 200
    assert isinstance(json.loads(data.content), dict)


def test_the_pages_of_the_architecture_are_all_there() -> None:
    assert set(MEMBERS) <= {page.path for page in PAGES}


def test_every_internal_link_of_the_main_pages_leads_somewhere(public: TestClient) -> None:
    seen: set[str] = set()
    todo = [
        "/",
        "/incidents",
        "/findings",
        "/sources",
        "/log",
        "/contested",
        "/first-mover",
        "/counts",
        "/reports",
    ]
    broken = []
    for depth in range(2):
        following: list[str] = []
        for path in todo:
            body = public.get(path).text
            links = {
                link.split("#")[0].replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', body)
            }
            following += sorted(links - seen)[: 400 if depth == 0 else 0]
            seen |= links
        for link in following:
            status = public.get(link).status_code
            if status not in (200, 303):
                broken.append((link, status))
        todo = [link for link in following if link.startswith(("/incidents/", "/findings/", "/exhibits/"))][
            :25
        ]
    assert not broken


def test_an_incident_shows_both_sides_in_the_order_of_their_ids_in_one_form(public: TestClient) -> None:
    incidents = public.get("/incidents.json").json()["incidents"]
    both = next(row for row in incidents if len(row["parties_speaking"]) > 1)
    body = public.get(f"/incidents/{both['incident_id']}").text
    assert body.index('class="party p-ARM"') < body.index('class="party p-AZE"')
    assert body.count('<div class="side">') == 4


def test_filters_narrow_the_list_and_stay_in_the_paging(public: TestClient) -> None:
    every = public.get("/incidents.json").json()
    one_day = public.get("/incidents.json?day=2020-07-14").json()
    assert 0 < one_day["total"] < every["total"]
    assert {row["local_day"] for row in one_day["incidents"]} == {"2020-07-14"}
    assert public.get("/incidents.json?kind=nonsense").json()["total"] == 0
    assert public.get("/incidents?page=nonsense&day=not-a-day").status_code == 200


def test_search_finds_words_wherever_they_stand(public: TestClient) -> None:
    found = public.get("/search.json?q=Azizov").json()
    assert found["statements"]
    assert all("azizov" in row["quote"].lower() for row in found["statements"])


def test_a_page_that_has_not_changed_is_not_sent_twice(public: TestClient) -> None:
    first = public.get("/incidents")
    again = public.get("/incidents", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["/incidents/nothing", "/findings/nothing", "/exhibits/nothing", "/log/x", "/parties/XXX"]
)
def test_what_is_not_there_is_404_in_the_form_that_was_asked_for(public: TestClient, path: str) -> None:
    assert public.get(path).status_code == 404
    data = public.get(path + ".json")
    assert data.status_code == 404
    assert "error" in data.json()


def test_as_known_on_a_day_that_was_not_built_says_how_to_build_it(public: TestClient) -> None:
    answer = public.get("/incidents?known=2020-07-13")
    assert answer.status_code == 404
    assert "holdfire investigate" in answer.text
    assert public.get("/incidents?known=yesterday").status_code == 400


def test_an_investigation_beside_the_server_is_seen_and_disturbs_no_reader(own_case: Path) -> None:
    app = create_app(own_case)
    token = app.state.site.accounts.new_token("party-ARM", "writer")
    party, reader = TestClient(app, headers={"Authorization": f"Bearer {token}"}), TestClient(app)
    for _ in range(2):
        assert party.get("/log").status_code == 200
        before = reader.get("/log.json").json()["total"]
        assert party.post("/replies", data={"about_id": "x", "body": "A word."}).status_code == 201
        investigate(open_case(own_case), at=EXAMPLE_CLOCK, write_out=False)
        reader.get("/log.json")  # a copy of the new register begins to be made
        app.state.site.registers.settle()
        assert reader.get("/log.json").json()["total"] > before
        assert party.get("/log").status_code == 200
    app.state.site.registers.settle()
    assert [p.name for p in own_case.iterdir() if p.name.startswith(".register")] == []


def test_readers_are_answered_from_the_old_copy_until_the_new_one_is_ready(
    own_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The making of a copy is held up here: no reader waits for it, and all see the new one once it is there."""
    import threading

    from holdfire.report import publication

    app = create_app(own_case)
    registers = app.state.site.registers
    registers.warm()
    token = app.state.site.accounts.new_token("party-ARM", "writer")
    party, reader = TestClient(app, headers={"Authorization": f"Bearer {token}"}), TestClient(app)
    before = reader.get("/log.json")
    assert party.post("/replies", data={"about_id": "x", "body": "A word."}).status_code == 201
    investigate(open_case(own_case), at=EXAMPLE_CLOCK, write_out=False)
    begun, go, made, real = threading.Event(), threading.Event(), [], publication.public_register

    def held_up(*given: object, **named: object) -> object:
        made.append(threading.get_ident())
        begun.set()
        assert go.wait(60)
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(publication, "public_register", held_up)
    monkeypatch.setattr("holdfire.web.registers.GRACE_S", 0.01)
    for _ in range(5):
        answer = reader.get("/log.json")
        assert answer.content == before.content
        assert answer.headers["etag"] == before.headers["etag"]
    assert begun.wait(60)
    assert len(made) == 1
    go.set()
    registers.settle()
    assert reader.get("/log.json").json()["total"] > before.json()["total"]
    assert len(made) == 1
    registers.close()


def test_a_register_that_cannot_be_opened_is_told_and_the_next_one_is_served(own_case: Path) -> None:
    app = create_app(own_case)
    reader = TestClient(app)
    path = open_case(own_case).register_path
    good = path.read_bytes()
    path.write_bytes(b"not a register")
    assert reader.get("/log").status_code == 400
    path.write_bytes(good)
    assert reader.get("/log").status_code == 200
    app.state.site.registers.close()


def test_the_missions_own_register_gets_its_word_index_beside_its_readers(
    client_of: Callable[[str], TestClient],
) -> None:
    from holdfire.web.words import is_prepared

    analyst = client_of("analyst")
    assert analyst.get("/search.json?q=Azizov").status_code == 200
    registers = analyst.app.state.site.registers  # type: ignore[attr-defined]
    for _ in range(200):
        with contextlib.closing(registers.cursor(view="whole")) as db:
            if is_prepared(db):
                break
        time.sleep(0.05)
    else:
        raise AssertionError("no word index")
    for words in ("Azizov", "shell", "chinari", "azerbaijan armed", "izov", "no-such-word"):
        found = [r["statement_id"] for r in analyst.get(f"/search.json?q={words}").json()["statements"]]
        with contextlib.closing(registers.cursor(view="whole")) as db:
            plain = db.execute(
                "select statement_id from statement where "
                + " and ".join(
                    f"contains(lower(concat_ws(' ', quote, speaker, weapon)), '{w.lower()}')"
                    for w in words.split()
                )
            ).fetchall()
        assert set(found) <= {row[0] for row in plain}
        assert bool(found) == bool(plain)
