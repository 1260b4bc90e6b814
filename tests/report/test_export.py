"""Open data: complete, described, the same bytes each time, readable again, and without a protected value in any byte."""

import csv
import hashlib
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import duckdb
import pytest

from holdfire.model.case import Case
from holdfire.model.errors import Misuse
from holdfire.report.codebook import tables
from holdfire.report.exchange import _acled_type, _date_prec, _where_prec, csv_bytes, deaths_of
from holdfire.report.export import export_case
from holdfire.report.open_data import TABLES
from holdfire.report.publication import COPIED, public_register
from holdfire.report.record import Record


@pytest.fixture(scope="module")
def exported(
    register: duckdb.DuckDBPyConnection, case: Case, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("export") / "public"
    export_case(register, case, folder, site=True, base="https://ceasefire.example/")
    return folder


def _every_text(folder: Path) -> dict[Path, str]:
    """Every file as text; Parquet is read back, since its bytes are compressed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            rows = (
                duckdb.connect()
                .execute("select to_json(t)::varchar from read_parquet($p) t", {"p": str(path)})
                .fetchall()
            )
            found[path] = "\n".join(row[0] for row in rows)
        elif path.is_file():
            found[path] = path.read_bytes().decode("utf-8")
    return found


def test_no_protected_value_is_in_any_exported_byte(exported: Path, protected_values: list[str]) -> None:
    texts = _every_text(exported)
    assert len(texts) > 2 * len(TABLES)
    for path, text in texts.items():
        for value in protected_values:
            assert value.lower() not in text.lower(), (path.name, value)


def test_two_exports_are_byte_identical(
    register: duckdb.DuckDBPyConnection, case: Case, exported: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    export_case(register, case, again, site=True, base="https://ceasefire.example/")

    def files(root):
        return {
            p.relative_to(root): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in root.rglob("*")
            if p.is_file()
        }

    assert files(again) == files(exported)


def test_every_published_table_is_exported_and_no_other(exported: Path) -> None:
    assert set(TABLES) <= set(COPIED)
    assert {p.stem for p in (exported / "data" / "csv").glob("*.csv")} == set(TABLES)
    assert set(COPIED) - set(TABLES) == {
        "text_layer",
        "block",
        "sound_event_order",
    }  # texts are on the exhibits' pages


def test_the_data_package_describes_every_column_of_every_csv(exported: Path) -> None:
    package = json.loads((exported / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["publication"]["incidents_withheld_for_delay"] == 1
    for resource in package["resources"]:
        path = exported / "data" / resource["path"]
        header = next(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        assert [f["name"] for f in resource["schema"]["fields"]] == header
        assert resource["hash"] == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def test_csv_and_parquet_hold_the_same_rows(exported: Path) -> None:
    for name in TABLES:
        n = (
            duckdb.connect()
            .execute(f"select count(*) from read_parquet('{exported}/data/parquet/{name}.parquet')")
            .fetchone()
        )
        with (exported / "data" / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert (sum(1 for _ in csv.DictReader(file)),) == n, name


def test_the_codebook_knows_every_column_that_the_schemas_have(register: duckdb.DuckDBPyConnection) -> None:
    from holdfire.model.register import columns_of

    for name in COPIED:
        assert [c.name for c in tables()[name].columns] == [
            column for column, _type in columns_of(register, name)
        ], name


def test_the_features_are_flat_and_coarse(exported: Path) -> None:
    document = json.loads((exported / "data" / "incidents.geojson").read_text(encoding="utf-8"))
    assert len(document["features"]) == 3
    for feature in document["features"]:
        assert all(not isinstance(value, dict | list) for value in feature["properties"].values())
        assert feature["properties"]["radius_m"] >= 707
    assert {f["properties"]["side_of_origin"] for f in document["features"]} == {"cannot_say"}


def test_deaths_are_low_best_high_and_best_is_the_victims_own_count(
    register: duckdb.DuckDBPyConnection, case: Case
) -> None:
    with public_register(register, case) as public:
        record = Record(case, public)
        assert deaths_of(record, "inc-2021-05-01-001") == {"ALF": (2, 2, 2)}
        other = {**record.statements["st-o1"], "killed": {"ALF": 5}}
        record.statements["st-o1"] = other
        assert deaths_of(record, "inc-2021-05-01-001") == {"ALF": (2, 2, 5)}


@pytest.mark.parametrize(
    ("radius_m", "code"),
    [(707.0, 1), (1_000.0, 1), (1_001.0, 2), (40_000.0, 3), (60_000.0, 4), (90_000.0, 6), (None, 6)],
)
def test_where_prec(radius_m: float | None, code: int) -> None:
    assert _where_prec(radius_m) == code


def test_date_prec() -> None:
    from datetime import date, timedelta

    first = date(2020, 7, 12)
    assert [_date_prec(first, first + timedelta(days=d)) for d in (0, 1, 6, 7, 20, 200)] == [1, 2, 2, 3, 4, 5]


def test_no_kind_is_without_an_acled_type() -> None:
    from holdfire.model.kinds import Kind

    assert all(all(_acled_type(kind)) for kind in Kind)
    assert _acled_type("mortar")[1] == "Shelling/artillery/missile attack"


@pytest.mark.parametrize(("name", "format_name", "rows"), [("ged.csv", "ged", 1), ("acled.csv", "acled", 3)])
def test_what_we_write_we_read_again(
    name: str, format_name: str, rows: int, exported: Path, register: duckdb.DuckDBPyConnection, case: Case
) -> None:
    """Round trip through intake and reading: day, place within its precision, deaths, and that nobody is accused."""
    from holdfire.intake.split import split
    from holdfire.reading.pack import load_pack
    from holdfire.reading.records import RowContext, read_record

    data = (exported / "data" / name).read_bytes()
    document = split(data, name)
    records = document.records
    assert [r.format for r in records] == [format_name] * rows
    pack = load_pack("generic")
    with public_register(register, case) as public:
        incidents = {row["incident_id"]: row for row in Record(case, public).incidents.values()}
    for record in records:
        fields = dict(record.fields)
        found, unread = read_record(
            format_name, fields, RowContext("doc", document.text, record.start, record.end, pack)
        )
        assert unread == []
        incident = incidents[fields.get("relid") or fields["event_id_cnty"]]
        (statement,) = found
        assert statement.accused_party is None
        assert statement.date_start == incident["local_day"]
        assert (statement.lat, statement.lon) == pytest.approx((incident["lat"], incident["lon"]), abs=1e-5)
        if format_name == "ged":
            assert statement.count == 2


def test_the_atom_feed_is_well_formed_and_its_ids_are_for_ever(exported: Path) -> None:
    space = {"a": "http://www.w3.org/2005/Atom"}
    feed = ET.fromstring((exported / "feed.atom").read_bytes())
    entries = feed.findall("a:entry", space)
    assert len(entries) == 3  # two days that have published incidents, one correction
    ids = [entry.findtext("a:id", "", space) for entry in entries]
    assert ids[0] == "urn:holdfire:holdfire.example/invented:correction:cr-1"
    assert len(set(ids)) == 3
    for entry in entries:
        link = entry.find("a:link", space)
        assert link is not None
        assert (
            exported / link.attrib["href"].removeprefix("https://ceasefire.example/").partition("#")[0]
        ).exists()


def test_the_json_feed_says_the_same(exported: Path) -> None:
    feed = json.loads((exported / "feed.json").read_text(encoding="utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert next(item["id"] for item in feed["items"]).endswith("correction:cr-1")


def test_followthemoney_events_are_proved_by_documents_that_are_there(exported: Path) -> None:
    entities = [
        json.loads(line)
        for line in (exported / "data" / "followthemoney.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    ids = {e["id"] for e in entities}
    events = [e for e in entities if e["schema"] == "Event"]
    assert len(events) == 3
    for event in events:
        assert set(event["properties"]["proof"]) <= ids
        assert event["properties"]["startDate"][0].count("T") == 1
        assert not event["properties"]["startDate"][0].endswith("Z")  # FollowTheMoney: UTC, without saying so


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    text = csv_bytes(("a", "b"), [{"a": "=HYPERLINK(1)", "b": -3}]).decode()
    assert text == "a,b\r\n'=HYPERLINK(1),-3\r\n"


def test_a_folder_of_somebody_elses_is_refused(
    register: duckdb.DuckDBPyConnection, case: Case, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Misuse, match="not empty and no earlier export"):
        export_case(register, case, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.txt"]


def test_the_sites_bundle_verifies_and_holds_no_protected_word(case: Case, tmp_path: Path) -> None:
    """A real vault: a public page, a protected note, a page with fine coordinates, a reviewer's word that names a source."""
    import shutil
    import zipfile
    from datetime import UTC, datetime

    from holdfire.intake.take_in import take_in
    from holdfire.model.case import open_case
    from holdfire.model.register import open_register
    from holdfire.model.stage import Run
    from holdfire.vault.bundle_check import verify_bundle
    from holdfire.vault.vault import create_vault, open_vault

    root = tmp_path / "case"
    shutil.copytree(case.root, root)
    opened = open_case(root)
    create_vault(opened.vault_dir, origin=opened.mandate.log.origin, cosigners=opened.mandate.log.cosigners)
    vault = open_vault(opened.vault_dir)
    at = datetime(2021, 5, 2, 12, tzinfo=UTC)
    for name, source, text in (
        ("open.txt", "alf-mod", "On 1 May two villages were quiet, the ministry said."),
        ("miller-note.txt", "res-vardan", "Rounds from my mill wheel to the church on 1 May."),
        ("fine.txt", "bet-mod", "On 1 May fire was seen at 40.91177, 45.52299, the ministry said."),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        take_in(opened, vault, [tmp_path / name], source=source, acquired_at=at, by="intake")
    vault.append(
        "review", {"what": "statement", "note": "as Vardan the miller told us"}, by="reviewer", at=at
    )
    vault.commit()
    db = open_register(":memory:")
    for room in ("vault", "intake"):
        __import__(f"holdfire.{room}.stage", fromlist=["STAGE"]).STAGE.run(db, opened, Run())
    done = export_case(db, opened, tmp_path / "public", site=True)
    assert done.bundle is not None
    with zipfile.ZipFile(done.bundle) as archive:
        content = b"\n".join(archive.read(name) for name in archive.namelist())
        exhibits = [name for name in archive.namelist() if name.startswith("data/exhibits/")]
        withheld = archive.read("data/withheld.txt").decode().split()
    assert len(exhibits) == 1
    assert len(withheld) == 2
    for word in ("mill wheel", "Vardan", "res-vardan", "miller-note", "40.91177"):
        assert word.encode() not in content, word
    assert verify_bundle(done.bundle, None).faults == []
    assert "bundle.zip" in (tmp_path / "public" / "verify.html").read_text(encoding="utf-8")
