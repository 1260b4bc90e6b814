"""Tables of sentences, our own, with what they must read as; a comment on each odd row."""

from datetime import date

import pytest

from holdfire.intake.document import Block, Document
from holdfire.model.kinds import BlockRole
from holdfire.reading.pack import load_pack
from holdfire.reading.read import read_document
from holdfire.reading.statement import ReadResult, Statement


def read(
    text: str,
    pack: str = "armenia-azerbaijan",
    published: str | None = "2020-07-15",
    source: str | None = None,
) -> ReadResult:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(BlockRole.BODY, at, at + len(line)))
        at += len(line) + 1
    day = date.fromisoformat(published) if published else None
    return read_document(
        Document("text/plain", text, tuple(blocks)), load_pack(pack), published=day, source=source, doc_id="t"
    )


def pick(result: ReadResult, kind: str) -> Statement:
    fitting = [s for s in result.statements if s.kind == kind]
    assert len(fitting) == 1, [(s.kind, s.quote) for s in result.statements]
    return fitting[0]


# sentence, source, kind, speaker, accused, modality, negated, count
CASES = [
    ("Units of the Armenian armed forces broke the ceasefire 41 times, Azerbaijan's Ministry of Defence said.", None, "violation_unspecified", "AZE", "ARM", "asserted", False, 41),
    ("According to the Armenian Ministry of Defence, Azerbaijani units fired about 300 shots at the border posts.", None, "small_arms", "ARM", "AZE", "asserted", False, 300),
    ("Azerbaijani positions near Munjuglu came under fire from Armenian positions.", "azertac", "small_arms", "AZE", "ARM", "asserted", False, None),
    ("The adversary shelled the village with 82 mm mortars, Shushan Stepanyan wrote.", None, "mortar", "ARM", "AZE", "asserted", False, None),
    ("The enemy fired mortars and artillery at our positions.", "mod.gov.az", "artillery", "AZE", "ARM", "asserted", False, None),  # a mixed barrage is artillery
    ("Armenia accused Azerbaijan of shelling Chinari.", "Reuters", "artillery", "ARM", "AZE", "asserted", False, None),
    ("“We did not open fire,” said Vagif Dargahli of Azerbaijan's Ministry of Defence.", None, "denial", "AZE", "AZE", "denied", True, None),
    ("The Azerbaijani Ministry of Defence denied the reports.", None, "denial", "AZE", "AZE", "denied", True, None),
    ("Armenian forces returned fire, the Armenian Ministry of Defence said.", None, "small_arms", "ARM", "ARM", "asserted", False, None),
    ("Azerbaijani soldiers tried to cross the border in a truck, the Armenian Ministry of Defence reported.", None, "incursion", "ARM", "AZE", "asserted", False, None),
    ("Residents of Movses said the Azerbaijani armed forces were shelling their village.", None, "artillery", "RES", "AZE", "reported", False, None),
    ("The two sides agreed on a ceasefire from 16 July.", "Reuters", "ceasefire_agreed", "MEDIA", None, "asserted", False, None),
    ("ВС Армении 15 раз нарушили режим прекращения огня, сообщило Министерство обороны Азербайджана.", None, "violation_unspecified", "AZE", "ARM", "asserted", False, 15),
    ("Ermənistan silahlı qüvvələri atəşkəsi 12 dəfə pozub, Müdafiə Nazirliyi bildirib.", None, "violation_unspecified", "AZE", "ARM", "asserted", False, 12),
    ("Հակառակորդը հրադադարը խախտել է շուրջ 20 անգամ, հայտնում է ՀՀ ՊՆ-ն։", None, "violation_unspecified", "ARM", "AZE", "asserted", False, 20),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "source", "kind", "speaker", "accused", "modality", "negated", "count"), CASES
)
def test_a_sentence_reads_as_a_person_reads_it(
    text: str,
    source: str | None,
    kind: str,
    speaker: str,
    accused: str | None,
    modality: str,
    negated: bool,
    count: int | None,
) -> None:
    s = pick(read(text, source=source), kind)
    assert (s.speaker_party, s.accused_party, s.modality, s.negated, s.count) == (
        speaker,
        accused,
        modality,
        negated,
        count,
    )


