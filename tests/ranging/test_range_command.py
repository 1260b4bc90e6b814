"""`holdfire range` as a stranger runs it: every fault of every file at once, what is widened is said, small questions."""

import csv
import json

import numpy as np
import pytest
from line import line
from test_waves import RATE, pulse, wav_bytes

from holdfire.cli.main import main
from holdfire.model.errors import Misuse, NotCovered
from holdfire.ranging.tables import TableProblems


def run(*words):
    main(["range", *map(str, words)], standalone_mode=False)


def written(folder, made, extra=""):
    lines = ["sensor,x_km,y_km,party"]
    lines += [
        f"{n},{x / 1000},{y / 1000},{p}"
        for n, x, y, p in zip(
            made.sensors.names, made.sensors.x, made.sensors.y, made.sensors.party, strict=True
        )
    ]
    (folder / "sensors.csv").write_text("\n".join(lines) + "\n")
    rows = [f"{t:.6f},{made.sensors.names[s]}," for t, s in zip(made.picks.t, made.picks.sensor, strict=True)]
    (folder / "picks.csv").write_text("t,sensor,bearing\n" + "\n".join(rows) + "\n" + extra)
    return "--sensors", folder / "sensors.csv", "--picks", folder / "picks.csv"


def test_faults_of_all_files_are_said_at_once_with_file_and_line(tmp_path):
    words = written(tmp_path, line(events=3), "soon,S00,\n1.0,S00,400\n1.0,S99,\n2031-05-04T06:00:00Z,S01,\n")
    (tmp_path / "weather.toml").write_text("temprature_c = 3\n")
    with pytest.raises(TableProblems) as caught:
        run(*words, "--weather", tmp_path / "weather.toml")
    said = str(caught.value)
    assert caught.value.exit_code == 3
    for part in (
        "weather.toml, temprature_c: unknown", "expected seconds or a time like", "bearing: found 400", "sensor 'S99' (first in line",
        "mixed zones",
    ):  # fmt: skip
        assert part in said
    assert "picks.csv, line" in said


def test_a_sensor_off_the_map_and_a_bad_weather_file_are_both_named(tmp_path):
    words = written(tmp_path, line(events=3))
    with (tmp_path / "sensors.csv").open("a") as file:
        file.write("far,4000,0,north\n")
    (tmp_path / "weather.toml").write_text("wind_ms = 'calm'\n")
    with pytest.raises(TableProblems, match=r"(?s)wind_ms.*sensors.csv: sensor 'far' lies 3995 km") as caught:
        run(*words, "--weather", tmp_path / "weather.toml")
    assert "picks.csv: not checked" in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("a,0,0\nb,1,0\nc,2,0\n", "sensors.csv: 3 sensors"),
        ("a,0,0\nb,1,0\nc,2,0\nd,5,0\n", "sensors.csv: all 4 sensors lie on one straight line"),
    ],
)
def test_sensors_that_can_locate_nothing_are_refused_by_name(tmp_path, rows, says):
    (tmp_path / "sensors.csv").write_text("sensor,x_km,y_km\n" + rows)
    (tmp_path / "picks.csv").write_text("t,sensor\n1,a\n2,b\n3,c\n")
    with pytest.raises(NotCovered, match=says):
        run("--sensors", tmp_path / "sensors.csv", "--picks", tmp_path / "picks.csv")


def test_nan_bearings_and_duplicates_are_widened_and_said(tmp_path, capsys):
    made = line(events=8, span=400.0)
    first = f"{made.picks.t[0]:.6f},{made.sensors.names[made.picks.sensor[0]]},"
    words = written(tmp_path, made, f"{first}\n390.0,S03,nan\n391.0,S03,north\n")
    run(*words, "-o", tmp_path / "out")
    said = capsys.readouterr().err
    assert "1 duplicate picks" in said
    assert "2 rows state a bearing that is no number" in said
    page = (tmp_path / "out" / "for_liaison.txt").read_text()
    assert "2 rows state a bearing that is no number" in page


