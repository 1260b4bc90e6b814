"""Two parties named for one deed: "X and Y", "either X or Y" accuse neither alone."""

from collections.abc import Sequence

from .mention import Mention
from .sentence import Sentence


def is_one_of_both(sentence: Sentence, actor: Mention) -> bool:
    """ "Both X and the armed formations broke the truce", "X and both its rivals": neither alone."""
    opened = [m for m in sentence.of("both_word") if 0 < actor.first - m.last <= _BOTH_REACH]
    joined = [m for m in sentence.of("and") if opened and opened[-1].last < m.first]
    return any(abs(m.first - actor.last) <= _BOTH_REACH or 0 < actor.first - m.last <= 2 for m in joined)


_BOTH_REACH = 6


def is_one_of_either(sentence: Sentence, actor: Mention, found: Sequence[Mention]) -> bool:
    """ "Planes, either X's or Y's, bombed it", "X's or Y's troops": one of them, and which is not said."""
    return any(
        m.what == "party"
        and m.party != actor.party
        and any(
            low.last < o.first <= o.last < high.first and high.first - low.last <= _OR_REACH
            for low, high in ((m, actor), (actor, m))
            for o in sentence.of("either_or")
        )
        for m in found
        if actor.what == "party"
    )


_OR_REACH = 3  # tokens from one name to the other: "X or the Y"
