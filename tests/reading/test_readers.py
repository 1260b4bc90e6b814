"""Optional readers against local doubles: nothing enters that the document does not say."""

import json
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from holdfire.intake.document import Block, Document
from holdfire.model.errors import Misuse, Unreadable
from holdfire.model.kinds import BlockRole
from holdfire.reading.pack import Pack, load_pack
from holdfire.reading.readers.endpoint import EndpointReader
from holdfire.reading.readers.gliner import GlinerReader
from holdfire.reading.readers.protocol import Suggestion, suggest
from holdfire.reading.statement import ReadResult

TEXT = "Azerbaijani units let fly at the ridge with three howitzers, the Armenian ministry said.\nA reader: Armenian units let fly too."
END = TEXT.index("\n")
DOCUMENT = Document(
    "text/plain", TEXT, (Block(BlockRole.BODY, 0, END), Block(BlockRole.READER_COMMENT, END + 1, len(TEXT)))
)
PACK = load_pack("armenia-azerbaijan")
SENTENCE = TEXT[:END]


class Double:
    name = "double"

    def __init__(self, *suggestions: Suggestion) -> None:
        self.suggestions = suggestions

    def read(self, text: str, pack: Pack) -> Sequence[Suggestion]:
        return self.suggestions


def offered(*suggestions: Suggestion) -> ReadResult:
    return suggest(DOCUMENT, PACK, Double(*suggestions), ReadResult(), "d")


def test_a_suggestion_whose_every_field_is_quoted_is_let_through_and_marked() -> None:
    result = offered(
        Suggestion(
            "artillery",
            SENTENCE,
            {"accused": "Azerbaijani units", "speaker": "the Armenian ministry", "count": "three howitzers"},
        )
    )
    assert not result.unread
    s = result.statements[0]
    assert (s.machine_suggested, s.accused_party, s.speaker_party, s.count, s.rule) == (
        True,
        "AZE",
        "ARM",
        3,
        "model.double",
    )
    for start, end in s.field_spans.values():
        assert TEXT[start:end] in SENTENCE


@pytest.mark.parametrize(
    ("suggestion", "reason"),
    [
        (Suggestion("artillery", "Azerbaijani units attacked a school."), "does not say"),
        (Suggestion("artillery", SENTENCE, {"accused": "Turkish units"}), "does not say"),
        (Suggestion("lasers", SENTENCE), "unknown kind"),
        (Suggestion("artillery", SENTENCE, {"count": "units"}), "no number"),
        (Suggestion("artillery", SENTENCE, {"accused": "the ridge"}), "no party"),
        (Suggestion("artillery", SENTENCE, {"motive": "let fly"}), "unknown field"),
        (Suggestion("artillery", "A reader: Armenian units let fly too."), "does not speak"),
        (Suggestion("artillery", " "), "no quotation"),
        (Suggestion("artillery", SENTENCE, modality="proven"), "unknown modality"),
    ],
)
def test_what_the_document_does_not_say_is_refused_with_the_reason(
    suggestion: Suggestion, reason: str
) -> None:
    result = offered(suggestion)
    assert not result.statements
    assert reason in result.unread[0].reason


def test_the_rules_reading_stands_where_a_model_suggests_the_same() -> None:
    ours = offered(Suggestion("artillery", SENTENCE))
    again = suggest(DOCUMENT, PACK, Double(Suggestion("artillery", SENTENCE)), ours, "d")
    assert len(again.statements) == 1


class Handler(BaseHTTPRequestHandler):
    answer: str = ""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        data = json.dumps({"choices": [{"message": {"content": self.answer}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    double = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=double.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{double.server_port}/v1"
    double.shutdown()
    double.server_close()


def test_an_endpoint_on_this_machine_is_asked_and_checked(server: str) -> None:
    Handler.answer = json.dumps(
        {
            "statements": [
                {"kind": "artillery", "quote": SENTENCE, "fields": {"accused": "Azerbaijani units"}},
                {"kind": "mortar", "quote": "invented"},
            ]
        }
    )
    result = suggest(DOCUMENT, PACK, EndpointReader(server), ReadResult(), "d")
    assert [s.kind for s in result.statements] == ["artillery"]
    assert len(result.unread) == 1


def test_an_answer_that_is_not_the_json_asked_for_is_an_error(server: str) -> None:
    Handler.answer = "I think that"
    with pytest.raises(Unreadable, match="not the JSON"):
        EndpointReader(server).read(TEXT, PACK)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/v1",
        "https://10.0.0.7:8000",
        "ftp://127.0.0.1/x",
        "http://localhost.example.org/v1",
        "nonsense",
    ],
)
def test_evidence_does_not_leave_the_machine(address: str) -> None:
    with pytest.raises(Misuse, match="this machine"):
        EndpointReader(address)


class Spans:
    def predict_entities(self, text: str, labels: list[str], threshold: float) -> list[dict[str, Any]]:
        at = text.find("Azerbaijani units")
        gun = text.find("howitzers")
        if at < 0 or gun < 0:
            return []
        return [
            {"start": at, "end": at + len("Azerbaijani units"), "label": "attacker", "score": 0.9},
            {"start": gun, "end": gun + len("howitzers"), "label": "artillery fire", "score": 0.8},
            {"start": gun, "end": gun + len("howitzers"), "label": "weapon", "score": 0.7},
        ]


def test_a_local_span_model_suggests_and_is_checked_alike() -> None:
    result = suggest(DOCUMENT, PACK, GlinerReader(Path("unused"), model=Spans()), ReadResult(), "d")
    assert [(s.kind, s.accused_party, s.weapon) for s in result.statements] == [
        ("artillery", "AZE", "howitzers")
    ]


def test_a_directory_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="no model directory"):
        GlinerReader(tmp_path)
