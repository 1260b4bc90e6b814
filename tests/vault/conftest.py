"""A small vault of our own sentences, with the example's public keys."""

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdfire.cli.main import run
from holdfire.investigate.new_case import example_entropy
from holdfire.vault.vault import Vault, create_vault

NOON = datetime(2020, 7, 12, 12, 0, tzinfo=UTC)


@pytest.fixture
def make_vault(tmp_path: Path) -> Iterator[Callable[..., Vault]]:
    """make_vault(name="vault", count=0): a vault with `count` sealed exhibits and a checkpoint where there are any."""
    opened: list[Vault] = []

    def make(
        name: str = "vault", count: int = 0, cosigners: tuple[str, ...] = ("A", "B", "mission")
    ) -> Vault:
        vault = create_vault(
            tmp_path / name,
            origin="holdfire.example/test",
            cosigners=cosigners,
            entropy=example_entropy("test"),
        )
        opened.append(vault)
        for number in range(count):
            record = {
                "source_id": "post-1",
                "file_name": f"note-{number}.txt",
                "url": "https://post.example/1",
            }
            at = NOON + timedelta(minutes=number)
            vault.seal(f"Post 1 heard {number} shots.\n".encode(), record=record, by="mission", at=at)
        if count:
            vault.commit()
        return vault

    yield make
    for vault in opened:
        vault.close()


def holdfire(*words: object, code: int = 0) -> str:
    """What the command printed, on both streams; in this process, with the exit code that a shell would see."""
    printed = io.StringIO()
    found = 0
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(sys, "argv", ["holdfire", *map(str, words)])
        try:
            run()
        except SystemExit as done:
            found = int(done.code or 0)
    assert found == code, printed.getvalue()
    return printed.getvalue()
