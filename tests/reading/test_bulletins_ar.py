"""Arabic bulletins: both sides, observers and news. Every sentence is our own and tells of nothing that happened.

Each case: the sentence, who publishes it, and every statement that it makes (kind, speaker, accused, count, killed, wounded).
"""

from datetime import date

import pytest
from tests.reading.bulletins import Row, lines_of, row_of

UNIFIL = ("lebanon-blue-line", "unifil")
NNA = ("lebanon-blue-line", "lbn-nna")
NEWS = ("lebanon-blue-line", None)
PUBLISHED = date(2025, 3, 7)


# fmt: off
CASES: list[tuple[str, tuple[str, str | None], list[Row]]] = [
    ("خرق العدو الإسرائيلي وقف إطلاق النار سبعا وعشرين مرة خلال الساعات الأربع والعشرين الماضية.", NNA, [("violation_unspecified", "MEDIA", "ISR", 27, {}, {})]),
    ("أعلنت قيادة الجيش اللبناني أن قوات الاحتلال ارتكبت ٣٤ خرقا لوقف إطلاق النار.", NNA, [("violation_unspecified", "LBN", "ISR", 34, {}, {})]),
    ("أعلن الجيش الإسرائيلي أن حزب الله خرق وقف إطلاق النار ثلاث مرات.", NEWS, [("violation_unspecified", "ISR", "HEZ", 3, {}, {})]),
    ("أفاد المتحدث باسم الجيش الإسرائيلي بأن حزب الله أطلق قذائف هاون باتجاه بلدة المطلة.", NEWS, [("mortar", "ISR", "HEZ", None, {}, {})]),
    ("ألقت محلقة إسرائيلية قنبلة صوتية على بلدة كفركلا.", NNA, [("uav", "MEDIA", "ISR", None, {}, {})]),
    ("نفى حزب الله إطلاق أي صواريخ من جنوب لبنان.", NEWS, [("denial", "HEZ", "HEZ", None, {}, {})]),
    ("نفى الجيش الإسرائيلي صحة هذه الاتهامات.", NEWS, [("denial", "ISR", "ISR", None, {}, {})]),
    ("أعلنت اليونيفيل أن جنودا إسرائيليين منعوا دورية تابعة لها من الوصول إلى بلدة مارون الراس.", UNIFIL, [("movement_restriction", "UN", "ISR", None, {}, {})]),
    ("تبادل الطرفان الاتهامات بخرق الهدنة.", NEWS, [("violation_unspecified", "MEDIA", None, None, {}, {})]),
    ("يسود هدوء حذر على طول الخط الأزرق.", UNIFIL, [("calm", "UN", None, None, {}, {})]),
    ("فتحت القوات الإسرائيلية نيران رشاشاتها الثقيلة باتجاه بلدة الضهيرة.", NNA, [("machine_gun", "MEDIA", "ISR", None, {}, {})]),
    ("دخل وقف إطلاق النار حيز التنفيذ عند الرابعة فجرا.", NEWS, [("ceasefire_agreed", "MEDIA", None, None, {}, {})]),
    ("نفذ الجيش اللبناني تدريبا مشتركا في ذكرى تأسيسه.", NEWS, []),
    ("استقبل قائد الجيش وفدا من النواب.", NNA, []),
    ("أطلقت الوزارة حملة لدعم المزارعين.", NEWS, []),
    ("انفجر لغم أرضي في بلدة رميش، ما أدى إلى إصابة طفلين.", NNA, [("casualty", "MEDIA", None, None, {}, {"CIV": 2}), ("mine", "MEDIA", None, None, {}, {})]),
    ("أكد الجيش الإسرائيلي أنه ملتزم بوقف إطلاق النار.", NEWS, [("denial", "ISR", "ISR", None, {}, {})]),
    ("أسقطت الدفاعات الجوية الإسرائيلية طائرة مسيرة أطلقها حزب الله، بحسب الجيش الإسرائيلي.", NEWS, [("other", "ISR", "HEZ", 1, {}, {})]),
]
# fmt: on


@pytest.mark.parametrize(("text", "at", "wanted"), CASES)
def test_arabic_bulletin(text: str, at: tuple[str, str | None], wanted: list[Row]) -> None:
    got = [row_of(line) for line in lines_of(text, *at, PUBLISHED)]
    assert sorted(map(str, got)) == sorted(map(str, wanted))


def test_a_patrol_acts_and_nobody_is_hurt_on_the_side_that_fired() -> None:
    text = "أعلنت قيادة الجيش اللبناني أن دورية إسرائيلية خرقت الخط الأزرق قرب بلدة عيترون."
    (line,) = lines_of(text, "lebanon-blue-line", None, date(2021, 7, 24))
    assert (line["kind"], line["accused_party"]) == ("incursion", "ISR")
    fired, hurt = lines_of(
        "قصفت المدفعية الإسرائيلية أطراف بلدة عيتا الشعب بعشر قذائف دون وقوع إصابات.",
        "lebanon-blue-line",
        None,
        date(2021, 7, 24),
    )
    assert fired["count"] == 10
    assert hurt["wounded"] == {"UNSPEC": 0}
