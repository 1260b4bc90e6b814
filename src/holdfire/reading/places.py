"""Where: names of the gazetteer, names that it lacks, and the part that each place plays.

A known name is looked up; an unknown one is taken where the grammar marks it ("Chong Khanma in Si Sa Ket", "the village
of X", "X and Y villages", "near X"). Roles: hit, firing_from, observer_at, about. "Tovuz" and "Tavush" are two places:
the pack's own gazetteer decides, and where a name has several holders the nearest to the places beside it wins.
"""

import re

from .lexicon import without_particles
from .pack_parts import GazetteerPlace
from .place_names import nominative
from .place_roles import is_street, role_at, word_behind
from .sentence import Sentence
from .statement import PlaceMention
from .unlisted_places import (
    has_capital,
    is_direction,
    is_place_noun,
    names_of_formations,
    only_opens_sentence,
    unlisted,
)


def placed(sentence: Sentence, low: int, high: int, blocked: set[int]) -> list[PlaceMention]:
    """Places in tokens low..high, in order. blocked: tokens of parties, speakers and dates, which are none."""
    found: list[PlaceMention] = []
    taken: set[int] = names_of_formations(sentence)
    for match in sentence.of("place"):
        if not low <= match.first <= high or match.first in taken:
            continue
        if match.first in blocked and not _marked(sentence, match.first, match.last):
            continue
        if sentence.tokens[match.first].kind == "word" and not (
            has_capital(sentence, match.first) or is_direction(sentence, match.first, match.last)
        ):
            continue
        if _is_reference(sentence, match.first) or is_street(sentence, match.first, match.last):
            continue
        place: GazetteerPlace = match.payload
        if match.first == match.last and (
            only_opens_sentence(sentence, match.first, place) or _is_forename(sentence, match.first)
        ):
            taken.update((match.first, match.first + 1) if _is_forename(sentence, match.first) else ())
            continue
        found.append(_mention(sentence, match.first, match.last, place))
        taken.update(range(match.first, match.last + 1))
    found += unlisted(sentence, low, high, blocked | taken)
    found = found or _parts_of_states(sentence, low, high)  # beside a village the part says nothing more
    found.sort(key=lambda p: p.span)
    return found


def _parts_of_states(sentence: Sentence, low: int, high: int) -> list[PlaceMention]:
    """ "From southern Lebanon", "in eastern Ukraine": a side of the sky, written small, before a state, behind a preposition."""
    found: list[PlaceMention] = []
    for match in sentence.of("party"):
        at = match.first - 1
        if match.payload.form != "state" or match.first != match.last or not low <= at <= high or at < 1:
            continue
        if not sentence.is_word(at, "part_of_state") or sentence.tokens[at].is_capital:
            continue
        if sentence.is_word(at - 1, "before_part") and not sentence.tokens[match.last].text.endswith(
            ("'s", "’s")
        ):
            start, end = sentence.span(at, match.last)
            found.append(PlaceMention(sentence.text[start:end], role_at(sentence, at), (start, end)))
    return found


def _is_forename(sentence: Sentence, at: int) -> bool:
    """ "Private Artyom V.", "the army's Gurgen A.": a name before a surname, behind a rank, an army or nothing at all."""
    tokens = sentence.tokens
    if at + 2 >= len(tokens) or not tokens[at + 1].is_capital or tokens[at + 1].kind != "word":
        return False
    if any(m.first == at + 1 for m in sentence.of("place", "party", "months", "noun_of_place")):
        return False
    if is_place_noun(sentence, at + 1) or sentence.is_word(at + 1, "noun_of_place"):
        return False
    if any(m.last == at - 1 for m in sentence.of("one_person", "military")):
        return True
    if any(m.last == at - 1 and m.payload.form == "force" for m in sentence.of("party")):
        return True
    apposed = at > 1 and tokens[at - 1].text == "," == tokens[at + 2].text
    if apposed and sentence.within(at + 3, at + 4, "say", "accuse"):
        return True  # "the head of the village, N. N., said"
    return at <= 1 and tokens[at + 2].text in (",", "(")


def _is_reference(sentence: Sentence, first: int) -> bool:
    """ "Avdiivka (government-controlled, 17km north of Donetsk)": Donetsk only says where the other lies.

    So too behind a comma, where a name stands before it and nothing is heard or done in between.
    """
    start = max(0, first - 12)
    before = list(sentence.tokens[start:first])
    keys = [t.key for t in before]
    far = [i for i, k in enumerate(keys) if k in ("km", "км", "kilometres", "kilometers") or k.endswith("km")]
    if not far or not any(m.last == first - 1 for m in sentence.of("away_from")):
        return False
    texts = [t.text for t in before]
    if "(" in texts and ")" not in texts[texts.index("(") :]:
        return True
    opened = [i for i, text in enumerate(texts[: far[-1]]) if text == ","]
    if not opened:
        return False
    at = start + opened[-1]
    named = any(m.last == at - 1 for m in sentence.of("place")) or (
        at > 1 and sentence.tokens[at - 1].is_capital and sentence.tokens[at - 1].kind == "word"
    )
    acts = sentence.within(at, first, "perceive", "fire", "shell", "explosion", "shot_count", "launched")
    return named and not acts


def _mention(sentence: Sentence, first: int, last: int, place: GazetteerPlace) -> PlaceMention:
    span = sentence.span(first, last)
    words = sentence.text[span[0] : span[1]]
    name = (
        f"{words} region"
        if place.kind == "region"
        and word_behind(sentence, last) == "region"
        and place.is_region
        and place.admin == "oblast"
        else words
    )
    if name.endswith(("'s", "’s")):
        name = name[:-2]
    name = re.sub(r" (?:rayonu|rayonları|kəndi|şəhəri|район|районі|область)$", "", name)
    if name[:1].islower() and place.name[:1].isupper():
        name = name[:1].upper() + name[1:]
    is_oblast = first == last and place.is_region and place.admin == "oblast"
    whole = _whole_region(name, place) if is_oblast else name
    name = nominative(without_particles(whole, place.names), place.names, sentence.endings)
    return PlaceMention(
        name,
        role_at(sentence, first),
        span,
        place.place_id,
        place.side,
        place.lat,
        place.lon,
        place.radius_m,
        place.is_region,
    )


SHORTEST_STEM = 5
"""Letters that an adjective and its region's name share at least."""


def _whole_region(name: str, place: GazetteerPlace) -> str:
    """ "У Луганській і Донецькій областях": the adjective alone is the region's name, in its own language.

    An adjective is what differs from the region's name only in its ending; any other word stays as it is.
    """
    if name in place.names:
        return name
    held, best = 0, name
    for whole in place.names:
        adjective, _, noun = whole.partition(" ")
        if not noun or "*" in whole or " " in noun:
            continue
        shared = next(
            (i for i, (a, b) in enumerate(zip(name, adjective, strict=False)) if a != b),
            min(len(name), len(adjective)),
        )
        if shared > held and shared >= SHORTEST_STEM and len(adjective) - shared <= 2 >= len(name) - shared:
            held, best = shared, whole
    return best


def _marked(sentence: Sentence, first: int, last: int) -> bool:
    return sentence.is_word(last + 1, "noun_of_place") or is_place_noun(sentence, last + 1)
