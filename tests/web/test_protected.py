"""Every route as every role: what a protected source is called, said or sent reaches only those who may see it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from holdfire.intake.take_in import take_in
from holdfire.investigate.demo import EXAMPLE_CLOCK
from holdfire.investigate.run import investigate
from holdfire.model.case import Case, open_case
from holdfire.model.register import fetch_dicts, open_register
from holdfire.terms.roles import may
from holdfire.vault.vault import open_vault
from holdfire.web.access import view_of
from holdfire.web.accounts import Who
from holdfire.web.app import create_app
from holdfire.web.pages import PAGES

SOURCE, NAME, URL = "quail-witness", "Marsh Quail of the lower mill", "https://quail-nest.example/diary"
WORDS = "when the heron flew over the quince orchard"
LETTER = f"""Chinari, 14 July 2020. On 14 July at 13:20 the Azerbaijani armed forces shelled the village of Chinari with 120 mm
mortars {WORDS}, said Marsh Quail, a resident. On 15 July at 02:10 shells fell on Aygepar, {NAME} said.
"""
TABLE = "date,place,what,teller\n2020-07-14,Chinari,shelling,plover-teller\n2020-07-15,Aygepar,shelling,plover-teller\n"
OTHER = f"""Yerevan, 16 July 2020. On 14 July at 13:20 the Azerbaijani armed forces shelled the village of Chinari, {NAME} told
the Ministry of Defence of Armenia, the ministry said.
"""
PLANTED = (SOURCE, NAME, URL, WORDS, "quail-letter", "plover-teller", "plover-table")
ROLES = ("public", "party-ARM", "party-AZE", "analyst", "reviewer", "chair", "keeper")
KEEPER = '\n[[role]]\nid = "keeper"\nsees = ["published", "joint", "material", "protected"]\ndoes = ["intake", "review"]\n'


@pytest.fixture(scope="module")
def guarded(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example with a protected source: a letter, a table, and a ministry's page that names it."""
    import shutil

    root = tmp_path_factory.mktemp("guarded") / "case"
    shutil.copytree(case.root, root)
    with (root / "sources.csv").open("a", encoding="utf-8") as out:
        out.write(f"{SOURCE},{NAME},,resident,C,1,{URL},\n")
    mandate = (root / "mandate.toml").read_text(encoding="utf-8")
    (root / "mandate.toml").write_text(mandate.replace("\n[log]\n", f"{KEEPER}\n[log]\n"), encoding="utf-8")
    opened = open_case(root)
    vault = open_vault(opened.vault_dir)
    given = {"acquired_at": datetime(2020, 7, 17, tzinfo=UTC), "by": "intake officer"}
    for name, text, source in (
        ("quail-letter.txt", LETTER, SOURCE),
        ("plover-table.csv", TABLE, SOURCE),
        ("ministry.txt", OTHER, "arm-mod"),
    ):
        (tmp_path_factory.getbasetemp() / name).write_text(text, encoding="utf-8")
        take_in(opened, vault, [tmp_path_factory.getbasetemp() / name], source=source, **given)  # type: ignore[arg-type]
    vault.append(
        "review",
        {"what": "lock", "reports": ["x"], "reason": f"as {NAME} says", "reviewer": "nina"},
        by="reviewer:nina",
        at=datetime(2020, 7, 18, tzinfo=UTC),
    )
    vault.commit()
    vault.close()
    investigate(open_case(root), at=EXAMPLE_CLOCK)
    return root


@pytest.fixture(scope="module")
def app(guarded: Path) -> Iterator[FastAPI]:
    made = create_app(guarded)
    yield made
    made.state.site.registers.close()


def client(app: FastAPI, role: str) -> TestClient:
    if role == "public":
        return TestClient(app, follow_redirects=False)
    token = app.state.site.accounts.new_token(role, role)
    return TestClient(app, headers={"Authorization": f"Bearer {token}"}, follow_redirects=False)


