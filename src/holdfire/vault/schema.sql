-- vault -> register: what the log and the blob store say, so that pages can join rows to sealed bytes.
-- Rebuilt from vault/ at every investigation; the vault, not this table, is the evidence. Times are UTC.

create table if not exists log_entry (
    log_index     bigint primary key,   -- place in the log, from 0
    kind          text not null,        -- exhibit, custody, statement_batch, finding, correction, reply, redaction, erasure, roster, policy, access, case_step, review
    leaf_hash     text not null,        -- hex, RFC 6962 leaf hash
    logged_at     timestamp,            -- the time that the entry claims; bounded by cosigners' clocks, not proven by itself
    by_name       text,                 -- who submitted it
    subject_id    text,                 -- exhibit, finding, case or statement it is about
    entry         json not null,        -- the canonical entry itself: commitments, no personal data
    body          json                  -- what the entry commits to, where this holder has it; null: withheld or erased
);

create table if not exists custody_event (
    custody_id    text primary key,
    exhibit_id    text not null,
    happened_at   timestamp not null,   -- when the mission acquired, moved, copied or released it
    by_name       text not null,
    action        text not null,        -- acquired, acquired_again, copied, redacted, erased, released
    note          text,
    log_index     bigint                -- entry of the log that commits to it
);

create table if not exists checkpoint (
    tree_size     bigint primary key,
    root          text not null,        -- base64
    tier          text not null,        -- pending, official, contested
    cosigners     text not null,        -- names, comma separated
    signed_at     timestamp,
    anchored_by   text                  -- time-stamping authorities, comma separated; null: none (a gap)
);
