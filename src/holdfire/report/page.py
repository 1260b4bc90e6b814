"""What every published page shares: frame, navigation, addresses, styles, and the words around a quote.

`Pages.page` renders one template and yields the page and its data; the pages themselves are in `pages_of_lists` and
`pages_of_rows`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .addresses import Addresses
from .map_svg import view_of
from .phrasebook import Phrasebook
from .record import Record, Row
from .render import as_json, environment, party_css, templates_dir
from .spans import Piece, around, cut, fields_in

NAVIGATION = (
    ("index", "Overview"), ("incidents", "Incidents"), ("first-mover", "Who was first"), ("contradictions", "Contradicted"),
    ("unresolved", "Unresolved"), ("findings", "Findings"), ("counts", "Counts"), ("claims-check", "Claims checked"),
    ("sources", "Sources"), ("log", "Log"), ("verify", "Check it"),
)  # fmt: skip
MAP_KEY = (
    "Shapes say what kind of thing is told of: circle fire, triangle movement, diamond from the air, square harm, cross "
    "anything else; a number, how many incidents. The ring is as wide as the place is uncertain. No colour stands for a side."
)
STATUS_KEY = (
    "Half filled: told by both sides. Crossed: contradicted. With a dot: one side only. Dashed: one voice only. "
    "Filled: corroborated."
)
CLAIM_LABELS = {
    "consistent": "compatible with this record", "inconsistent": "not compatible with this record",
    "not_decidable": "not decidable from this record", "out_of_scope": "outside this record's scope",
    "reader_comment": "a reader's comment: never a claim",
}  # fmt: skip


class Pages:
    """One published record and what its pages have in common.

    bundle    address of the signed bundle, from the folder's root; None where there is none
    has_data  whether open data and feeds lie beside the pages
    sealed    exhibit id -> where its bytes lie in that bundle, for those that are in it
    verifier  address of the verifier that needs no Holdfire; None where it does not lie beside the pages
    """

    def __init__(
        self,
        record: Record,
        bundle: str | None = None,
        has_data: bool = False,
        sealed: Mapping[str, str] | None = None,
        verifier: str | None = None,
    ) -> None:
        self.record, self.bundle, self.has_data = record, bundle, has_data
        self.sealed, self.verifier = sealed or {}, verifier
        self.addresses = Addresses(record)
        self.book = Phrasebook("en", record.case.mandate)
        self.css = (templates_dir() / "site.css").read_text(encoding="utf-8") + party_css(
            list(record.case.mandate.party)
        )
        self.view = view_of(record.incidents.values(), record.case)

    def page(
        self, path: str, template: str, values: dict[str, Any], data: dict[str, Any], page: str = ""
    ) -> Iterator[tuple[str, bytes]]:
        root = "../" * path.count("/")
        record, mandate = self.record, self.record.case.mandate
        html = environment().get_template(template).render(
            **values, root=root, page=page, record=record, mandate=mandate, parties=mandate.parties, zone=mandate.zone,
            as_of=record.public.as_of, navigation=NAVIGATION, href=lambda kind, row_id: root + self.addresses.of(kind, row_id),
            json_name=path.rsplit("/", 1)[-1] + ".json", context_of=self.context, quote_pieces=quote_pieces, is_row=self.is_row,
            map_key=MAP_KEY, status_key=STATUS_KEY, has_data=self.has_data, bundle=self.bundle, sealed=self.sealed, verifier=self.verifier,
        )  # fmt: skip
        yield f"{path}.html", html.encode()
        yield f"{path}.json", as_json(data)

    def context(self, statement: Row) -> tuple[str, str, str]:
        """(before, quote, after); a row of a table stands alone."""
        text = self.record.texts.get(statement["exhibit_id"])
        if text is None or self.is_row(statement):
            return "", statement["quote"], ""
        return around(text, statement["start_char"], statement["end_char"])

    def is_row(self, statement: Row) -> bool:
        """Whether the statement is a row of a table or a form, whose cells are no running text."""
        media_type = str(self.record.exhibits[statement["exhibit_id"]]["media_type"])
        return any(word in media_type for word in ("csv", "json", "spreadsheet"))

    def link(self, root: str) -> Callable[[str, str], str]:
        """Addresses as a drawing needs them, from a page that lies `root` below the folder's."""
        return lambda kind, row_id: root + self.addresses.of(kind, row_id)

    def withheld_lines(self) -> list[str]:
        """What the publication lacks, as far as that may be said."""
        withheld, lines = self.record.public.withheld, []
        if withheld.incidents_delayed:
            hours = self.record.case.mandate.publication.delay_hours
            n = withheld.incidents_delayed
            lines.append(
                f"{n} {'incident' if n == 1 else 'incidents'} younger than {hours:g} hours when this was published."
            )
        if withheld.protected_kinds:
            kinds = ", ".join(withheld.protected_kinds)
            lines.append(
                f"Statements of protected sources (kinds with at least {withheld.k} on file: {kinds})."
            )
        return lines


def quote_pieces(statement: Row) -> list[Piece]:
    """The quote cut where the reader found a value (a time, a place, a number)."""
    spans = fields_in(statement["start_char"], statement["quote"], statement["field_spans"] or {})
    return cut(statement["quote"], spans)