OTHER_PACKS = [
    ("eastern-ukraine", "Минулої доби ворог 4 рази порушив режим припинення вогню, повідомляє штаб ООС.", "violation_unspecified", "UKR", "RUS", 4),
    ("eastern-ukraine", "ВСУ выпустили 9 снарядов по окраинам Горловки, сообщили в представительстве ДНР в СЦКК.", "artillery", "DPR", "UKR", 9),
    ("india-pakistan", "Indian troops targeted villages in Nikial Sector with mortars, ISPR said.", "mortar", "PAK", "IND", None),
    ("india-pakistan", "Pakistan violated the ceasefire three times along the LoC in Poonch, an Indian Army spokesman said.", "violation_unspecified", "IND", "PAK", 3),
    ("lebanon-blue-line", "أعلن الجيش اللبناني أن القوات الإسرائيلية خرقت وقف إطلاق النار 9 مرات.", "violation_unspecified", "LBN", "ISR", 9),
    ("lebanon-blue-line", "UNIFIL observed four rockets fired from the vicinity of Wazzani towards Israel.", "mlrs", "UN", "LBN", 4),
    ("generic", "Thailand's army said Cambodian troops opened fire with small arms at a Thai post.", "small_arms", "THA", "KHM", None),
    ("generic", "The Houthis violated the ceasefire 14 times, the Saudi-led coalition said.", "violation_unspecified", "COAL", "HOU", 14),
]  # fmt: skip


@pytest.mark.parametrize(("pack", "text", "kind", "speaker", "accused", "count"), OTHER_PACKS)
def test_another_conflict_is_another_pack_and_no_code(
    pack: str, text: str, kind: str, speaker: str, accused: str, count: int | None
) -> None:
    s = pick(read(text, pack, source="UNIFIL" if "UNIFIL" in text else None), kind)
    assert (s.speaker_party, s.accused_party, s.count) == (speaker, accused, count)


TOLLS = [
    ("Two Armenian servicemen were killed and five more wounded, the ministry said.", {"ARM": 2}, {"ARM": 5}),
    ("The shelling killed two civilians and injured six.", {"CIV": 2}, {"CIV": 6}),
    ("Sergeant Ivan Petrosyan and Corporal Aram Sahakyan of the Armenian army died.", {"ARM": 2}, None),
    ("The Azerbaijani side suffered one dead and one wounded.", {"AZE": 1}, {"AZE": 1}),
    ("General Polad Aliyev, Colonel Ilqar Mirzayev and five other Azerbaijani servicemen were killed.", {"AZE": 7}, None),
    ("Three days of fighting left six Armenian and four Azerbaijani soldiers dead.", {"ARM": 6, "AZE": 4}, None),
    ("A contract soldier of the Armenian army, 26, was fatally wounded.", {"ARM": 1}, None),  # an age is no toll
]  # fmt: skip


@pytest.mark.parametrize(("text", "killed", "wounded"), TOLLS)
def test_the_toll_of_a_sentence(
    text: str, killed: dict[str, int] | None, wounded: dict[str, int] | None
) -> None:
    s = pick(read(text, source="armenpress"), "casualty")
    if "fatally" in text:
        assert (s.killed or s.wounded) == killed
    else:
        assert (s.killed, s.wounded) == (killed, wounded)


@pytest.mark.parametrize(
    "text",
    [
        "The Armenian side has no casualties.",
        "There are no losses among the Armenian personnel.",
        "Hayastan: Հայկական կողմը կորուստներ չունի։",
    ],
)
def test_no_casualties_is_a_statement(text: str) -> None:
    s = pick(read(text, source="armenpress"), "casualty")
    assert s.negated
    assert s.killed == {"ARM": 0}


def test_what_one_side_quotes_only_to_deny_keeps_its_speaker() -> None:
    text = "The spokesperson of the Armenian Ministry of Defence wrote that the Azerbaijani army had allegedly fired mortars at Chinari, the Azerbaijani ministry said. “This information is false,” it added."
    result = read(text, source="azertac")
    claim, denial = pick(result, "mortar"), pick(result, "denial")
    assert (claim.speaker_party, claim.accused_party, claim.quoted_by, claim.modality) == (
        "ARM",
        "AZE",
        "AZE",
        "reported",
    )
    assert (denial.speaker_party, denial.accused_party) == ("AZE", "AZE")


