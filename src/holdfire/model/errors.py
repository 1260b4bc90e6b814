"""What can go wrong, in the few kinds that a caller can act on. A message says where, what, and what was expected."""

from collections.abc import Sequence


class HoldfireError(Exception):
    """Any error of ours that is meant for a person. The command line prints it and exits with `exit_code`."""

    exit_code = 2


class Misuse(HoldfireError):
    """The command or a setting was wrong: nothing was done."""

    exit_code = 2


class Unreadable(HoldfireError):
    """Some input could not be read. Nothing is guessed in its place."""

    exit_code = 3


class BadProof(HoldfireError):
    """A proof, signature, digest or log does not hold. The message is itself the evidence: complete and quotable."""

    exit_code = 1


class NotCovered(HoldfireError):
    """The question lies outside what the record, the line or the agreement covers."""

    exit_code = 1


class Problems(Misuse):
    """Every problem of one input, reported together.

    problems  one line each: "file, key: found ..., expected ..."
    """

    def __init__(self, what: str, problems: Sequence[str]) -> None:
        self.what = what
        self.problems = list(problems)
        count = f"{len(self.problems)} problem{'s' if len(self.problems) != 1 else ''}"
        super().__init__(f"{what}: {count}\n" + "\n".join(f"  {line}" for line in self.problems))
