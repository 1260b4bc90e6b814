"""Each party's view: what it said, what the other said of it, its replies and open clocks. One form for all parties."""

from typing import Any

from holdfire.model.register import fetch_dicts

from ..page import Ask, NotThere, Page, pages_of

PER_PAGE = 15


def party_list(ask: Ask) -> dict[str, Any]:
    found = []
    for party in ask.case.mandate.parties:
        key = {"p": party.id}
        numbers = fetch_dicts(
            ask.db,
            """
            select (select count(*) from statement where speaker_party = $p) as said,
                   (select count(*) from statement where accused_party = $p) as accused,
                   (select count(*) from incident where list_contains(parties_speaking, $p)) as incidents,
                   (select count(*) from party_response where party = $p) as replies
            """,
            key,
        )[0]
        found.append({"party": party.id, "name": party.name, "pattern": party.pattern, **numbers})
    return {"rows": found}


def one_party(ask: Ask) -> dict[str, Any]:
    party = next((p for p in ask.case.mandate.parties if p.id == ask.path["party_id"]), None)
    if party is None:
        raise NotThere(f"no party {ask.path['party_id']}")
    key = {"p": party.id}
    page = ask.number("page", 1, 1, 10_000)
    part = f"limit {PER_PAGE} offset {(page - 1) * PER_PAGE}"
    n = fetch_dicts(
        ask.db,
        """
        select count(*) filter (speaker_party = $p) as said, count(*) filter (accused_party = $p) as accused from statement
        """,
        key,
    )[0]
    columns = "statement_id, exhibit_id, start_char, end_char, quote, speaker, speaker_party, accused_party, kind, modality, negated, occurred_earliest, occurred_latest, known_at"
    return {
        "party": {"id": party.id, "name": party.name, "names": party.names, "pattern": party.pattern},
        "said": fetch_dicts(
            ask.db,
            f"select {columns} from statement where speaker_party = $p order by known_at desc, statement_id {part}",
            key,
        ),
        "accused": fetch_dicts(
            ask.db,
            f"select {columns} from statement where accused_party = $p order by known_at desc, statement_id {part}",
            key,
        ),
        "n_said": n["said"],
        "n_accused": n["accused"],
        "page": page,
        "pages": pages_of(max(n["said"], n["accused"]), PER_PAGE),
        "replies": fetch_dicts(
            ask.db,
            "select * from party_response where party = $p order by received_at desc, response_id",
            key,
        ),
        "losses": fetch_dicts(
            ask.db,
            """
            select speaker_party, (killed ->> $p) as killed, (wounded ->> $p) as wounded,
                   quote, statement_id, exhibit_id, date_start, date_end
            from statement
            where (killed ->> $p) is not null or (wounded ->> $p) is not null
            order by known_at, statement_id limit 100
            """,
            key,
        ),
        "findings": fetch_dicts(
            ask.db, "select * from finding where party = $p order by finding_id limit 60", key
        ),
    }


PAGES = (
    Page("/parties", "parties", "parties.html", party_list, rows="rows"),
    Page("/parties/{party_id}", "party", "party.html", one_party, rows="said", words=("page",)),
)
