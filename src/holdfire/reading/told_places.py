"""Places that a sentence names and that are not its event's: a dateline, a line that parts the sides; and places told before.

"Jammu: Pakistani troops ..." is where it was written. "Along the Line of Control in Mankote sector" was in Mankote: a line
hundreds of kilometres long is a place only where nothing nearer is named. "A soldier was wounded", behind what happened
near Istisu, was wounded there. Pure.
"""

from .datelines import dateline_end
from .places import placed
from .sentence import Sentence
from .statement import PlaceMention, Statement
from .telling import Scene

_LINE = "line"


def nearest(sentence: Sentence, places: list[PlaceMention]) -> list[PlaceMention]:
    """Without lines and sectors, where something nearer is named too; without the place of a dateline."""
    far = _sectors(sentence) | {
        sentence.tokens[m.first].start
        for m in sentence.of("place")
        if m.payload.kind == _LINE and m.first < len(sentence.tokens)
    }
    told = [p for p in places if not is_dateline(sentence, p) and not _is_beside_event(sentence, p)]
    near = [p for p in told if p.span[0] not in far]
    return near or told


def _sectors(sentence: Sentence) -> set[int]:
    """Where the names begin that only tell a sector of the front: "на донецькому і луганському напрямках"."""
    found: set[int] = set()
    nexts = {m.first for m in sentence.of("direction")}
    for match in reversed(sentence.of("place")):
        behind = match.last + 1
        if behind in nexts:
            found.add(sentence.tokens[match.first].start)
            nexts |= {match.first} | {m.last for m in sentence.of("and_word") if m.last == match.first - 1}
            if match.first > 0 and sentence.tokens[match.first - 1].text == ",":
                nexts.add(match.first - 1)  # "in the X, Y and Z directions"
    return found


def _is_beside_event(sentence: Sentence, place: PlaceMention) -> bool:
    """ "Was taken to the X medical centre", "on the eve of the talks in X": nothing that is told happened there."""
    first = next((i for i, t in enumerate(sentence.tokens) if t.start == place.span[0]), None)
    if first is None:
        return False
    return any(0 < first - m.last <= 2 for m in sentence.of("taken_to")) or any(
        m.last == first - 1 for m in sentence.of("talks_in")
    )


def is_dateline(sentence: Sentence, place: PlaceMention) -> bool:
    """ "Jammu: ...", "Naqoura, 6 August 2021.", "(Karachi) ..." at the head of a text: where and when it was written."""
    tokens = sentence.tokens
    last = next((i for i, t in enumerate(tokens) if t.end == place.span[1]), None)
    if last is None or last > _HEAD or last + 2 >= len(tokens):
        return False
    if any(t.kind == "word" and t.start < place.span[0] for t in tokens[: last + 1]):
        return False
    end = dateline_end(sentence)
    if end is not None and last < end:
        return True
    behind = tokens[last + 1].text
    if behind == ":" or (behind == ")" and tokens[0].text == "("):
        return True
    dated = tokens[last + 2].kind == "num" or any(m.first == last + 2 for m in sentence.of("months"))
    return behind in (",", ".") and dated


_HEAD = 3
"""Tokens at the head of a text in which a dateline's place ends."""


def implied_places(scene: Scene, statement: Statement, low: int, high: int) -> list[PlaceMention]:
    """What a sentence without a place is of.

    "At the village 50 rounds were fired": the place told before. "A resident of X said", "a crew in X heard": where they
    speak from. A casualty: where what was told before it happened.
    """
    telling, sentence = scene.telling, scene.sentence
    for event in scene.speech:
        own = event.party == statement.speaker_party
        if event.party == "RES" or (own and event.party == "MEDIA" and sentence.has("perceive")):
            return placed(sentence, event.subject[0], event.subject[1] + 3, set())[:1]
    if telling.place_block is None or sentence.block_seq - telling.place_block > 1:
        return []
    if sentence.within(low, high, "same_place"):
        return telling.last_places[:1]
    if telling.place_block != sentence.block_seq:
        return []
    if _is_of_told(scene, statement):
        hit = [p for p in telling.last_places if p.role != "firing_from"] or telling.last_places
        return [p for p in hit if not (p.is_region or _in_brackets(sentence, p))] or hit
    return []


def _in_brackets(sentence: Sentence, place: PlaceMention) -> bool:
    """ "Toribío (Cauca)": what the place before lies in."""
    before = sentence.text[max(0, place.span[0] - _BRACKET) : place.span[0]]
    return before.rfind("(") > before.rfind(")")


_BRACKET = 60
"""Characters within which a bracket before a name is looked for."""


def _is_of_told(scene: Scene, statement: Statement) -> bool:
    """A casualty that is told on with no day, no place and no new speaker of its own."""
    telling = scene.telling
    if statement.kind != "casualty" or statement.negated or "date_start" in statement.field_spans:
        return False
    return telling.place_speaker in (statement.speaker_party, "MEDIA")
