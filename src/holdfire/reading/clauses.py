"""The generic layer: one marked sentence to statements, in the light of what the document has told so far.

Sentence -> segments -> frames -> fields. What a field rests on is kept as its span; what cannot be told stays None. The
rule of a statement names the trigger and how the accused was found, so that a reviewer sees why it reads as it does.
"""

from .attribution import attribution_at
from .casualties import tolls
from .causes import is_cause_of_losses, is_only_cause, is_only_named, is_told_by_its_harm
from .clock_times import Clock, clocks
from .compared import compared_statements
from .counting import behind_in_brackets, counts_of, fires_counted, is_assessed, is_heading, is_measure
from .counts import Quantity, quantities
from .denied_frames import claimed_after, goes_on_answering, is_answered, is_the_matter, without_denied
from .frame_statements import frame_statement
from .gapped import gap_counts, gaps, is_understood
from .parties import Mention, mentions
from .position import position_statement
from .relative_days import Moment
from .remembering import remember
from .saying_days import is_of_speech
from .sentence import Sentence
from .speakers import events
from .statement import Statement, Unread
from .telling import Scene, Telling
from .times import moments
from .toll_statements import casualty_anchor, merged_into, says_again, toll_statement
from .triggers import Frame, Trigger, frames, segments, triggers

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
    found = mentions(sentence, telling.published)
    telling.sides.learn(found)
    speech = events(sentence, found, telling.voices)
    hits = triggers(sentence)
    told = telling.last_moment.end if telling.last_moment is not None else None
    if told is None and telling.period is not None:
        told = telling.period[1]
    quoted = any(sentence.quoted[m.first] for m in sentence.of("weekdays", "time"))
    said = telling.said_on if telling.said_block == sentence.block_seq and quoted else None
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
    no_number = _not_counts(stated, times) | sides
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
        or _is_heard(sentence, t, hits)
    ]
    hits = [t for t in hits if not fires_counted(sentence, t, hits, counts)]
    alone = {t for t, (_, stands) in counts.items() if stands}
    hits = [t for t in hits if not _is_all_of_them(sentence, t, counts)]
    judged = {t.first for t in hits if is_assessed(sentence, t, hits, alone)}
    hits = [t for t in hits if t.first not in judged]
    counts = {t: q for t, q in counts.items() if t not in judged}
    hits = [t for t in hits if not is_heading(sentence, t, hits, counts)]
    alone |= {t.first for t in hits if t.category == "burst" and alone}
    breaches = [t.first for t in hits if t.category in _BREACHES and t.first in counts]
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


_AGAINST = 6
"""Words between "despite" and the truce that was agreed."""


def _is_only_broken(scene: Scene, frame: Frame) -> bool:
    """ "Despite the agreed truce they fired": the truce is what was broken, and not told here where no day is given it."""
    sentence = scene.sentence
    against = [m for m in sentence.of("despite") if 0 < frame.first - m.last <= _AGAINST]
    if not against or "," in sentence.signs(against[-1].last, frame.first):
        return False
    ends = next(
        (i for i in range(frame.last, len(sentence.tokens)) if sentence.tokens[i].text in (",", ".")),
        frame.last,
    )
    return not any(against[-1].first < m.first <= ends for m in scene.stated)


_BREACHES = ("violate", "violation_n", "violated_passive")


def _is_supposed(scene: Scene, frame: Frame) -> bool:
    """ "if the reservoir is attacked": an act in a condition is nobody's claim that it happened."""
    if frame.family in ("threat", "deny"):
        return False
    if frame.family == "truce" and _is_only_broken(scene, frame):
        return True
    if scene.sentence.within(frame.low, frame.first - 1, "forbid") and frame.family != "truce":
        return True  # "the document forbids sabotage and flights of drones"
    opened = scene.sentence.within(frame.low, frame.first - 1, "condition")
    return bool(opened) and "," not in scene.sentence.signs(opened[-1].last, frame.first)


