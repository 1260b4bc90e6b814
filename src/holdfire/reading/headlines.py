"""A headline says again what the body says: it is kept only where it says more."""

from .observer import tells_in_letterhead
from .sentence import Sentence
from .statement import ReadResult, Statement
from .telling import Telling

_ACTS_OF_HEADLINES = (
    "fire",
    "shell",
    "obstrel",
    "use",
    "under_fire",
    "under_shelling",
    "shot_count",
    "casualty",
)


def _tells_an_act(head: Statement) -> bool:
    """ "X fired at the village of Y": who did what to whom is told, though the body tells it again; "X broke the truce 50
    times" and "shooting near Y" only say what the body is about."""
    category = head.rule.split(".")[1] if head.rule.startswith("clause.") else ""
    return category in _ACTS_OF_HEADLINES and head.accused_party is not None


def without_repeated_headlines(result: ReadResult, marked: list[Sentence], telling: Telling) -> None:
    """A headline says again what the body says: kept where it says more, or who fired. Its voice is that of the body's claim.

    A spot report's is the mission's own account in one line, and is kept.
    """
    if telling.is_observer and any(s.role == "headline" and tells_in_letterhead(s) for s in marked[:1]):
        return
    headline_spans = [(s.start, s.end) for s in marked if s.role == "headline"]
    if not headline_spans:
        return
    low, high = headline_spans[0][0], headline_spans[-1][1]
    heads = [s for s in result.statements if low <= s.start and s.end <= high]
    body = [s for s in result.statements if s not in heads]
    for head in heads:
        vague = head.accused_party is None or head.rule.endswith("last_accused")
        of_kind = [
            s for s in body if s.kind == head.kind and (vague or s.accused_party == head.accused_party)
        ]
        counted = [
            s
            for s in body
            if s.accused_party == head.accused_party and head.count is not None and s.count == head.count
        ]
        if (counted or (of_kind and head.count is None)) and not _tells_an_act(head):
            result.statements.remove(head)
            continue
        if head.speaker_party in (None, "MEDIA"):
            voice = next(
                (
                    s
                    for s in body
                    if s.accused_party == head.accused_party
                    and s.speaker_party not in (None, "MEDIA", "RES")
                    and head.modality == "asserted"
                ),
                None,
            )
            if voice is not None:
                head.speaker_party, head.speaker = voice.speaker_party, voice.speaker
                if head.accused_party is None:
                    head.accused_party = voice.accused_party
        if head.date_start is None and body:
            dated: Statement | None = next(
                (s for s in body if s.date_start is not None and s.accused_party == head.accused_party), None
            )
            if dated is not None:
                head.date_start, head.date_end = dated.date_start, dated.date_end
