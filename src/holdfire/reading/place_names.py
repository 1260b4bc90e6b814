"""A place's name as a gazetteer writes it: what an oblique case has done to it is taken back.

"Неподалік Авдіївки" is Авдіївка, "возле Водяного" Водяное, "у Золотому-5" Золоте-5. The endings are each language's
own (packs/lang/*.toml): `place_endings` hold for any name, `known_place_endings` are ambiguous and only lead to a name
that the gazetteer has. Which language a text is in is told by the letters that only one of them writes. Pure.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

MOST_FORMS = 64  # of one name: what a name of several words multiplies out to, at most


@dataclass(frozen=True, eq=False)  # told apart by identity: hashed once a sentence
class CaseEndings:
    """letters that tell the language; (ending, nominative endings) longest first; known: only to a gazetteer's name."""

    letters: str
    sure: tuple[tuple[str, tuple[str, ...]], ...] = ()
    known: tuple[tuple[str, tuple[str, ...]], ...] = ()


NO_ENDINGS = CaseEndings("")


def endings_table(rows: Iterable[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Rows of a pack, `"ского" = "ское/ский"`, longest ending first; "-" is no ending at all."""
    split = [(end, tuple("" if way == "-" else way for way in ways.split("/"))) for end, ways in rows]
    return tuple(sorted(split, key=lambda row: (-len(row[0]), row[0])))


@lru_cache(maxsize=256)
def endings_of(text: str, languages: Sequence[CaseEndings]) -> CaseEndings:
    """The endings of the language whose own letters the text has most of; none of it, none at all."""
    counted = [(sum(text.count(letter) for letter in row.letters), -n) for n, row in enumerate(languages)]
    most, place = max(counted, default=(0, 0))
    return languages[-place] if most else NO_ENDINGS


def nominative(name: str, known: Sequence[str], endings: CaseEndings) -> str:
    """The gazetteer's form of an inflected name in its own script; without a gazetteer's names, by sure endings alone."""
    if not name or name in known:
        return name
    if name[0] >= "\u0400":  # one letter of Ukrainian and Belarusian, written with three signs
        name = name.replace("’", "'").replace("ʼ", "'")
    is_declined = any(c in _OWN_LATIN for c in name) or _OWN_LATIN & set(endings.letters)
    if name[0] < "\u0250" and not is_declined:
        return name
    if not known:
        return _joined(name, [next(iter(_ways(word, endings.sure)), word) for word in _words(name)])
    lowered = {one.casefold(): one for one in known}
    choices = [
        [word, *_ways(word, endings.sure), *_ways(word, endings.known)] if len(word) > 2 else [word]
        for word in _words(name)
    ]
    for form in itertools.islice(itertools.product(*choices), MOST_FORMS):
        found = lowered.get(_joined(name, form).casefold())
        if found is not None:
            return found
    return _nearest(name, known)


def is_declined(name: str, known: Sequence[str], endings: CaseEndings) -> bool:
    """The name is the gazetteer's own or one that the language's endings lead to it; not only a word that begins like it."""
    if not name or name[0] < "\u0250" or name in known or not endings.letters:
        return True
    found = nominative(name, known, endings)
    return any(
        found.casefold() == word.casefold()
        for word in [*_ways(name, endings.sure), *_ways(name, endings.known)]
    )


def of_genitive(name: str, endings: CaseEndings) -> str:
    """What a name no gazetteer has is called, where the noun behind it asks for its genitive: "Ճանկաթաղի ուղղությամբ"."""
    first, sign, last = name.rpartition(" ")
    ways = [*_ways(last, endings.known), *_ways(last, endings.sure)]
    return first + sign + ways[0] if ways else name


def _words(name: str) -> list[str]:
    return name.replace("-", " ").split(" ")


def _joined(name: str, words: Sequence[str]) -> str:
    """The words with the signs that stood between them: a space or a hyphen."""
    signs = [c for c in name if c in " -"]
    return "".join(itertools.chain(*zip(words, [*signs, ""], strict=False)))


def _ways(word: str, table: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    return [
        word[: len(word) - len(ending)] + way
        for ending, ways in table
        if word.endswith(ending) and len(word) - len(ending) >= 2
        for way in ways
    ]


def _nearest(name: str, known: Sequence[str]) -> str:
    """The known name that shares the longest beginning, in as many words: a stem's case that no ending tells."""
    best, shared = name, 3
    for one in known:
        same = 0
        for a, b in zip(one, name, strict=False):
            if a != b:
                break
            same += 1
        close = abs(len(one) - len(name)) <= 5 or same == len(one)
        if same > shared and close and (one.count(" ") == name.count(" ") or same >= len(name) - 2):
            best, shared = one, same
    return best


def forms_of(name: str) -> tuple[str, ...]:
    """What a pack's scan looks for: the name, and a stem that its case endings leave, word by word.

    A name too short for a stem is declined: its forms are few, what begins like it is much.

    >>> forms_of("Новозванівка"), forms_of("Станица Луганская"), forms_of("Сотк")[:2]
    (('Новозванівка', 'Новозванівк*'), ('Станица Луганская', 'Станиц* Луганск*'), ('Сотк', 'Сотка'))
    """
    if not name or "*" in name:
        return (name,)
    if "\u0531" <= name[0] <= "\u0587":
        return _armenian(name)
    if name[0] < "\u0250":
        return _agglutinated(name)
    if not "Ѐ" <= name[0] <= "ӿ":
        return (name,)
    words = _words(name)
    if len(words) > 1:
        stems = " ".join(_stem(word) + "*" if len(word) > 4 else word for word in words)
        return (name,) if "*" not in stems else (name, stems)
    if len(name) >= 5:
        return (name, _stem(name) + "*", *_changed(name))
    return (name, *_declined(name)) if len(name) >= 3 else (name,)


_OWN_LATIN = frozenset("əıöüğşçƏİÖÜĞŞÇ")
_RARE_LATIN = frozenset("qxQX")
"""Letters that tell an Azerbaijani name, which is declined, from an English spelling, which is not."""
_BACK, _FRONT = "aıou", "eəiöü"


def _armenian(name: str) -> tuple[str, ...]:
    """A stem for a long name, endings for a short one; a final ի gives way to ու: Մարտունի, Մարտունու.

    >>> forms_of("Մարտունի"), forms_of("Սոթք")[:3]
    (('Մարտունի', 'Մարտունի*', 'Մարտունու*'), ('Սոթք', 'Սոթքի', 'Սոթքին'))
    """
    other = (name[:-1] + "ու*",) if name[-1] == "ի" and len(name) > 3 else ()
    if len(name) >= 6:
        return (name, name + "*", *other)
    if len(name) < 3:
        return (name,)
    join = "յ" if name[-1] in "աո" else ""
    return (
        name,
        *(name + join + end for end in ("ի", "ին", "ից", "ում", "ով")),
        name + "ը",
        name + "ն",
        *other,
    )


def _agglutinated(name: str) -> tuple[str, ...]:
    """Azerbaijani case endings on a Latin name, by the harmony of its last vowel: Şuşadakı, Tovuzdan, Laçının.

    >>> forms_of("Laçın")[:4], forms_of("Kəlbəcər")
    (('Laçın', 'Laçında', 'Laçından', 'Laçındakı'), ('Kəlbəcər', 'Kəlbəcər*'))
    """
    last = name.rsplit(" ", 1)[-1]
    is_own = any(c in _OWN_LATIN for c in name)
    if is_own and len(last) >= 6:
        return name, name + "*"
    vowels = [c for c in last.lower() if c in _BACK + _FRONT]
    declines = is_own or any(c in _RARE_LATIN for c in name)
    if not declines or len(last) < 4 or not vowels or not last.isalpha():
        return (name,)
    a, i = ("a", "ı") if vowels[-1] in _BACK else ("ə", "i")
    n = "n" if last[-1].lower() in _BACK + _FRONT else ""
    u = {"o": "u", "u": "u", "ö": "ü", "ü": "ü"}.get(vowels[-1], i)
    return (name, *(name + end for end in (f"d{a}", f"d{a}n", f"d{a}k{i}", f"{n}{u}n", f"{n}{u}")))


def _changed(name: str) -> tuple[str, ...]:
    """Forms in which a case changes the stem: "Горлівка", у Горлівці; "Желобок", Желобка."""
    for ending, forms in (("ка", ("ці",)), ("га", ("зі",)), ("ха", ("сі",)), ("ок", ("к*",)), ("ець", ("ця", "цю", "цем", "ці")), ("ец", ("ца", "цу", "цом", "це"))):  # fmt: skip
        if name.endswith(ending) and len(name) - len(ending) >= 3:
            return tuple(name[: -len(ending)] + form for form in forms)
    return ()


def _stem(word: str) -> str:
    if len(word) > 6 and word[-2:] in ("ая", "ий", "ый", "ой", "ое", "ые"):
        return word[:-2]
    return word[:-1] if word[-1] in "аяоеіиыуюьй" else word


def _declined(name: str) -> tuple[str, ...]:
    if name[-1] in "иыі":
        return tuple(name[:-1] + end for end in ("ов", "ів", "ам", "ами", "ах"))
    if name[-1] == "а":
        return tuple(name[:-1] + end for end in ("ы", "и", "і", "е", "у", "ой", "ою"))
    if name[-1] in "яоеуюьйё":
        return ()
    return tuple(name + end for end in ("а", "у", "ом", "е", "і", "ск*", "ськ*"))
