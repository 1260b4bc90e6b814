"""The parsing process: the same answers as in ours, bounded memory and time, and the next file goes on."""

import resource
from pathlib import Path

from holdfire.data import example_dir
from holdfire.intake import worker
from holdfire.intake.worker import Splitter

MATERIAL = sorted((example_dir() / "material").iterdir())


def test_answers_are_those_of_this_process_and_one_process_serves_many_files() -> None:
    with Splitter() as apart, Splitter(trusted=True) as here:
        for path in MATERIAL[::6]:
            assert apart.split_file(path, path.name) == here.split_file(path, path.name)
            assert apart.split_bytes(path.read_bytes(), path.name) == here.split_file(path, path.name)
        process = apart.process
        assert process is not None
        assert process.poll() is None
    assert process.returncode is not None


def test_a_file_that_needs_too_much_memory_is_unreadable_and_the_next_one_is_read(tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    big.write_text("a,b\n" + "1,2\n" * 600_000)
    with Splitter(memory_bytes=300 * 1024**2) as splitter:
        document = splitter.split_file(big, big.name)
        assert document.status == "unreadable"
        assert document.reason is not None
        assert "memory" in document.reason
        assert splitter.split_file(MATERIAL[0], MATERIAL[0].name).status == "read"


def test_a_file_that_takes_too_long_is_unreadable_and_the_next_one_is_read(tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    big.write_text("a,b\n" + "1,2\n" * 300_000)
    with Splitter(seconds=0.2) as splitter:
        document = splitter.split_file(big, big.name)
        assert document.status == "unreadable"
        assert document.reason == "took longer than 0.2 s to parse"
        splitter.seconds = 60.0
        assert splitter.split_file(MATERIAL[0], MATERIAL[0].name).status == "read"


def test_a_process_that_died_between_two_files_is_replaced() -> None:
    with Splitter() as splitter:
        assert splitter.split_file(MATERIAL[0], "a").status == "read"
        assert splitter.process is not None
        splitter.process.kill()
        splitter.process.wait()
        assert splitter.split_file(MATERIAL[0], "a").status == "read"


def test_an_answer_that_points_outside_its_text_is_refused() -> None:
    with Splitter() as splitter:
        document = splitter._checked(
            {
                "media_type": "text/plain",
                "text": "ab",
                "blocks": [{"role": "body", "start": 0, "end": 3}],
                "date_candidates": [],
                "records": [],
            },
            lambda: "text/plain",
        )
    assert document.status == "unreadable"
    assert document.reason is not None
    assert "outside" in document.reason


def test_our_own_limits_stay_as_they_were() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    with Splitter() as splitter:
        splitter.split_file(MATERIAL[0], "a")
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert worker.MEMORY_BYTES > 0