def addresses(root: Path) -> list[str]:
    """Every page of every kind, about everything that hangs on the protected source and some that does not."""
    db = open_register(open_case(root).register_path, read_only=True)

    def ids(sql: str) -> list[str]:
        return [str(row["id"]) for row in fetch_dicts(db, sql)]

    told = f"select statement_id from statement where source_id = '{SOURCE}'"
    of = {
        "incident_id": ids(
            f"select distinct incident_id as id from member where report_id in ({told}) order by 1"
        ),
        "finding_id": ids(
            f"""select finding_id as id from finding where incident_id in
                (select incident_id from member where report_id in ({told})) order by 1 limit 2"""
        ),
        "source_id": [SOURCE, "arm-mod"],
        "exhibit_id": ids(
            "select exhibit_id as id from exhibit order by acquired_at desc, exhibit_id limit 3"
        )
        + ids(f"select exhibit_id as id from exhibit where source_id = '{SOURCE}' order by 1"),
        "party_id": ["ARM", "AZE"],
        "log_index": ids("select log_index as id from log_entry order by log_index desc limit 7"),
        "complaint_id": ["none"],
    }
    tables = ids("select table_name as id from duckdb_tables() order by 1")
    db.close()
    assert of["incident_id"]
    found = []
    for page in PAGES:
        names = re.findall(r"{(\w+)}", page.path)
        paths = [page.path] if not names else [page.path.replace(f"{{{names[0]}}}", i) for i in of[names[0]]]
        found += [
            path + suffix for path in paths for suffix in ("", ".json", *([".csv"] if page.rows else []))
        ]
    found += ["/sql.json?q=" + quote(f"select * from {table}") for table in tables]
    found += [
        "/sql.json?q=" + quote("select * from _words._line"),
        "/sql.json?q=" + quote("select * from _words._word"),
    ]
    found += [f"/search.json?q={word}" for word in ("Marsh", "heron", "plover", "quince", "Chinari")]
    found += [
        "/incidents.json?place=Chinari",
        "/lines.geojson",
        "/openapi.json",
        "/tiles/6/39/24.mvt",
        "/tiles/0/0/0.mvt",
    ]
    found += [f"/parties/{p}.json?page={n}" for p in ("ARM", "AZE") for n in (2, 4)]
    return found


def planted(root: Path) -> list[str]:
    """What was planted, and every name that the register gives it: no table may refer to it either."""
    db = open_register(open_case(root).register_path, read_only=True)
    rows = fetch_dicts(
        db,
        f"""select exhibit_id as id from exhibit where source_id = '{SOURCE}'
            union all select sha256 from exhibit where source_id = '{SOURCE}'
            union all select statement_id from statement where source_id = '{SOURCE}' order by id""",
    )
    db.close()
    return [*PLANTED, *(row["id"] for row in rows)]


@pytest.mark.parametrize("role", ROLES)
def test_what_is_protected_reaches_only_a_role_that_sees_it(app: FastAPI, guarded: Path, role: str) -> None:
    asks, shown, values = client(app, role), {}, planted(guarded)
    reached = 0
    for address in addresses(guarded):
        answer = asks.get(address)
        assert answer.status_code < 500, address
        reached += answer.status_code == 200
        text = answer.content.decode("utf-8", "replace").lower()
        # a refusal repeats the address that was asked for
        seen = [v for v in values if v.lower() in text and v not in address]
        if seen:
            shown[address] = seen
    if may(open_case(guarded).mandate, role, "read_protected"):
        found = {value for seen in shown.values() for value in seen}
        assert {SOURCE, NAME, WORDS, "plover-teller", *values[len(PLANTED) :]} <= found
        assert any(address.startswith("/exhibits/") for address in shown)
        assert any(address.startswith("/incidents/") for address in shown)
    else:
        assert not shown
    assert reached > 60


def test_those_who_see_the_material_keep_all_else_of_it(app: FastAPI) -> None:
    """Detections, candidate pairs and the finest places are not the public's, and are the analyst's."""
    asked = "/sql.json?q=" + quote(
        "select (select count(*) from candidate_pair) as pairs, (select count(*) from exhibit) as n"
    )
    analyst, keeper = (
        client(app, "analyst").get(asked).json()["rows"][0],
        client(app, "keeper").get(asked).json()["rows"][0],
    )
    assert analyst["n"] == keeper["n"] - 2
    assert 0 < analyst["pairs"] <= keeper["pairs"]
    body = client(app, "analyst").get("/search.json?q=Chinari").json()
    assert any("[" not in row["quote"] for row in body["statements"])
    text = next(
        page.text
        for page in (client(app, "analyst").get(f"/exhibits/{e['exhibit_id']}") for e in
                     client(app, "analyst").get("/exhibits.json").json()["exhibits"])
        if "16 July 2020. On 14 July" in page.text
    )  # fmt: skip
    assert "█" * 3 in text or "[protected]" in text


def test_a_reviewer_decides_only_on_what_he_sees(app: FastAPI, guarded: Path) -> None:
    db = open_register(open_case(guarded).register_path, read_only=True)
    hidden = fetch_dicts(
        db, f"select statement_id as id from statement where source_id = '{SOURCE}' order by 1"
    )
    db.close()
    form = {"what": "dismiss", "subject": hidden[0]["id"], "reason": "it says nothing"}
    answer = client(app, "reviewer").post("/reviews", data=form)
    assert answer.status_code == 400
    assert "no such row" in answer.text


def test_the_view_follows_from_the_mandate(guarded: Path, case: Case) -> None:
    held = open_case(guarded)
    views = {role: view_of(held, Who(role, role)) for role in ROLES}
    assert views == {
        "public": "published", "party-ARM": "joint", "party-AZE": "joint", "analyst": "mission",
        "reviewer": "mission", "chair": "mission", "keeper": "whole",
    }  # fmt: skip
    assert view_of(case, Who("x", "analyst")) == "whole"  # nothing is protected there