def _is_called_for(scene: Scene, frame: Frame) -> bool:
    """ "Called on the sides to keep the truce": nobody says that it is kept, or that one was agreed."""
    if frame.family not in ("truce", "restriction") and not frame.has("kept_truce"):
        return False
    called = scene.sentence.within(frame.low, frame.first - 1, "call")
    return bool(called) and not scene.sentence.signs(called[-1].last, frame.first) & {";", ":"}


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


def read_frames(scene: Scene, grouped: list[Frame]) -> list[Statement]:
    out: list[Statement] = []
    grouped = [f for f in grouped if not (f.family == "return" and _only_repels(scene, f, grouped))]
    grouped = [f for f in grouped if not _only_dates(scene, f, grouped)]
    answers = [f for f in grouped if f.family == "return"]
    grouped = [f for f in grouped if not any(is_answered(scene, f, a) for a in answers)]
    grouped = [f for f in grouped if not any(goes_on_answering(scene, f, a) for a in answers)]
    grouped = [f for f in grouped if not _is_supposed(scene, f) and not _is_called_for(scene, f)]
    grouped = [f for f in grouped if not (f.family == "uav" and _is_of_mission(scene, f))]
    down = {(f.low, f.high) for f in grouped if f.family == "shootdown"}
    grouped = [f for f in grouped if not (f.family == "uav" and (f.low, f.high) in down)]
    fired = {(f.low, f.high) for f in grouped if f.family in ("fire", "explosion")}
    grouped = [f for f in grouped if not (f.family == "crater" and (f.low, f.high) in fired)]
    hindered = [f for f in grouped if f.family == "restriction"]
    grouped = [
        f
        for f in grouped
        if f not in hindered[1:]
        or any(t.first in scene.counts or is_understood(scene.sentence, t) for t in f.triggers)
    ]
    others = [f for f in grouped if f.family != "damage"]
    grouped = (
        others
        or [
            f
            for f in grouped
            if any(m.what in ("party", "enemy", "own") for m in scene.found)
            and not scene.sentence.has("killed", "wounded")
        ][:1]
    )
    denial = next((f for f in grouped if f.has("deny")), None)
    if denial is not None:
        grouped = without_denied(scene, denial, grouped)
    false = next((f for f in grouped if f.has("false")), None)
    if false is not None:
        grouped = [f for f in grouped if f is false or not is_the_matter(scene, f.first, false)]
    if any(e.mutual for e in scene.speech):
        _only_breaches(grouped)
    grouped = _without_threatened(grouped)
    grouped = [f for f in grouped if not is_only_named(scene, f, grouped)]
    grouped = [f for f in grouped if not _each_says_of_the_other(scene, f, grouped)]
    scene.has_fire = any(f.family == "fire" for f in grouped)
    kept = next((f for f in grouped if f.has("kept_truce")), None)
    if kept is not None:
        until = next(
            (
                i
                for i, t in enumerate(scene.sentence.tokens)
                if t.key in ("until", "unless") and i > kept.first
            ),
            None,
        )
        grouped = [f for f in grouped if f is kept or until is None or f.first < until]
        grouped = [f for f in grouped if not _is_left_unanswered(f, kept)]
    counted = {
        (f.low, f.high)
        for f in grouped
        if f.family == "fire" and any(t.first in scene.counts for t in f.triggers) and not _only_uses(f)
    }
    grouped = [f for f in grouped if not (_only_uses(f) and (f.low, f.high) in counted)]
    grouped = _with_means(scene, grouped)
    grouped = [f for f in grouped if not _only_measures(scene, f)]
    busy = {(f.low, f.high) for f in grouped if f.family in ("fire", "mine")}
    grouped = [
        f
        for f in grouped
        if f.family != "incursion"
        or (f.low, f.high) not in busy
        or not (is_noun(scene, f) or _is_attempt_to_attack(scene, f))
    ]
    grouped = [f for f in grouped if not (f.family == "truce" and is_subordinate(scene, f, grouped))]
    armed = {(f.low, f.high) for f in grouped if f.family == "fire" and _only_uses(f)}
    grouped = [f for f in grouped if not ((f.low, f.high) in armed and _is_offensive(scene, f))]
    toll_parts: dict[tuple[int, int], bool] = {}
    speakers_done: list[tuple[Statement, int]] = []
    for low, high in scene.parts:
        who = attribution_at(scene, low if not grouped else casualty_anchor(scene, low, high))
        for toll in tolls(
            scene.sentence, low, high, scene.found, _of_people(scene), who.party, scene.no_number,
            scene.telling.pack.takes_sides(who.party),
        ):  # fmt: skip
            said = claimed_after(scene, denial) if denial is not None else None
            told_before = (
                denial is not None
                and toll.last < denial.first - 1
                and scene.sentence.within(denial.first - 1, denial.first - 1, "and_word")
            )  # "put its losses at one dead, and dismissed Y's version"
            if (
                denial is not None
                and toll.first >= denial.low
                and (said is None or toll.first < said)
                and not told_before
            ):
                continue
            if false is not None and is_the_matter(scene, toll.first, false):
                continue
            statement = toll_statement(scene, toll, low, high, grouped)
            if statement is not None:
                wounding = next((f for f in grouped if is_told_by_its_harm(scene, f, toll)), None)
                told = frame_statement(scene, wounding) if wounding is not None else None
                if told is not None:
                    told.killed, told.wounded = statement.killed, statement.wounded
                    out.append(told)
                    grouped = [f for f in grouped if f is not wounding]
                    continue
                if merged_into(scene, statement, speakers_done):
                    continue
                if says_again(scene, statement, toll, speakers_done):
                    toll_parts[low, high] = True
                    continue
                speakers_done.append((statement, toll.first))
                toll_parts[low, high] = toll_parts.get((low, high), False) or not toll.none
    for frame in grouped:
        if frame.family in ("fire", "explosion", "uav", "incursion", "return") and is_only_cause(
            scene, frame, toll_parts
        ):
            continue
        if is_cause_of_losses(scene, frame, toll_parts):
            continue
        statement = frame_statement(scene, frame)
        if statement is not None:
            out.append(statement)
    out = [s for s in out if not _is_counted_beside(s, out)]
    if not scene.telling.is_observer:
        out += compared_statements(scene, out)
    out += [s for s, _ in speakers_done]
    out.sort(key=lambda s: (s.start, s.end, s.kind))
    return _unique(out)


