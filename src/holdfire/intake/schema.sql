-- sealed bytes -> exhibit, block: what was taken in and what stretches of text or table it holds.
-- Offsets count Unicode characters of the exhibit's text layer. Times are UTC.

create table if not exists exhibit (
    exhibit_id    text primary key,     -- ex- and 12 hex digits of the SHA-256 of the bytes
    sha256        text not null unique, -- of the bytes as acquired
    byte_count    bigint not null,
    media_type    text not null,        -- sniffed, not believed from the name
    file_name     text,                 -- as it arrived; protected sources' names are not kept
    source_id     text,                 -- sources.csv; null: not stated
    url           text,
    title         text,
    language      text,                 -- ISO 639-1, null: not determined
    published_at  timestamp,            -- stated by the document or its bringer, null: not known
    published_basis text,               -- meta, dateline, bringer, body
    acquired_at   timestamp not null,   -- first custody event: from here on the mission knew of it
    status        text not null,        -- read, partly_read, unreadable, structured
    reason        text,                 -- why it could not be read
    reader        text not null,        -- the intake module that split it
    log_index     bigint                -- log entry that seals it
);

create table if not exists text_layer (
    exhibit_id    text primary key,
    body          text not null,        -- the text that offsets point into
    sha256        text not null
);

create table if not exists block (
    block_id      text primary key,
    exhibit_id    text not null,
    seq           integer not null,     -- reading order, from 0
    role          text not null,        -- headline, body, quote, table_cell, caption, reader_comment, related, boilerplate, metadata, note
    start_char    integer not null,     -- into text_layer.body; body[start_char:end_char] is the block's text
    end_char      integer not null,     -- a cell merged over rows is a block of each row, with the same span
    page          integer,              -- from 1, for paged documents
    table_no      integer,              -- from 0
    row_no        integer,              -- from 0, the header is row 0
    column_name   text                  -- the header of the cell's column
);

create table if not exists date_candidate (
    exhibit_id    text not null,
    stated        text not null,        -- the words or the attribute's value
    earliest      timestamp not null,
    latest        timestamp not null,
    basis         text not null         -- meta, dateline, issued_on, as_of, file, bringer
);

create table if not exists record_row (   -- rows of structured sources (CSV, JSON, forms, datasets), kept whole
    exhibit_id    text not null,
    row_no        integer not null,     -- from 0
    format        text not null,        -- claims_csv, observer_form, ged, acled, kobo, ushahidi, atlos, auto_archiver, table
    start_char    integer not null,     -- the row's text in the text layer
    end_char      integer not null,
    fields        json not null,        -- every column, as text, lossless
    primary key (exhibit_id, row_no)
);
