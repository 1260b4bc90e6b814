"""`holdfire link` on files: formats, refusals, stated treatments, explanations."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from holdfire.cli.link_command import app
from holdfire.fusion.command import Asked, link_files
from holdfire.fusion.read_reports import Treated, read_reports, reports_of_table
from holdfire.model.errors import HoldfireError, Problems, Unreadable

from . import made


def written(folder: Path, table: Any, name: str = "reports.parquet") -> Path:
    path = folder / name
    if name.endswith(".csv"):
        pyarrow.csv.write_csv(table, path)
    else:
        pq.write_table(table, path)
    return path


def replaced(table: Any, **columns: Any) -> Any:
    for name, values in columns.items():
        table = table.set_column(table.column_names.index(name), name, pa.array(values))
    return table


def test_the_command_writes_one_row_a_report_and_pairs(tmp_path: Path) -> None:
    reports = written(tmp_path, made.table(120, 1))
    out, pairs = tmp_path / "out.parquet", tmp_path / "pairs.parquet"
    done = CliRunner().invoke(app, [str(reports), "-o", str(out), "--pairs", str(pairs), "--json"])
    assert done.exit_code == 0, done.output
    rows = pq.read_table(out)
    assert rows.column_names == ["report_id", "incident_id", "p_member"]
    assert rows["report_id"].to_pylist() == list(range(120))
    assert all(0 <= p <= 1 for p in rows["p_member"].to_pylist())
    found = pq.read_table(pairs).to_pydict()
    assert list(found) == ["left", "right", "p"]
    assert all(a < b and p > 0.01 for a, b, p in zip(*found.values(), strict=True))
    numbers = json.loads(done.stdout.strip().splitlines()[-1])
    assert numbers["reports"] == 120
    assert numbers["incidents_low_95"] <= numbers["incidents_high_95"]


def test_an_incident_is_named_after_its_smallest_report(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    link_files(Asked(written(tmp_path, made.table(90, 2)), out))
    rows = pyarrow.csv.read_csv(out).to_pydict()
    members: dict[int, list[int]] = {}
    for report, incident in zip(rows["report_id"], rows["incident_id"], strict=True):
        members.setdefault(incident, []).append(report)
    assert all(incident == min(reports) for incident, reports in members.items())


def test_csv_and_parquet_give_the_same_incidents(tmp_path: Path) -> None:
    table = made.table(90, 3)
    one, two = tmp_path / "one.parquet", tmp_path / "two.parquet"
    link_files(Asked(written(tmp_path, table), one))
    link_files(Asked(written(tmp_path, table, "reports.csv"), two))
    assert pq.read_table(one).equals(pq.read_table(two))


def test_ids_may_be_words_and_times_may_be_timestamps(tmp_path: Path) -> None:
    table = made.table(60, 4)
    words = replaced(
        table, report_id=[f"r{k:03d}" for k in range(60)],
        t_lo=pa.array(np.array(table["t_lo"].to_pylist()).astype("datetime64[s]")),
        t_hi=pa.array(np.array(table["t_hi"].to_pylist()).astype("datetime64[s]")),
    )  # fmt: skip
    one, two = tmp_path / "one.parquet", tmp_path / "two.parquet"
    link_files(Asked(written(tmp_path, table), one))
    link_files(Asked(written(tmp_path, words, "words.parquet"), two))
    plain = [f"r{i:03d}" for i in pq.read_table(one)["incident_id"].to_pylist()]
    assert pq.read_table(two)["incident_id"].to_pylist() == plain


def test_every_fault_is_told_at_once() -> None:
    table = replaced(
        made.table(6, 1), report_id=[1, 1, 2, 2, 3, 4], source_kind=["ministry", "spy"] * 3, lat=["x"] * 6
    )
    with pytest.raises(Problems) as caught:
        reports_of_table(table)
    told = str(caught.value)
    for part in (
        "report_id: found 1 more than once",
        "report_id: found 2",
        "source_kind: found 'spy'",
        "lat: found string",
    ):
        assert part in told


def test_missing_columns_are_all_named() -> None:
    with pytest.raises(Problems) as caught:
        reports_of_table(made.table(3, 1).drop_columns(["lat", "type_code"]))
    assert "'lat'" in str(caught.value)
    assert "'type_code'" in str(caught.value)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"t_hi": [0.0] * 5}, "turned round"),
        ({"r_km": [0.0] * 5}, "50 m"),
        ({"r_km": [5000.0] * 5}, "stand alone"),
        ({"lat": [None] * 5}, "without a place"),
        ({"lat": [400.0] * 5}, "without a place"),
        ({"t_lo": [86_400.0] * 5}, "before 1990"),
        ({"type_code": [77] * 5}, "unspecified"),
    ],
)
def test_what_is_merely_poor_has_a_stated_treatment(columns: dict[str, Any], said: str) -> None:
    treated = Treated()
    table = made.table(5, 1)
    given = {
        name: pa.array(values, pa.float64() if name != "type_code" else pa.int64())
        for name, values in columns.items()
    }
    reports_of_table(replaced(table, **given), treated)
    assert any(said in what and n == 5 for what, n in treated.rows.items()), treated.rows


def test_a_report_without_place_stands_alone(tmp_path: Path) -> None:
    table = made.table(60, 5)
    lat = table["lat"].to_pylist()
    lat[7] = None
    out = tmp_path / "out.parquet"
    link_files(Asked(written(tmp_path, replaced(table, lat=pa.array(lat, pa.float64()))), out))
    rows = pq.read_table(out).to_pydict()
    assert [r for r, i in zip(rows["report_id"], rows["incident_id"], strict=True) if i == 7] == [7]


def test_no_reports_give_no_incidents(tmp_path: Path) -> None:
    out, pairs = tmp_path / "out.parquet", tmp_path / "pairs.parquet"
    link_files(Asked(written(tmp_path, made.table(3, 1).slice(0, 0)), out, pairs))
    assert pq.read_table(out).num_rows == 0
    assert pq.read_table(pairs).num_rows == 0


def test_the_same_coding_many_times_over_is_one_voice_and_stays_small(tmp_path: Path) -> None:
    table = made.table(1, 1)
    many = pa.concat_tables([table] * 20_000)
    many = replaced(many, report_id=np.arange(20_000), source=[f"s{k % 50}" for k in range(20_000)])
    pairs = tmp_path / "pairs.parquet"
    summary = link_files(Asked(written(tmp_path, many), tmp_path / "out.parquet", pairs))
    assert summary.numbers["incidents"] == 1
    assert pq.read_table(pairs).num_rows <= 50 * 49 / 2


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("gone.parquet", None, Unreadable),
        ("noise.parquet", b"not a parquet file at all", Unreadable),
        ("reports.docx", b"x", Problems),
        ("empty.csv", b"", Unreadable),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, name: str, content: bytes | None, kind: type[HoldfireError]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(kind):
        read_reports(path)


@pytest.mark.parametrize(
    "arguments",
    [["--engine", "abacus"], ["--model", "oracle"], ["--em"], ["--explain", "999999"], ["--pairs", "p.doc"]],
)
def test_misuse_is_told_before_anything_is_done(tmp_path: Path, arguments: list[str]) -> None:
    reports, out = written(tmp_path, made.table(30, 1)), tmp_path / "out.parquet"
    done = CliRunner().invoke(app, [str(reports), "-o", str(out), *arguments])
    assert isinstance(done.exception, HoldfireError)
    assert done.exception.exit_code == 2


@pytest.mark.parametrize("model", ["learned", "plain"])
def test_an_explanation_names_every_term_and_adds_up(tmp_path: Path, model: Any) -> None:
    reports = written(tmp_path, made.table(120, 6))
    pairs = tmp_path / "pairs.parquet"
    link_files(Asked(reports, tmp_path / "out.parquet", pairs, model=model))
    found = pq.read_table(pairs).to_pydict()
    best = max((p for p in found["p"] if p < 0.99), default=None)
    assert best is not None
    left, right = next((a, b) for a, b, p in zip(*found.values(), strict=True) if p == best)
    summary = link_files(
        Asked(reports, tmp_path / "out.parquet", model=model, explain=(f"{left},{right}", str(left)))
    )
    lines = summary.explained[0].splitlines()
    total = float(lines[0].split("(")[1].split(" dB")[0])
    told = [float(line.rsplit("(", 1)[1].split(" dB")[0]) for line in lines[1:]]
    assert abs(sum(told) - total) < 0.06 * len(told)
    assert {line.split()[0] for line in lines[1:]} >= {"separation", "time", "crowding", "weapon", "source"}
    assert "is of incident" in summary.explained[1]


def test_linking_again_keeps_ids_and_tells_what_changed(tmp_path: Path) -> None:
    table = made.table(300, 7, days=40.0)
    order = np.argsort(table["t_lo"].to_numpy())
    first, everything = table.take(np.sort(order[:280])), table
    out, again, events = (tmp_path / f"{n}.parquet" for n in ("out", "again", "events"))
    link_files(Asked(written(tmp_path, first, "first.parquet"), out))
    link_files(Asked(written(tmp_path, everything, "all.parquet"), again, previous=out, events=events))
    was = dict(
        zip(*pq.read_table(out).select(["report_id", "incident_id"]).to_pydict().values(), strict=True)
    )
    now = dict(
        zip(*pq.read_table(again).select(["report_id", "incident_id"]).to_pydict().values(), strict=True)
    )
    assert len(now) == 300
    assert sum(now[r] == was[r] for r in was) > 0.9 * len(was)
    assert pq.read_table(events).num_rows > 0


def test_reviewers_are_obeyed(tmp_path: Path) -> None:
    reports, out, reviews = (
        written(tmp_path, made.table(90, 8)),
        tmp_path / "out.parquet",
        tmp_path / "reviews.jsonl",
    )
    reviews.write_text('{"what": "join", "reports": [3, 60], "reason": "one crater"}\n')
    link_files(Asked(reports, out, reviews=reviews))
    rows = dict(
        zip(*pq.read_table(out).select(["report_id", "incident_id"]).to_pydict().values(), strict=True)
    )
    assert rows[3] == rows[60]
