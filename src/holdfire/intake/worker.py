"""Untrusted bytes are parsed in another process, with bounded memory, time and files; it can write nothing.

One process is used for many files, so that its start is paid once. A file that breaks it (memory, time, a crash in a
native library) is unreadable with that as its reason, and the next file gets a new process. The answer comes back as
JSON and is checked (`document.from_json`), so a parser that was taken over can lie about a file but not run in ours.

The process is asked for with a path; it opens the file itself, read-only, before its limits close.
"""

import base64
import json
import os
import resource
import selectors
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from .document import Document, from_json, to_json, unreadable

MEMORY_BYTES = 3 * 1024**3
"""Address space of the parsing process; native libraries map much more than they use."""
SECONDS = 60.0
"""Of wall time that one file may take."""
CPU_SECONDS = 60
"""Of CPU time that one file may take."""
ANSWER_BYTES = 512 * 1024**2


class Splitter:
    """`split_file` for many files. A context manager; `trusted` parses in this process instead (own files, benchmarks)."""

    def __init__(
        self, *, trusted: bool = False, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self.trusted, self.seconds, self.memory_bytes = trusted, seconds, memory_bytes
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Splitter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def split_file(self, path: Path, file_name: str | None = None) -> Document:
        """As split.split, of a file. Never raises for what the file holds."""
        from .split import MAX_BYTES, split
        from .take_in import sniff_file

        size = path.stat().st_size
        if size > MAX_BYTES:  # not worth a process: it is sealed, and says why it was not split
            with path.open("rb") as stream:
                head = stream.read(8192)
            return too_large(size, head, file_name)
        if self.trusted or size == 0:
            return split(path.read_bytes(), file_name)
        answer = self._ask({"path": str(path.resolve()), "file_name": file_name})
        return self._checked(answer, lambda: sniff_file(path, size))

    def split_bytes(self, data: bytes, file_name: str | None = None) -> Document:
        """As split.split. For bytes that lie in no file, such as those of an encrypted exhibit."""
        from .sniff import sniff
        from .split import MAX_BYTES, split

        if self.trusted or len(data) > MAX_BYTES or not data:
            return split(data, file_name)
        answer = self._ask({"data": base64.b64encode(data).decode("ascii"), "file_name": file_name})
        return self._checked(answer, lambda: sniff(data, file_name))

    def _checked(self, answer: dict[str, Any] | str, media_type: Callable[[], str]) -> Document:
        if isinstance(answer, str):
            return unreadable(media_type(), "worker", answer)
        try:
            return from_json(answer)
        except (KeyError, TypeError, ValueError) as error:
            self.close()
            return unreadable(media_type(), "worker", f"the parsing process answered nonsense ({error})")

    def close(self) -> None:
        """End the parsing process, if one runs."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):  # what was not yet written to a dead process
                        stream.close()
            self.process = None

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [
            sys.executable,
            "-I",
            "-m",
            __spec__.name if __name__ == "__main__" else __name__,
            str(self.memory_bytes),
            str(CPU_SECONDS),
        ]
        plain = {
            key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
        }
        plain["PYTHONDONTWRITEBYTECODE"] = "1"
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=plain
        )

    def _ask(self, request: dict[str, Any]) -> dict[str, Any] | str:
        """The answer, or why there is none."""
        if self.process is not None and self.process.poll() is not None:
            self.close()  # it died between two files: not the fault of this one
        if self.process is None:
            self.process = self._start()
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            line = _read_line(stdout.fileno(), self.seconds)
        except TimeoutError:
            self.close()
            return f"took longer than {self.seconds:g} s to parse"
        except (BrokenPipeError, EOFError):
            self.process.wait()
            code = self.process.returncode
            self.close()
            if code > 0:
                return "the parser failed on it: damaged, or of a form that it does not know"
            return f"the parser needed more memory or time than it may have, or crashed (signal {-code})"
        try:
            answer = json.loads(line)
        except ValueError:
            self.close()
            return "the parsing process answered no JSON"
        return answer if isinstance(answer, dict) else "the parsing process answered no document"


def too_large(size: int, head: bytes, file_name: str | None) -> Document:
    """A file above split's bound: what it is, and that it was not split."""
    from .sniff import sniff
    from .split import MAX_BYTES

    return unreadable(
        sniff(head, file_name), "none",
        f"{size / 1e6:.0f} MB is more than the {MAX_BYTES / 1e6:.0f} MB that are split; sealed whole, split it and take in its parts to have it read",
    )  # fmt: skip


def _read_line(descriptor: int, seconds: float) -> bytes:
    """One line, within a time. Raises TimeoutError, or EOFError when the other end closed."""
    import time

    parts: list[bytes] = []
    size = 0
    until = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = os.read(descriptor, 1 << 20)
            if not part:
                raise EOFError
            parts.append(part)
            size += len(part)
            if part.endswith(b"\n"):
                return b"".join(parts)
            if size > ANSWER_BYTES:
                raise EOFError


def serve(memory_bytes: int, cpu_seconds: int) -> None:
    """The parsing process: a request a line in, a Document as JSON a line out, until its input closes."""
    from .split import split

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints does not mix with the answers
    for line in sys.stdin.buffer:
        request = json.loads(line)
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + cpu_seconds, resource.RLIM_INFINITY))
        data = base64.b64decode(request["data"]) if "data" in request else Path(request["path"]).read_bytes()
        document = split(data, request["file_name"])
        answers.write(json.dumps(to_json(document), ensure_ascii=True).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
