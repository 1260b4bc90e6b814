"""Arabic puts the verb before its subject and a noun before what it belongs to: who speaks, who is accused, who did it.

Every sentence is our own and tells of nothing that happened. Each case: the sentence, pack and source, and every statement that
it makes (kind, speaker, accused, count, killed, wounded).
"""

from datetime import date

import pytest
from tests.reading.bulletins import Row, lines_of, row_of

BLUE_LINE = ("lebanon-blue-line", None)
SUDAN = ("generic", None)
PUBLISHED = date(2025, 3, 7)

# fmt: off
CASES: list[tuple[str, tuple[str, str | None], list[Row]]] = [
    # the speaker stands between the verb and its "that", or right behind the verb
    ("من جهته، قال الناطق باسم الجيش السوداني إن قوات الدعم السريع قصفت مستشفى في الخرطوم.", SUDAN, [("artillery", "SAF", "RSF", None, {}, {})]),
    ("أعلن مساء اليوم المتحدث باسم الجيش الإسرائيلي أن حزب الله أطلق صواريخ نحو المطلة.", BLUE_LINE, [("mlrs", "ISR", "HEZ", None, {}, {})]),
    ("وكانت قيادة الجيش اللبناني قد أعلنت أن القوات الإسرائيلية قصفت بلدة الخيام.", BLUE_LINE, [("artillery", "LBN", "ISR", None, {}, {})]),
    ("الجيش الإسرائيلي أعلن أن حزب الله قصف بلدة المطلة.", BLUE_LINE, [("artillery", "ISR", "HEZ", None, {}, {})]),
    ("قصف حزب الله بلدة المطلة، قال الجيش الإسرائيلي.", BLUE_LINE, [("artillery", "ISR", "HEZ", None, {}, {})]),
    ("نقلت وكالة رويترز عن الجيش اللبناني قوله إن القوات الإسرائيلية قصفت بلدة الخيام.", BLUE_LINE, [("artillery", "LBN", "ISR", None, {}, {})]),
    # who accuses, and whom
    ("اتهم الجيش الإسرائيلي حزب الله بخرق وقف إطلاق النار.", BLUE_LINE, [("violation_unspecified", "ISR", "HEZ", None, {}, {})]),
    ("واتهمت قوات الدعم السريع الجيش السوداني بقصف سوق في أم درمان.", SUDAN, [("artillery", "RSF", "SAF", None, {}, {})]),
    ("كما حمل حزب الله إسرائيل مسؤولية قصف بلدة الخيام.", BLUE_LINE, [("artillery", "HEZ", "ISR", None, {}, {})]),
    ("تبادل الجيش السوداني وقوات الدعم السريع الاتهامات بخرق الهدنة.", SUDAN, [("violation_unspecified", "MEDIA", None, None, {}, {})]),
    # who did it stands behind the verb, or behind the noun of the deed
    ("قالت اليونيفيل إن خروقات الجيش الإسرائيلي بلغت تسعة.", BLUE_LINE, [("violation_unspecified", "UN", "ISR", None, {}, {})]),
    ("أعلنت اليونيفيل: قصفت المدفعية الإسرائيلية أطراف بلدة الخيام.", BLUE_LINE, [("artillery", "UN", "ISR", None, {}, {})]),
    ("شنت الطائرات الإسرائيلية غارات على بلدة عيترون.", BLUE_LINE, [("air_strike", "MEDIA", "ISR", None, {}, {})]),
    ("توغلت قوة إسرائيلية في بلدة الخيام.", BLUE_LINE, [("incursion", "MEDIA", "ISR", None, {}, {})]),
    ("أطلق حزب الله صاروخين على مواقع الجيش الإسرائيلي.", BLUE_LINE, [("mlrs", "MEDIA", "HEZ", 2, {}, {})]),
    ("دمر الجيش السوداني دبابة لقوات الدعم السريع وأسقط طائرة مسيرة.", SUDAN, [("other", "MEDIA", "SAF", 1, {}, {})]),
    # what an army foiled is the other's attempt; whose shelling it was behind "of"; a second deed joined to a breach; what is told before
    ("أعلن الجيش السوداني أنه أحبط محاولة تسلل لقوات الدعم السريع شمال المدينة.", SUDAN, [("incursion", "SAF", "RSF", None, {}, {})]),
    ("أعلن الجيش السوداني مقتل ستة مدنيين وإصابة 12 آخرين بقصف مدفعي لقوات الدعم السريع على السوق.", SUDAN, [("casualty", "SAF", "RSF", None, {"CIV": 6}, {"CIV": 12})]),
    ("قال الجيش السوداني إن قوات الدعم السريع خرقت الهدنة وقصفت بالمدفعية أحياء المدينة.", SUDAN, [("artillery", "SAF", "RSF", None, {}, {}), ("violation_unspecified", "SAF", "RSF", None, {}, {})]),
    ("قال الجيش السوداني إن هذه الخروقات تعرقل وصول المساعدات.", SUDAN, []),
    # "that it", "its forces": the speaker's own; what X threatens has not happened; whom X answers X has fired at once
    ("أعلن الجيش الإسرائيلي أنه أطلق النار باتجاه بلدة الخيام.", BLUE_LINE, [("small_arms", "ISR", "ISR", None, {}, {})]),
    ("قال حزب الله إن مقاتليه قصفوا بلدة المطلة بالهاون.", BLUE_LINE, [("mortar", "HEZ", "HEZ", None, {}, {})]),
    ("توعد حزب الله بالرد على مصادر النيران.", BLUE_LINE, [("other", "MEDIA", "HEZ", None, {}, {})]),
    ("ورد الجيش الإسرائيلي بإطلاق 12 قذيفة مدفعية.", BLUE_LINE, [("artillery", "MEDIA", "ISR", 12, {}, {})]),
    # who denies goes on to claim; the pack knows whose man a spokesman is
    ("من جهتها، نفت قوات الدعم السريع قصف المستشفى، وقالت إن الجيش السوداني شن غارتين على أم درمان.", SUDAN,
     [("denial", "RSF", "RSF", None, {}, {}), ("air_strike", "RSF", "SAF", 2, {}, {})]),
    ("قال الناطق باسم الجيش الليبي محمد قنونو إن قوات حفتر قصفت مطار معيتيقة.", SUDAN, [("artillery", "GNA", "LNA", None, {}, {})]),
    ("ونفى حزب الله ذلك، متهما إسرائيل بشن غارتين على بلدة الخيام.", BLUE_LINE, [("denial", "HEZ", "HEZ", None, {}, {}), ("air_strike", "HEZ", "ISR", 2, {}, {})]),
    # what is counted one by one, under a heading that is counted by nobody
    ("قالت اليونيفيل إن خروقات الجيش الإسرائيلي شملت 14 عملية إطلاق نار و21 عملية توغل.", BLUE_LINE,
     [("small_arms", "UN", "ISR", 14, {}, {}), ("incursion", "UN", "ISR", 21, {}, {})]),
    # "belonging to" says nothing; a number before "in" is not of what stands behind it
    ("قصفت دبابة تابعة للجيش الإسرائيلي بلدة الخيام.", BLUE_LINE, [("tank", "MEDIA", "ISR", None, {}, {})]),
    ("أعلن الجيش الإسرائيلي مقتل جنديين في هجوم شنه حزب الله.", BLUE_LINE, [("casualty", "ISR", "HEZ", None, {"ISR": 2}, {})]),
    ("ارتكب الجيش الإسرائيلي 49 خرقا لاتفاق وقف إطلاق النار منذ دخوله حيز التنفيذ.", BLUE_LINE, [("violation_unspecified", "MEDIA", "ISR", 49, {}, {})]),
    ("أحصت اليونيفيل 60 قذيفة مدفعية إسرائيلية.", BLUE_LINE, [("artillery", "UN", "ISR", 60, {}, {})]),
    # losses: one, two, of a part, wounded with wounds; "and" written onto a number
    ("قالت الهند إن ثلاثة جنود وخمسة مدنيين قتلوا في قصف باكستاني.", ("india-pakistan", None), [("casualty", "IND", "PAK", None, {"IND": 3, "CIV": 5}, {})]),
    ("أعلنت قوات الدعم السريع مقتل مدنيين اثنين وإصابة طفل بجروح في قصف للجيش السوداني.", SUDAN, [("casualty", "RSF", "SAF", None, {"CIV": 2}, {"CIV": 1})]),
    ("قصفت قوات الدعم السريع مواقع الجيش السوداني في أم درمان.", SUDAN, [("artillery", "MEDIA", "RSF", None, {}, {})]),
]
# fmt: on


