"""How do many callers of one process share a single durable write? They wait together: group commit.

The first caller of a group opens it; whoever comes within `wait_s` joins, up to `at_most`; one commit answers all. A
caller is answered only after the checkpoint that holds its entry is published: there are no promises to keep later.
"""

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import datetime
from typing import Any

from .vault import Vault

WAIT_S = 0.2
AT_MOST = 256


class Sequencer:
    """One thread that commits for all. `close` answers whoever still waits, then stops."""

    def __init__(self, vault: Vault, *, wait_s: float = WAIT_S, at_most: int = AT_MOST) -> None:
        self.vault = vault
        self.wait_s = wait_s
        self.at_most = at_most
        self.commits = 0
        self._guard = threading.Condition()
        self._waiting: list[tuple[dict[str, Any], Future[int]]] = []
        self._is_closing = False
        self._thread = threading.Thread(target=self._run, name="vault-sequencer", daemon=True)
        self._thread.start()

    def append(
        self, kind: str, body: Mapping[str, Any], *, by: str, at: datetime, subject: str | None = None
    ) -> int:
        """As `Vault.append`, published when it returns. Raises what the vault raised for this entry, or for its group."""
        future: Future[int] = Future()
        words = {"kind": kind, "body": dict(body), "by": by, "at": at, "subject": subject}
        with self._guard:
            if self._is_closing:
                raise RuntimeError("the sequencer is closed")
            self._waiting.append((words, future))
            self._guard.notify_all()
        return future.result()

    def close(self) -> None:
        with self._guard:
            self._is_closing = True
            self._guard.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._guard:
                self._guard.wait_for(lambda: self._waiting or self._is_closing)
                if not self._waiting:
                    return
                self._guard.wait_for(
                    lambda: len(self._waiting) >= self.at_most or self._is_closing, timeout=self.wait_s
                )
                group, self._waiting = self._waiting[: self.at_most], self._waiting[self.at_most :]
            self._commit(group)

    def _commit(self, group: list[tuple[dict[str, Any], Future[int]]]) -> None:
        taken: list[tuple[int, Future[int]]] = []
        for words, future in group:
            try:
                taken.append((self.vault.append(**words), future))
            except Exception as error:  # noqa: BLE001  (it is the caller's, and goes to the caller)
                future.set_exception(error)
        try:
            self.vault.commit()
        except Exception as error:  # noqa: BLE001
            for _, future in taken:
                future.set_exception(error)
            return
        self.commits += 1
        for index, future in taken:
            future.set_result(index)