def test_a_clock_declared_unsynchronised_is_not_used_and_moves_nothing(tmp_path, capsys):
    made = line(events=10, span=500.0)
    words = written(tmp_path, made)
    text = (tmp_path / "sensors.csv").read_text().splitlines()
    text = [text[0] + ",clock"] + [row + (",none" if row.startswith("S04,") else ",gps") for row in text[1:]]
    (tmp_path / "sensors.csv").write_text("\n".join(text) + "\n")
    places = []
    for shift in (0.0, 7.7):  # the unsynchronised clock may say what it likes
        rows = (tmp_path / "picks.csv").read_text().splitlines()
        moved = [f"{float(r.split(',')[0]) + shift:.6f},S04," if ",S04," in r else r for r in rows]
        (tmp_path / "picks.csv").write_text("\n".join(moved) + "\n")
        run(*words, "-o", tmp_path / "out")
        assert "S04: its clock is declared unsynchronised" in capsys.readouterr().err
        events = csv.DictReader((tmp_path / "out" / "events.csv").open())
        places.append([(row["x_km"], row["y_km"]) for row in events])
    assert places[0] == places[1]
    assert places[0]


def test_json_holds_both_sides_answers(tmp_path, capsys):
    run(*written(tmp_path, line(events=8, span=400.0)), "--json")
    found = json.loads(capsys.readouterr().out)
    assert {row["party"] for row in found["sides_alone"]} == {"north", "south"}
    assert len(found["agreement"]) == len(found["events"])
    assert all(row["reason"] for row in found["agreement"])


def test_reading_many_picks_shows_progress():
    from holdfire.ranging.tables import picks_from, sensors_from

    placed = sensors_from([(2, {"sensor": "a", "x_km": "0", "y_km": "0"})], "s.csv")
    seen: list[int] = []
    rows = ((n + 2, {"t": str(n * 0.01), "sensor": "a"}) for n in range(120_000))
    assert len(picks_from(rows, "p.csv", placed, seen.append)) == 120_000
    assert seen == [50_000, 100_000]


def test_without_inputs_the_command_says_what_it_expects():
    with pytest.raises(Misuse, match="expected --sensors"):
        run()


def test_three_recorders_tell_who_was_first(shared, capsys):
    run("first", shared / "ranging" / "maher_who_fired_first.csv")
    assert capsys.readouterr().out.startswith("first: firearm 2\n")


def test_recorders_that_cannot_tell_give_the_reason_and_exit_code_1(tmp_path, capsys):
    table = tmp_path / "r.csv"
    table.write_text("recorder,interval_ms,nearer\nx,300,a\ny,301,b\n")
    with pytest.raises(Exception) as caught:
        run("first", table)
    assert caught.value.exit_code == 1
    said = capsys.readouterr().out
    assert said.startswith("first: cannot say\n")
    assert "below the standard of 95%" in said


def test_a_table_of_recorders_with_faults_names_them_all(tmp_path):
    table = tmp_path / "r.csv"
    table.write_text("recorder,interval_ms,nearer\nx,soon,a\ny,-3,b\n")
    with pytest.raises(TableProblems) as caught:
        run("first", table)
    assert len(caught.value.problems) == 2


def test_a_video_of_a_flash_and_its_sound_track_give_the_range(tmp_path, capsys):
    """A flash in frame 50 of 25 a second, 700 m away, in still air of 15 C."""
    (tmp_path / "w.toml").write_text(
        "temperature_c = 15\ntemperature_sigma_c = 1\nwind_ms = 0\nwind_sigma_ms = 0.5\n"
    )
    speed = 20.05 * np.sqrt(288.15)
    x = np.random.default_rng(0).normal(0, 0.004, int(8 * RATE))
    k = int((49.5 / 25 + 700.0 / speed) * RATE)
    part = pulse()
    x[k : k + len(part)] += part
    (tmp_path / "clip.wav").write_bytes(wav_bytes(x))
    words = [
        "flash",
        "--flash-frame",
        50,
        "--frame-rate",
        25,
        "--sound",
        tmp_path / "clip.wav",
        "--weather",
        tmp_path / "w.toml",
    ]
    run(*words, "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["range_low_m"] < 700.0 < found["range_high_m"]
    assert found["range_m"] == pytest.approx(700.0, abs=3.0)
    with pytest.raises(NotCovered, match="none after the flash"):
        run(*["flash", "--flash-frame", 190, "--frame-rate", 25, "--sound", tmp_path / "clip.wav"])
