"""Whether a frame is told as what did not happen."""

from .telling import Scene
from .trigger_kinds import Frame


def is_negated(scene: Scene, frame: Frame) -> bool:
    """Whether the frame is told not to have happened: "no fire was opened", "without breaking the truce"."""
    first = frame.first
    for match in scene.sentence.negations():
        if not frame.low <= match.first <= frame.high:
            continue
        key = scene.sentence.tokens[match.first].key
        if key == "any" or _is_without_a_thing(scene, frame, match.first):
            continue
        if frame.first <= match.first <= frame.first + 2 and match.first <= frame.last:
            if frame.family == "restriction":  # "did not let the patrol pass" is what was done
                continue
            if any(t.category == "violate" and t.first == match.first for t in frame.triggers):
                continue  # "does not keep the truce" is what is done
            return True
        between = scene.sentence.keys(match.last + 1, first - 1)
        if (
            match.last < first
            and first - match.last <= 5
            and not any(k in (",", "and", "but", ";", "а", "но", "that", "and/or") for k in between)
        ):
            return True
    if _is_perceived_none(scene, frame) or _has_no_evidence(scene, frame):
        return True
    for match in scene.sentence.of("no_post"):
        apart = scene.sentence.signs(frame.last, match.first) & {",", ";"}
        lost = scene.sentence.within(frame.last + 1, match.last, "losses", "killed", "wounded")
        reach = _NOUN_REACH if _is_one_noun(scene, frame, match.first) else 4
        if frame.first < match.first <= frame.last + reach and not lost and not apart:
            return True  # "they fired, there are no losses" denies the losses alone
    return False


_NOUN_REACH = 10
"""Words of what was breached, by whom and where, between a noun and the "none was recorded" behind it."""


def _is_one_noun(scene: Scene, frame: Frame, until: int) -> bool:
    """ "Violations of the full and comprehensive ceasefire were not recorded": nothing but the noun's own words between."""
    if any(t.kind.voice != "noun" and t.category != "obstrel" for t in frame.triggers):
        return False
    return not scene.sentence.signs(frame.last, until) and not scene.sentence.within(
        frame.last + 1, until - 1, "perceive", "say", "finite"
    )


def _has_no_evidence(scene: Scene, frame: Frame) -> bool:
    """ "The mission has no evidence that shots were fired": not, where somebody else's claim is what it has none for."""
    opened = scene.sentence.within(frame.low - EVIDENCE_REACH, frame.first - 1, "no_evidence")
    claims = opened and scene.sentence.within(
        opened[-1].last, frame.first, "claim_noun", "report_noun", "say"
    )
    return bool(opened) and not claims and frame.first - opened[-1].last <= EVIDENCE_REACH


EVIDENCE_REACH = 6
"""Tokens between "no evidence that" and what there is none of."""


def _is_perceived_none(scene: Scene, frame: Frame) -> bool:
    """ "The mission did not record violations": not before the verb of perceiving which the frame stands behind."""
    for m in scene.sentence.within(frame.low - 2, frame.first - 1, "perceive"):
        negated = any(n.last == m.first - 1 for n in scene.sentence.negations())
        if negated and frame.first - m.last <= 3 and not scene.sentence.signs(m.last, frame.first):
            return True
    return False


def _is_without_a_thing(scene: Scene, frame: Frame, at: int) -> bool:
    """ "Without any cause shelled": what was lacking is the cause; "without shelling" denies it."""
    near = scene.sentence.within(at - 1, at, "without")
    if not near or at > frame.first:
        return False
    main = max(frame.triggers, key=lambda t: (t.kind.rank, -t.first))
    verb = main.category in ("fire", "violate") or bool(
        scene.sentence.within(main.first, main.last, "finite")
    )
    return verb and frame.first - near[-1].last > 1
