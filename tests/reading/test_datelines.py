"""A dateline says where it was written: it acts in nothing and no event took place there. Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of


@pytest.mark.parametrize(
    "dateline", ["LUHANSK, Ukraine — ", "KYIV, Ukraine (AP) - ", "LUHANSK, 3 September 2014 - ", ""]
)
def test_a_state_in_a_dateline_accuses_nobody(dateline: str) -> None:
    text = dateline + "Grad rocket fire rang out over the centre of Horlivka."
    (line,) = lines_of(text, "eastern-ukraine", None, date(2014, 9, 3))
    assert (line["kind"], line["speaker_party"], line["accused_party"]) == ("mlrs", "MEDIA", None)
    assert line["places"] == ["Horlivka"]
    assert line["quote"].startswith("Grad")
