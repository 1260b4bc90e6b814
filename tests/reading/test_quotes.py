"""A quote is what was said: no dateline, no verb of saying, no dangling conjunction. Our own sentences."""

from datetime import date

import pytest

from holdfire.intake.split import split
from holdfire.reading.pack import load_pack
from holdfire.reading.read import read_document


def quotes_of(text: str) -> list[str]:
    document = split(text.encode(), "x.txt")
    result = read_document(
        document, load_pack("armenia-azerbaijan"), published=date(2020, 7, 15), source=None, doc_id="x"
    )
    for statement in result.statements:
        assert document.text[statement.start : statement.end] == statement.quote
    return [statement.quote for statement in result.statements]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "Azerbaijani forces shelled the village of Movses on 14 July, the Ministry of Defence of Armenia said.",
            "Azerbaijani forces shelled the village of Movses on 14 July",
        ),
        (
            "Armenian forces shelled Aghdam with mortars, said the spokesperson of the Ministry of Defence of Azerbaijan.",
            "Armenian forces shelled Aghdam with mortars",
        ),
        (
            "BAKU, 15 July 2020 – Armenian forces fired at positions in Tovuz district, the Ministry of Defence of Azerbaijan said.",
            "Armenian forces fired at positions in Tovuz district",
        ),
        (
            "Four houses in Chinari were damaged by Azerbaijani fire, according to the Ministry of Defence of Armenia.",
            "Four houses in Chinari were damaged by Azerbaijani fire",
        ),
        (
            "The Ministry of Defence of Azerbaijan denied the report of mortar fire at Chinari as false and said that it keeps the ceasefire.",
            "The Ministry of Defence of Azerbaijan denied the report of mortar fire at Chinari as false",
        ),
        (
            "An Azerbaijani UAV struck Berd on 14 July, ministry spokesperson Shushan Stepanyan said; no civilians were wounded.",
            "An Azerbaijani UAV struck Berd on 14 July",
        ),
    ],
)
def test_a_quote_ends_where_the_saying_begins(text, quote):
    assert quotes_of(text)[0] == quote


def test_what_is_said_behind_the_verb_is_quoted_whole():
    text = "The Ministry of Defence of Armenia said that Azerbaijani forces had shelled Movses on 14 July and wounded two soldiers."
    assert quotes_of(text)[0].startswith("Azerbaijani forces had shelled Movses on 14 July")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Azerbaijani forces shelled Movses on 14 July, Minister of Defence Davit Tonoyan said.",
            "Minister of Defence Davit Tonoyan",
        ),
        (
            "Azerbaijani forces shelled Movses on 14 July, said Yezekyan, the Armenian director of a factory.",
            "Yezekyan, the Armenian director of a factory",
        ),
        (
            "The Azerbaijani community of Nagorno-Karabakh said that Armenia had attacked Tovuz on 12 July.",
            "The Azerbaijani community of Nagorno-Karabakh",
        ),
        (
            "The Ministry of Defence of Armenia reported the following. Azerbaijani forces shelled Movses, the ministry said.",
            "The Ministry of Defence of Armenia",
        ),
        (
            "Vagif Dargahli denied the report about a downed Azerbaijani UAV and said that Armenian forces had shelled Aghdam.",
            "Vagif Dargahli",
        ),
    ],
)
def test_a_speaker_is_called_as_the_text_calls_them_in_full(text, speaker):
    document = split(text.encode(), "x.txt")
    result = read_document(
        document, load_pack("armenia-azerbaijan"), published=date(2020, 7, 15), source=None, doc_id="x"
    )
    assert result.statements[-1].speaker == speaker