def test_no_violations_is_a_negated_statement_with_count_zero() -> None:
    s = pick(
        read(
            "The SMM recorded no ceasefire violations in Luhansk region.",
            "eastern-ukraine",
            source="OSCE SMM",
        ),
        "violation_unspecified",
    )
    assert (s.negated, s.count, s.accused_party) == (True, 0, None)


def test_firing_that_only_causes_casualties_is_no_second_statement() -> None:
    result = read("Unprovoked firing by Indian forces wounded five civilians, ISPR said.", "india-pakistan")
    assert [s.kind for s in result.statements] == ["casualty"]


def test_an_actor_that_cannot_be_told_is_not_guessed() -> None:
    s = pick(
        read(
            "Unidentified gunmen opened fire at a checkpoint, the Georgian Interior Ministry said.", "generic"
        ),
        "small_arms",
    )
    assert s.accused_party is None


@pytest.mark.parametrize(
    ("text", "start", "end", "time"),
    [
        ("On 12 July at about 12:30 Azerbaijani forces fired at Movses.", "2020-07-12", "2020-07-12", "12:30"),
        ("From 2220 on July 11 to 0005 on July 12 Armenian forces fired at Zamanli.", "2020-07-11", "2020-07-12", "22:20-00:05"),
        ("Between 19:11 and 20:00 on July 13 Armenian forces fired at Tovuz.", "2020-07-13", "2020-07-13", "19:11-20:00"),
        ("On Sunday at 11 p.m. Armenian forces fired at Tovuz.", "2020-07-12", "2020-07-12", "23:00"),
        ("Over the past 24 hours Armenian forces fired at Tovuz.", "2020-07-14", "2020-07-15", None),
        ("İyulun 12-də erməni bölmələri mövqelərimizi atəşə tutub.", "2020-07-12", "2020-07-12", None),
        ("Հուլիսի 13-ին հակառակորդը կրակ է բացել։", "2020-07-13", "2020-07-13", None),
    ],
)  # fmt: skip
def test_days_and_clock_times(text: str, start: str, end: str, time: str | None) -> None:
    s = read(text, source="azertac").statements[0]
    assert (str(s.date_start), str(s.date_end), s.time) == (start, end, time)


def test_a_date_that_never_was_is_an_unread_row() -> None:
    result = read("On June 31 Azerbaijani forces opened fire at Chinari.")
    assert any("never was" in row.reason for row in result.unread)
    assert all(s.date_start != date(2020, 7, 1) for s in result.statements)


def test_text_that_looks_like_a_claim_and_is_not_read_is_in_unread() -> None:
    result = read("Azerbaijani artillery stands about 10 km from Armenian soil.")
    assert not result.statements
    assert len(result.unread) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "Weather was fine.", "١٢٣", "\u202bنص\u202c", "x" * 5000])
def test_text_without_a_claim_reads_as_nothing(text: str) -> None:
    result = read(text)
    assert not result.statements
    assert not result.unread


def test_two_runs_give_the_same_rows() -> None:
    text = "\n".join(case[0] for case in CASES)
    assert [s.as_line() for s in read(text).statements] == [s.as_line() for s in read(text).statements]


@pytest.mark.parametrize(
    "pair", [("Armenian", "Azerbaijani", "ARM", "AZE"), ("Azerbaijani", "Armenian", "AZE", "ARM")]
)
def test_both_parties_are_read_alike(pair: tuple[str, str, str, str]) -> None:
    ours, theirs, us, them = pair
    text = f"{theirs} forces shelled a village on 12 July, the {ours} Ministry of Defence said. Two {ours} soldiers were wounded. The {theirs} side denied it."
    rows = [(s.kind, s.speaker_party, s.accused_party) for s in read(text, source="Reuters").statements]
    assert rows == [("artillery", us, them), ("casualty", us, them), ("denial", them, them)]