@pytest.mark.parametrize(("text", "at", "wanted"), CASES)
def test_who_stands_behind_the_verb(text: str, at: tuple[str, str | None], wanted: list[Row]) -> None:
    got = [row_of(line) for line in lines_of(text, *at, PUBLISHED)]
    assert sorted(map(str, got)) == sorted(map(str, wanted))


def test_who_goes_on_to_say_is_who_said() -> None:
    text = "قال الجيش السوداني إن قوات الدعم السريع قصفت مستشفى، متهما قوات الدعم السريع بقتل ثلاثة مدنيين."
    got = [(s["kind"], s["speaker_party"], s["accused_party"]) for s in lines_of(text, *SUDAN, PUBLISHED)]
    assert set(got) == {("artillery", "SAF", "RSF"), ("casualty", "SAF", "RSF")}


def test_a_date_before_that_is_of_the_saying() -> None:
    text = "أعلن الجيش اللبناني في 3 آذار 2025 أن القوات الإسرائيلية قصفت بلدة الخيام أمس."
    (line,) = lines_of(text, *BLUE_LINE, PUBLISHED)
    assert line["date_start"] == "2025-03-06"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("قصفت قوات الدعم السريع حي الفتيحاب في أم درمان.", ["الفتيحاب", "أم درمان"]),
        ("قصف الجيش السوداني مواقع في الخرطوم وأم درمان.", ["الخرطوم", "أم درمان"]),
        ("قصفت قوات حفتر مطار معيتيقة.", ["مطار معيتيقة"]),
        ("قصفت المدفعية قرية في محافظة إدلب.", ["إدلب"]),
    ],
)
def test_names_without_capitals_and_with_particles(text: str, places: list[str]) -> None:
    (line,) = lines_of(text, *SUDAN, PUBLISHED)
    assert [place["name"] if isinstance(place, dict) else place for place in line["places"]] == places


def test_a_day_in_words() -> None:
    (line,) = lines_of("دخلت الهدنة حيز التنفيذ في السابع والعشرين من تشرين الثاني.", *SUDAN, PUBLISHED)
    assert line["date_start"] == "2024-11-27"
