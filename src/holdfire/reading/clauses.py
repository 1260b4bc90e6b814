"""The generic layer: one marked sentence to statements, in the light of what the document has told so far.

Sentence -> segments -> frames -> fields. What a field rests on is kept as its span; what cannot be told stays None. The
rule of a statement names the trigger and how the accused was found, so that a reviewer sees why it reads as it does.
"""

from dataclasses import dataclass, field

from .attribution import attribution_at
from .casualties import tolls
from .causes import is_bare_cause, is_cause_of_losses, is_only_cause, is_told_by_its_harm
from .clock_times import Clock, clocks
from .compared import compared_statements
from .counting import counts_of
from .counts import quantities
from .denied_frames import claimed_after, is_the_matter
from .frame_statements import frame_statement
from .gapped import gap_counts, gaps
from .kept_frames import Kept, kept_frames
from .measures import behind_in_brackets, is_heading, is_measure
from .mention import Mention
from .parties import mentions
from .position import position_statement
from .relative_days import Moment
from .remembering import remember
from .rounds_fired import fires_counted, is_assessed
from .saying_days import is_of_speech
from .segments import segments
from .sentence import Sentence
from .speakers import events
from .statement import Statement, Unread
from .supposed import BREACHES
from .telling import Scene, Telling
from .times import moments
from .told_once import is_all_of_them, is_counted_beside, is_heard_of, of_people
from .toll import Toll
from .toll_statements import casualty_anchor, merged_into, says_again, toll_statement
from .trigger_kinds import Frame, Trigger
from .triggers import frames, triggers

_STRONG = frozenset(
    {
        "violate",
        "violation_n",
        "fire",
        "shell",
        "under_fire",
        "under_shelling",
        "attack",
        "weapon_fire",
        "shootdown",
        "downed",
        "mine",
        "incursion",
    }
)


def read_sentence(sentence: Sentence, telling: Telling) -> tuple[list[Statement], list[Unread]]:
    """The statements of one marked sentence and its words to review, in the light of the telling, which it carries on."""
    found = mentions(sentence, telling.published)
    telling.sides.learn(found)
    speech = events(sentence, found, telling.voices)
    hits = triggers(sentence)
    told = telling.last_moment.end if telling.last_moment is not None else None
    if told is None and telling.period is not None:
        told = telling.period[1]
    quoted = any(sentence.quoted[m.first] for m in sentence.of("weekdays", "time"))
    said_here = telling.said_on if telling.said_block == sentence.block_seq else telling.said_before
    said = said_here if quoted else None
    if said is None and _tells_of_the_eve(sentence, telling):
        said = told  # "residents told the patrol that on the eve ...": the eve of the visit
    stated, broken = moments(sentence, telling.published, telling.year_hint, told, said, telling.said_before)
    for moment in stated:
        if moment.start == moment.end and moment.basis != "year" and is_of_speech(sentence, moment):
            telling.said_on, telling.said_block = moment.start, sentence.block_seq
    times = clocks(sentence, stated)
    unread = [_unread(sentence, telling, f"a date that never was: {words!r}") for words in broken]
    if not hits and not sentence.has("killed", "wounded", "losses"):
        bare = Scene(sentence, telling, found, speech, stated, times, [], {}, [], set())
        position = position_statement(bare)
        remember(bare, [])
        if position is not None:
            return [position], unread
        if _looks_like_claim(sentence, found, telling):
            unread.append(
                _unread(
                    sentence,
                    telling,
                    "parties and a number or a weapon, but no verb or noun of the pack says what happened",
                )
            )
        return [], unread
    sides = {i for m in sentence.of("both") for i in range(m.first, m.last + 1)}  # "the two countries"
    no_number = _not_counts(stated, times) | _hours_of_day(sentence) | sides
    numbers = [
        q
        for q in quantities(sentence)
        if not any(i in no_number for i in range(q.first, q.last + 1)) and not is_measure(sentence, q)
    ]
    understood = gaps(sentence, hits)
    parts = segments(sentence, found, speech, hits, [gap.start for gap in understood])
    own = gap_counts(sentence, understood, numbers)
    used = [q for q, _ in own.values()]
    free = [q for q in numbers if q not in used]
    counts = behind_in_brackets(sentence, hits, free) | counts_of(sentence, hits, free) | own
    hits = sorted([*hits, *(gap.trigger for gap in understood)], key=lambda t: t.first)
    hits = [
        t
        for t in hits
        if t.category not in ("shot_count", "observed_item")
        or t.first in counts
        or is_heard_of(sentence, t, hits)
    ]
    hits = [t for t in hits if not fires_counted(sentence, t, hits, counts)]
    alone = {t for t, (_, stands) in counts.items() if stands}
    hits = [t for t in hits if not is_all_of_them(sentence, t, counts)]
    judged = {t.first for t in hits if is_assessed(sentence, t, hits, alone)}
    hits = [t for t in hits if t.first not in judged]
    counts = {t: q for t, q in counts.items() if t not in judged}
    hits = [t for t in hits if not is_heading(sentence, t, hits, counts)]
    alone |= {t.first for t in hits if t.category == "burst" and alone}
    breaches = [t.first for t in hits if t.category in BREACHES and t.first in counts]
    alone |= {
        t.first
        for t in hits
        if t.category in ("fire", "launched") and t.first in counts and breaches and t.first > breaches[0]
    }  # "committed 30 violations, firing 200 shells": two counts, two statements
    grouped = frames(sentence, hits, parts, alone)
    scene = Scene(sentence, telling, found, speech, stated, times, numbers, counts, parts, no_number)
    statements = read_frames(scene, grouped)
    if not statements:
        position = position_statement(scene)
        statements = [position] if position is not None else []
    if not statements and not unread and _worth_review(hits):
        unread.append(
            _unread(sentence, telling, scene.why or "a trigger, but no frame that the grammar completes")
        )
    remember(scene, statements)
    return statements, unread


