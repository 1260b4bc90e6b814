"""Denials: who denies, and whether "we did not" or "none was seen" is one."""

from .accused import Blame
from .mention import Mention
from .statement import Statement
from .telling import Scene
from .trigger_kinds import Frame, Trigger
from .unnamed_speakers import rival_of
from .verb_final import clause_start
from .word_order import is_verb_first


def set_denial(scene: Scene, statement: Statement, frame: Frame, held: Blame, main: Trigger) -> None:
    """A party's "we did not" is a denial; an observer's "no violations" is a negated statement of what was looked for."""
    own = (
        held.accused is not None
        and held.accused == statement.speaker_party
        and held.rule in ("actor", "own", "agent", "origin")
    )
    if frame.has("deny", "false", "kept_truce"):
        statement.kind, statement.modality, statement.negated = "denial", "denied", True
        allied = held.accused is not None and held.accused != scene.telling.sides.opponent(
            statement.speaker_party
        )
        if allied and not scene.telling.pack.is_neutral(statement.speaker_party):
            named = held.rule in ("actor", "agent") and scene.telling.pack.takes_sides(held.accused)
            among = any(
                m.party == statement.speaker_party for m in scene.found if frame.low <= m.core < frame.first
            )
            kept = frame.has("kept_truce") and named and not among
            kept = kept and held.accused == scene.telling.sides.meant_by(
                held.accused, statement.speaker_party, scene.sentence, scene.found
            )
            statement.accused_party = (
                held.accused if kept else statement.speaker_party
            )  # "our ally keeps the truce"
        elif frame.has("kept_truce") and _is_told_on(scene, statement, held):
            statement.speaker_party = statement.accused_party = held.accused
        elif frame.has("kept_truce") and _is_of_the_other(scene, statement, held):
            statement.kind, statement.modality = "violation_unspecified", "asserted"
            statement.accused_party = held.accused
        else:
            statement.accused_party = (
                statement.speaker_party if statement.speaker_party not in ("MEDIA", "RES") else held.accused
            )
        if frame.has("kept_truce") and statement.speaker_party in (None, "MEDIA"):
            bound = next((e for e in scene.speech if e.party and e.at < frame.first < e.low), None)
            if bound is not None and scene.telling.pack.takes_sides(bound.party):
                statement.speaker_party = statement.accused_party = bound.party
                statement.speaker = (
                    bound.words or None
                )  # "X confirmed its commitment to the truce, and that ..."
        if frame.has("false") and statement.speaker_party in (None, "MEDIA") and held.rule == "actor":
            is_charged = any(e.claims and e.party != held.accused for e in scene.speech)
            if is_charged and scene.telling.pack.takes_sides(held.accused):  # who is charged calls it false
                statement.speaker_party = statement.accused_party = held.accused
        if frame.has("deny"):
            subject = _of_the_charged(scene, main, statement.speaker_party) or denier_of(scene, main)
            if subject is not None:
                statement.speaker_party, statement.speaker = subject
                statement.accused_party = subject[0]
            elif (who_spoke := _of_whom_the_pronoun(scene, main)) is not None:
                statement.speaker_party = statement.accused_party = who_spoke
            elif statement.speaker_party in (None, "MEDIA"):
                denier = _who_goes_on(scene, main) or _doer_denied(scene, main) or charged_of(scene, main)
                statement.speaker_party = statement.accused_party = denier
            elif scene.telling.pack.is_group(statement.speaker_party) and scene.sentence.within(
                main.first - OFFICE_REACH, main.first - 1, "state_office"
            ):  # "the army denied it", behind an armed group's charge
                charged = rival_of(scene, str(statement.speaker_party))
                statement.speaker_party = statement.accused_party = charged
                statement.speaker = None
        if frame.has("deny") and _is_of_own_report(scene, main, statement.speaker_party):
            rival = rival_of(scene, str(statement.speaker_party))
            statement.speaker_party = statement.accused_party = rival
            statement.speaker = None  # "the ministry denied X's report": whoever it was, it was not X's
        return
    acts = frame.family in ("fire", "return", "incursion", "shootdown", "uav")
    of_itself = own and acts and statement.kind != "casualty"
    lost = frame.has("shootdown", "downed") and held.target == statement.speaker_party
    of_itself = of_itself or (lost and scene.telling.pack.takes_sides(statement.speaker_party))
    if statement.negated and (of_itself or _answers_a_charge(scene, statement, frame, held)):
        statement.kind, statement.modality = "denial", "denied"
        statement.accused_party = statement.speaker_party
    elif statement.negated and (
        held.rule in _NOT_NAMED or (held.rule == "enemy_of_speaker" and _is_none_recorded(scene, frame))
    ):
        statement.accused_party = None


