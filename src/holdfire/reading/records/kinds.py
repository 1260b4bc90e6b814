"""Kinds of the closed list: by their own word, by a desk's word for them, or by what a description says in a pack's words."""

from holdfire.model.kinds import Kind

from ..pack import Pack

KIND_WORDS = {
    "deployment": Kind.MOVEMENT_OF_EQUIPMENT, "position_change": Kind.OTHER, "legal": Kind.OTHER, "fire": Kind.OTHER, "statement": Kind.OTHER, "shelling": Kind.ARTILLERY,
    "shooting": Kind.SMALL_ARMS, "drone": Kind.UAV, "ceasefire": Kind.CEASEFIRE_AGREED, "truce": Kind.CEASEFIRE_AGREED, "ceasefire_violation": Kind.VIOLATION_UNSPECIFIED,
    "violation": Kind.VIOLATION_UNSPECIFIED, "casualties": Kind.CASUALTY, "access": Kind.MOVEMENT_RESTRICTION, "ceasefire_breach": Kind.VIOLATION_UNSPECIFIED, "threat": Kind.OTHER, "assessment": Kind.OTHER, "proposal": Kind.OTHER,
}  # fmt: skip
"""Words of claims tables for kinds of the closed list; `fire` there is a blaze."""


def kind_of(word: str) -> str | None:
    """The kind that a cell names; None for a word of neither list."""
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    return plain if plain in set(Kind) else KIND_WORDS.get(plain)


def kind_of_words(words: str, pack: Pack) -> str:
    """The kind that the pack's trigger words give a short description; `other` where they give none."""
    from ..sentence import mark
    from ..trigger_kinds import TRIGGERS
    from ..triggers import triggers
    from ..weapons import weapon_in

    sentence, _ = mark(words, 0, len(words), pack)
    weapon = weapon_in(sentence, 0, len(sentence.tokens))
    if weapon is not None and weapon.kind != "other":
        return weapon.kind
    ranked = sorted(triggers(sentence), key=lambda t: -t.kind.rank)
    return TRIGGERS[ranked[0].category].kind if ranked else str(Kind.OTHER)


def party_of(name: str, pack: Pack) -> str | None:
    """ "Government of Azerbaijan" -> AZE, where the pack knows the name; None where it does not."""
    from ..tokens import tokenise

    hits = pack.lexicon.scan(tokenise(name, 0, len(name))).get("party", [])
    return hits[0].payload.party if hits else None