def _each_says_of_the_other(scene: Scene, frame: Frame, grouped: list[Frame]) -> bool:
    """ "Reported an exchange of fire, each saying that the other had begun it": one exchange, and no second fire."""
    sentence = scene.sentence
    each = [e for e in scene.speech if e.low <= frame.first and sentence.within(e.at - 1, e.at - 1, "each")]
    return bool(each) and any(f.first < each[-1].at and f.family == "fire" for f in grouped)


def _of_people(scene: Scene) -> list[Quantity]:
    """The numbers that may be of people: "three shellings, one dead" has one."""
    of_things = [q for first, (q, _) in scene.counts.items() if q.last == first - 1]
    return [q for q in scene.numbers if q not in of_things]


def _is_left_unanswered(frame: Frame, kept: Frame) -> bool:
    """ "Did not answer the enemy's provocations with fire": the provocations are what was borne, and told elsewhere."""
    return frame.low == kept.low and all(t.category == "provocation" for t in frame.triggers)


_HEARD_REACH = 4  # tokens between hearing and the shots: "heard several sniper shots"


def _is_heard(sentence: Sentence, trigger: Trigger, hits: list[Trigger]) -> bool:
    """ "The monitors heard shots": no number, and no other word of fire tells of them."""
    if trigger.category != "shot_count" or any(t is not trigger and t.kind.family == "fire" for t in hits):
        return False
    near = [m for m in sentence.of("hear") if 0 < trigger.first - m.last <= _HEARD_REACH]
    return bool(near) and not sentence.signs(near[-1].last, trigger.first)