def _is_of_own_report(scene: Scene, main: Trigger, denier: str | None) -> bool:
    """ "Had denied an X-ian report", of an office without an owner that was taken for X's."""
    if denier is None or not scene.telling.pack.takes_sides(denier):
        return False
    reports = scene.sentence.within(
        main.last + 1, main.last + _APPOSED, "report_noun", "claim_noun", "statement_noun"
    )
    owned = reports and any(
        m.party == denier and m.form == "adjective" and not m.head and main.last < m.core < reports[0].first
        for m in scene.found
    )
    named = any(m.party == denier and m.last < main.first for m in scene.found)
    return bool(owned) and not named and not scene.sentence.signs(main.last, reports[0].first)


def _answers_a_charge(scene: Scene, statement: Statement, frame: Frame, held: Blame) -> bool:
    """ "No missiles were launched", "there had been no crossing": said by a side that was accused before, of what it is accused of.

    Not what nobody perceived ("no shelling was recorded"), nor fire at the speaker itself.
    """
    party = statement.speaker_party
    if not scene.telling.pack.takes_sides(party) or party not in scene.telling.sides.accused:
        return False
    seen = scene.sentence.within(frame.low, frame.high, "perceive", "report_passive")
    ours = any(m.what == "own" and frame.low <= m.core <= frame.high for m in scene.found)
    told = held.rule in ("opponent_of_speaker", "opponent_of_target", "none")
    return told and not seen and not ours and held.target != party and statement.kind != "casualty"


_NOT_NAMED = ("agent", "origin", "opponent_of_speaker", "opponent_of_target", "last_accused", "none")


def _is_none_recorded(scene: Scene, frame: Frame) -> bool:
    """ "No shelling from the enemy's side was recorded" says of nobody that he did not."""
    nouns = all(t.kind.voice == "noun" or t.category == "obstrel" for t in frame.triggers)
    return nouns and bool(scene.sentence.within(frame.low, frame.high, "perceive", "no_post"))


def _is_told_on(scene: Scene, statement: Statement, held: Blame) -> bool:
    """ "X's army goes on observing the truce", told with no speaker in a text in which X was heard: X says so of itself."""
    unsaid = statement.speaker_party in (None, "MEDIA") and held.rule == "actor"
    return unsaid and held.accused is not None and held.accused in scene.telling.voices.heard


def _is_of_the_other(scene: Scene, statement: Statement, held: Blame) -> bool:
    """ "The occupiers have not opened fire": who says of the other side that it kept the truce denies nothing."""
    return (
        held.accused is not None
        and held.rule in ("actor", "own", "agent", "enemy_of_speaker")
        and held.accused != statement.speaker_party
    )


def _who_goes_on(scene: Scene, main: Trigger) -> str | None:
    """ "It called the account untrue": whoever spoke last, where that is a side."""
    pronoun = [m for m in scene.found if m.what == "pronoun" and not m.head and 0 < main.first - m.last <= 2]
    current = scene.telling.voices.current
    return current if pronoun and scene.telling.pack.takes_sides(current) else None


def _of_whom_the_pronoun(scene: Scene, main: Trigger) -> str | None:
    """ "It called the account untrue", "it put its losses at two and dismissed Y's version": the side that spoke last."""
    sentence, current = scene.sentence, scene.telling.voices.current
    subjects = [
        m for m in scene.found
        if m.what == "pronoun" and m.core < main.first and sentence.tokens[m.core].key in ("it", "he", "she", "they")
    ]  # fmt: skip
    opens = bool(subjects) and subjects[0].core == 0 and not sentence.within(1, main.first, "say", "accuse")
    return current if opens and scene.telling.pack.takes_sides(current) else None