def _tells_of_the_eve(sentence: Sentence, telling: Telling) -> bool:
    """ "Yesterday", "накануне", told to an observer in the report of one visit, and not of a reporting period."""
    visits = telling.is_observer and telling.period is None and telling.last_moment is not None
    return visits and any(str(m.payload).startswith("yesterday") for m in sentence.of("time"))


def _unread(sentence: Sentence, telling: Telling, reason: str) -> Unread:
    return Unread(telling.doc, sentence.words, sentence.start, sentence.end, reason, sentence.block_seq)


def _worth_review(hits: list[Trigger]) -> bool:
    return any(t.category in _STRONG for t in hits)


def _looks_like_claim(sentence: Sentence, found: list[Mention], telling: Telling) -> bool:
    parties = {m.party for m in found if m.party and not telling.pack.is_neutral(m.party)}
    if not parties:
        return False
    numbers = any(t.kind == "num" for t in sentence.tokens)
    return (bool(sentence.of("weapon")) and numbers) or (
        len(parties) >= 2 and (bool(sentence.of("weapon")) or sentence.has("u_times", "damaged"))
    )


def _not_counts(stated: list[Moment], times: list[Clock]) -> set[int]:
    blocked = {i for m in stated for i in range(m.first, m.last + 1) if m.basis != "period"}
    return blocked | {i for c in times if c.precision != "part_of_day" for i in range(c.first, c.last + 1)}


def _hours_of_day(sentence: Sentence) -> set[int]:
    """ "خلال الساعات الـ24 الماضية": the 24 of "the past 24 hours" counts nothing else."""
    told = [m for m in sentence.of("time") if m.payload in ("last_24h", "past_hours")]
    near = {i for m in told for i in range(m.first - 1, m.last + 3)}
    return {
        i for i in near if 0 <= i < len(sentence.tokens) and sentence.tokens[i].text in ("24", "48", "72")
    }