def _is_all_of_them(sentence: Sentence, trigger: Trigger, counts: dict[int, tuple[Quantity, bool]]) -> bool:
    """ "Five violations, all explosions": what the five were, and no second number."""
    if trigger.category != "explosion" or trigger.first in counts or not counts:
        return False
    return (
        bool(sentence.within(trigger.first - 2, trigger.first - 1, "all_of")) and min(counts) < trigger.first
    )


_OWNER_REACH = 3  # tokens between a mission and its aircraft: "a long-range UAV of the SMM"


def _is_of_mission(scene: Scene, frame: Frame) -> bool:
    """ "While flying a quadcopter of the SMM": the mission's own aircraft, of which nobody complains."""
    if not scene.telling.is_observer:
        return False
    owners = [m for m in scene.found if m.what == "party" and scene.telling.pack.is_neutral(m.party)]
    return any(
        0 < frame.first - m.last <= _OWNER_REACH or 0 < m.first - frame.last <= _OWNER_REACH for m in owners
    )


def _only_dates(scene: Scene, frame: Frame, grouped: list[Frame]) -> bool:
    """ "Explosions were heard after a warplane flew over": what was before them says when, where the word "after" joins it."""
    behind = any(0 < frame.first - m.last <= 1 for m in scene.sentence.of("after_which"))
    return (
        behind
        and frame.family != "explosion"
        and any(f.family == "explosion" and f.low == frame.low and f.last < frame.first for f in grouped)
    )


_REPELLED_REACH = 4  # tokens between the verb of repelling and what is repelled


def _only_repels(scene: Scene, answer: Frame, grouped: list[Frame]) -> bool:
    """ "Foiled an attempt to break in": the attempt is what is told, and the foiling is no fire of its own."""
    repels = all(scene.sentence.within(t.first, t.last, "repels") for t in answer.triggers)
    return repels and any(
        f.low == answer.low
        and 0 < f.first - answer.last <= _REPELLED_REACH
        and (f.family == "incursion" or f.has("attack"))
        for f in grouped
    )


def _is_counted_beside(statement: Statement, told: list[Statement]) -> bool:
    """ "Struck the village from mortars, firing 15 rounds": the counted rounds are the strike, and no second one."""
    return (
        statement.count is None
        and not statement.negated
        and any(
            other is not statement
            and other.count is not None
            and (".shot_count." in other.rule or ".fire_n." in other.rule)
            and statement.kind == other.kind
            and (statement.speaker_party, statement.accused_party, statement.modality)
            == (other.speaker_party, other.accused_party, other.modality)
            for other in told
        )
    )


def _only_breaches(grouped: list[Frame]) -> None:
    """ "Over the shooting near X the two accused each other of breaking the truce": of the breach, and not of the shooting."""
    for frame in grouped:
        breaches = [t for t in frame.triggers if t.category in ("violate", "violation_n")]
        if breaches and all(t.kind.voice == "noun" for t in frame.triggers if t not in breaches):
            frame.triggers = breaches


def _without_threatened(grouped: list[Frame]) -> list[Frame]:
    """ "Any provocation will be met with an adequate response": one threat, and neither a provocation nor a response yet.

    "Threatened to answer the sources of fire": what stands behind the threat has not happened either.
    """
    threats: dict[tuple[int, int], Frame] = {}
    for frame in grouped:
        if frame.family == "threat":
            threats.setdefault((frame.low, frame.high), frame)

    def has_happened(frame: Frame) -> bool:
        if any(
            t.first < frame.first and frame.low <= t.last < frame.first
            for t in threats.values()
            if t.high < frame.low
        ):
            return False  # "warned that [its forces would] attack": what is warned of
        threat = threats.get((frame.low, frame.high))
        if threat is None or frame is threat:
            return True
        behind = frame.first >= threat.first and frame.family in ("fire", "return")
        return not behind and any(t.category not in ("provocation", "return_fire") for t in frame.triggers)

    return [f for f in grouped if has_happened(f)]