def _doer_denied(scene: Scene, main: Trigger) -> str | None:
    """ "A brigadier denied any shelling by the army", "denied that X's army used": a denier speaks for whose deed it denies."""
    sentence = scene.sentence
    told = any(m.first == main.last + 1 for m in sentence.of("that"))
    doers = {
        m.party for m in scene.found
        if m.what == "party" and 0 < m.core - main.last <= _APPOSED
        and (m.stance == "agent" or (told and m.stance == "plain" and m.head == "force"))
        and scene.telling.pack.takes_sides(m.party)
    }  # fmt: skip
    return doers.pop() if len(doers) == 1 else None


def charged_of(scene: Scene, main: Trigger) -> str | None:
    """ "Officials there rejected the charge": an office without an owner that denies is the charged side's."""
    offices = scene.sentence.within(0, main.first - 1, "body", "statement_word", "force")
    return scene.telling.sides.last_accused if offices else None


def _of_the_charged(scene: Scene, main: Trigger, claimant: str | None) -> tuple[str, str] | None:
    """ "..., a claim the ministry rejected", "an allegation it denies": no owner is named, and it is the charged side's."""
    sentence = scene.sentence
    nouns = sentence.within(main.first - _APPOSED, main.first - 1, "claim_noun", "charge_noun")
    if not nouns or "," not in sentence.signs(nouns[-1].first - 2, nouns[-1].first):
        return None
    owners = [m for m in scene.found if m.what == "party" and nouns[-1].last < m.core <= main.last + 4]
    charged = rival_of(scene, claimant) if claimant is not None and not owners else None
    return (charged, sentence.says(nouns[-1].last + 1, main.first - 1) or charged) if charged else None


_APPOSED = 7
OFFICE_REACH = 5


def denier_of(scene: Scene, main: Trigger) -> tuple[str, str] | None:
    """(party, its words) of who denies, before the verb or behind it; None where nobody is named."""
    before = [m for m in scene.found if m.last < main.first and m.what == "party" and m.party]
    sides = [m for m in before if not scene.telling.pack.is_neutral(m.party)]
    joint = scene.sentence.of("joint_body")
    if sides:  # "an X officer of the joint centre denied": X's, and not the centre's
        before = [m for m in before if m in sides or not any(j.first <= m.core <= j.last for j in joint)]
    owning = [m for m in before if _owns_claim(scene, m)]
    if len(before) > len(owning):
        before = [m for m in before if m not in owning]
    behind = [m for m in scene.found if m.first > main.last and m.what == "party" and m.party]
    if owning and before == owning and behind and behind[0].first - main.last <= 2:
        before = behind[:1]  # "X's accusation was denied by Y", the verb before its subject
    if is_verb_first(scene.sentence, main.first) and not scene.sentence.signs(main.last, main.last + 2):
        behind = [m for m in scene.found if 0 < m.first - main.last <= 4 and m.what == "party" and m.party]
        before = behind[:1] or before
    elif not before and main.first == 0:
        before = [m for m in behind if not _owns_claim(scene, m)][:1]
    if not before:
        return None
    denier = before[-1]
    if denier.first < main.first and any(
        m.first == main.first for m in scene.sentence.of("deed_last")
    ):  # who denies opens the clause
        start = clause_start(scene.sentence, main.first)
        denier = next((m for m in before if m.first >= start and m.stance in ("body", "plain")), denier)
    close = 0 < main.first - denier.last <= 2 and denier.stance == "plain"  # "the mission denied it"
    if denier.party and (close or not scene.telling.pack.is_neutral(denier.party)):
        return denier.party, scene.sentence.says(denier.first, denier.last)
    return None


def _owns_claim(scene: Scene, m: Mention) -> bool:
    """ "The message of the X ministry": whose claim it is, in languages in which the owner stands behind."""
    return any(c.last == m.first - 1 for c in scene.sentence.of("claim_noun"))