def _unique(statements: list[Statement]) -> list[Statement]:
    """One statement of a kind, count and place of text: "shelled ..., shelling" said twice in a clause is said once."""
    seen: set[tuple[object, ...]] = set()
    out: list[Statement] = []
    for s in statements:
        key = (s.start, s.end, s.kind, s.count, s.accused_party, s.negated)
        if key not in seen:
            seen.add(key)
            out.append(s)
    return out


@dataclass
class _Casualties:
    """What a sentence's tolls have told: their statements with the toll's token, and the clauses they stand in.

    told_by_harm  statements of deeds that are told only by the harm done, and the frames that those are
    clauses       (low, high) -> somebody was lost, and not only that nobody was
    """

    statements: list[tuple[Statement, int]] = field(default_factory=list)
    told_by_harm: list[tuple[Statement, Frame]] = field(default_factory=list)
    clauses: dict[tuple[int, int], bool] = field(default_factory=dict)


def read_frames(scene: Scene, grouped: list[Frame]) -> list[Statement]:
    """The statements of a sentence's frames and tolls, in the order of the text."""
    kept = kept_frames(scene, grouped)
    casualties = _casualties(scene, kept)
    harmed = {id(frame) for _, frame in casualties.told_by_harm}
    out = [statement for statement, _ in casualties.told_by_harm]
    for frame in kept.frames:
        if id(frame) in harmed or _is_cause(scene, frame, casualties.clauses):
            continue
        statement = frame_statement(scene, frame)
        if statement is not None:
            out.append(statement)
    out = [s for s in out if not is_counted_beside(s, out)]
    if not scene.telling.is_observer:
        out += compared_statements(scene, out)
    out += [s for s, _ in casualties.statements]
    out.sort(key=lambda s: (s.start, s.end, s.kind))
    return _unique(out)


def _is_cause(scene: Scene, frame: Frame, lost: dict[tuple[int, int], bool]) -> bool:
    """Told only as that which killed, and so told by the toll."""
    if frame.family in ("fire", "explosion", "uav", "incursion", "return") and is_only_cause(
        scene, frame, lost
    ):
        return True
    if frame.family == "mine" and is_bare_cause(scene, frame, lost):
        return True
    return is_cause_of_losses(scene, frame, lost)


def _casualties(scene: Scene, kept: Kept) -> _Casualties:
    out = _Casualties()
    grouped = kept.frames
    for low, high in scene.parts:
        who = attribution_at(scene, low if not grouped else casualty_anchor(scene, low, high))
        for toll in tolls(
            scene.sentence, low, high, scene.found, of_people(scene), who.party, scene.no_number,
            scene.telling.pack.takes_sides(who.party),
        ):  # fmt: skip
            if _is_denied(scene, kept, toll):
                continue
            statement = toll_statement(scene, toll, low, high, grouped)
            if statement is None:
                continue
            wounding = next((f for f in grouped if is_told_by_its_harm(scene, f, toll)), None)
            told = frame_statement(scene, wounding) if wounding is not None else None
            if told is not None and wounding is not None:
                told.killed, told.wounded = statement.killed, statement.wounded
                out.told_by_harm.append((told, wounding))
                grouped = [f for f in grouped if f is not wounding]
                continue
            if merged_into(scene, statement, toll, out.statements):
                continue
            if says_again(scene, statement, toll, out.statements):
                out.clauses[low, high] = True
                continue
            out.statements.append((statement, toll.first))
            out.clauses[low, high] = out.clauses.get((low, high), False) or not toll.none
    return out


def _is_denied(scene: Scene, kept: Kept, toll: Toll) -> bool:
    """Behind a denial in its clause, or what a claim called false is about; but "put its losses at one, and denied"."""
    sentence, denial = scene.sentence, kept.denial
    if kept.false is not None and is_the_matter(scene, toll.first, kept.false):
        return True
    if denial is None or toll.first < denial.low or ";" in sentence.signs(denial.last, toll.first):
        return False
    said = claimed_after(scene, denial)
    before = toll.last < denial.first - 1 and sentence.within(denial.first - 1, denial.first - 1, "and_word")
    return not before and (said is None or toll.first < said)