def _is_attempt_to_attack(scene: Scene, frame: Frame) -> bool:
    """ "Tried to attack the post with artillery": the fire is what came of it."""
    return all(scene.sentence.within(t.first, t.last, "attack_attempt") for t in frame.triggers)


def _is_offensive(scene: Scene, frame: Frame) -> bool:
    """ "Opened an offensive, using tanks": the offensive is told with its means, once."""
    return frame.family == "incursion" and all(
        scene.sentence.within(t.first, t.last, "offensive_noun") for t in frame.triggers
    )


def _only_uses(frame: Frame) -> bool:
    """ "Used a mortar, nine rounds": the rounds are counted; the use says no second thing."""
    return all(t.category == "use" for t in frame.triggers)


def _with_means(scene: Scene, grouped: list[Frame]) -> list[Frame]:
    """ "Came under fire of X, who used machine guns": the use tells the means of the fire, no second fire."""
    out: list[Frame] = []
    for frame in grouped:
        fire = out[-1] if out else None
        near = scene.sentence.keys(frame.first - 3, frame.first - 1)
        if fire is not None and fire.family == "fire" and _only_uses(frame) and {"who", "which"} & set(near):
            fire.triggers += frame.triggers
            fire.high = max(fire.high, frame.high)
        else:
            out.append(frame)
    return out


def _only_measures(scene: Scene, frame: Frame) -> bool:
    """ "Countermeasures were taken": says that something was done, and neither what nor against what."""
    if not all(t.category == "return_fire" for t in frame.triggers):
        return False
    if not all(scene.sentence.within(t.first, t.last + 2, "measure") for t in frame.triggers):
        return False
    if any(
        m.what in ("party", "own")
        and frame.low <= m.core <= frame.high
        and (m.stance == "plain" or (m.stance == "agent" and m.what == "own"))
        and m.head == "force"
        for m in scene.found
    ):
        return False  # whose units took them is said
    rest = scene.sentence.keys(frame.last + 1, frame.high)
    return not any(k in ("against", "at", "по", "против", "silenced", "fire") for k in rest)


_DAY_BEHIND = 4  # tokens from "took effect" to its day
_AGREED = 6
"""Tokens between who agreed and "agreed": "X and Y had on Monday agreed"."""


def is_subordinate(scene: Scene, frame: Frame, grouped: list[Frame]) -> bool:
    """ "violated the ceasefire after it came into effect": the coming into effect dates the violation, no more."""
    near = scene.sentence.keys(frame.first - 8, frame.first - 1)
    others = any(f.family in ("fire", "explosion") for f in grouped) or scene.sentence.has(
        "killed", "wounded"
    )
    dated = any(
        m.first > frame.last for m in scene.stated
    )  # "before X brokered a truce in 1994" tells of the truce
    if "before" in near:
        return not dated
    named = [
        m
        for m in scene.found
        if m.what == "party" and m.stance == "plain" and 0 < frame.first - m.core <= _AGREED
    ]
    told_day = any(
        0 < m.first - frame.last <= _DAY_BEHIND and not is_of_speech(scene.sentence, m) for m in scene.stated
    )
    if (told_day and not scene.telling.is_observer) or len({m.party for m in named}) > 1:
        return False  # "hours after X and Y had agreed to a truce": told with who agreed, or when
    return others and bool({"after", "when", "since", "минуты"} & set(near))


_GROUPS = (
    "group",
    "saboteur",
    "subversive",
    "offensive",
    "групп",
    "диверсант",
    "дрг",
    "груп",
    "qrup",
    "խումբ",
    "խմբ",
    "مجموع",
)


def is_noun(scene: Scene, frame: Frame) -> bool:
    return all(scene.sentence.tokens[t.last].key.startswith(_GROUPS) for t in frame.triggers)
