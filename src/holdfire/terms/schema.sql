-- incident, clause -> finding; statement, policy -> count_row; log -> case_step: what was breached, by which standard.
-- Times are UTC.

create table if not exists clause (
    clause_id     text not null,        -- agreement-id/clause-id
    agreement_id  text not null,
    version       text not null,
    says          text not null,
    source        text not null,
    valid_from    timestamp,
    valid_to      timestamp,
    in_force      text not null,        -- in_force, not_in_force, disputed
    rule_set      text not null,        -- ceasefire, procedure, ihl_note
    parties       text[] not null,      -- bound, of the mandate's
    is_executed   boolean not null,     -- false: a note, printed and never judged
    starts        json not null,        -- [{earliest, latest, asserted_by, source}]: when it began to bind, by whose word
    note          text not null,
    not_known     text[] not null,      -- what the agreement's file leaves out
    primary key (clause_id, version)
);

create table if not exists finding (
    finding_id    text primary key,
    incident_id   text not null,
    clause_id     text not null,
    rule_set      text not null,        -- ceasefire, ihl_note, procedure
    outcome       text not null,        -- model.kinds.Outcome
    party         text,                 -- to whom it is attributed; null where it is not
    p             double,
    standard      text,
    threshold_percent double,
    threshold_set_by text,
    reason        text not null,        -- one sentence; names the exception that saved it, if one did
    exceptions_tried json not null,     -- [{exception, holds, why}]
    status        text not null,        -- draft, reviewed, endorsed, dissented
    computed      text not null,        -- the outcome before any reviewer
    dissent       json not null,        -- [{reviewer, decision, reason, log_index}] of those who decided otherwise
    version       text not null,        -- of the clause
    known_at      timestamp not null
);

create table if not exists clause_trace (
    finding_id    text not null,
    seq           integer not null,
    part          text not null,        -- occurred, in force, covers, exception ..., breach, grave, side, coverage, review
    predicate     text not null,
    given         json not null,        -- arguments
    holds         text not null,        -- yes, no, not_known
    why           text not null,
    evidence      text[] not null,      -- statements, detections, lines behind it
    primary key (finding_id, seq)
);

create table if not exists counting_policy (
    policy_id     text primary key,
    title         text not null,
    unit          text not null,
    note          text not null,
    source        text not null
);

create table if not exists count_item (      -- which row counts for how much, and why: what every total resolves to
    policy_id     text not null,
    item_id       text not null,        -- statement or incident
    local_day     date not null,
    accused_party text,
    claimed_by    text,
    place         text,
    n_low         integer not null,
    n             integer not null,
    n_high        integer not null,
    why           text not null,
    step          text not null,        -- the reason in two or three words
    leader_id     text,                 -- the item that counts in this one's stead
    incident_id   text,                 -- the item itself where it belongs to none
    is_open       boolean not null,     -- nothing bounds it above: n_high is only what is known
    primary key (policy_id, item_id)
);

create table if not exists count_row (
    policy_id     text not null,
    local_day     date not null,
    accused_party text not null,        -- 'not_stated' where none is
    claimed_by    text not null,
    n_low         integer not null,
    n             integer not null,
    n_high        integer not null,
    n_items       integer not null,     -- items that count, or might
    is_open       boolean not null,     -- nothing bounds it above: n_high is only what is known
    primary key (policy_id, local_day, accused_party, claimed_by)
);

create table if not exists restriction (
    restriction_id text primary key,
    statement_id  text,
    happened_at   timestamp,
    place         text,
    category      text not null,        -- denial, delay, conditional, other_impediment
    imposed_by    text,
    says          text not null,
    basis         text not null         -- statement, coverage, complaint
);

create table if not exists case_step (       -- the complaint's path, rebuilt from the log
    complaint_id  text not null,
    seq           integer not null,
    step          text not null,
    happened_at   timestamp not null,
    actor         text not null,
    party         text,
    reason        text not null,
    due_at        timestamp,            -- the next clock that this step started
    expects       text,                 -- the step that clock waits for
    state         text not null,        -- of the complaint after it
    detail        json not null,        -- access answer, vote, outcome, ...
    is_counted    boolean not null,     -- false: recorded and kept, but without effect; the reason says why
    log_index     bigint,
    primary key (complaint_id, seq)
);

create table if not exists party_response (
    response_id   text primary key,
    party         text not null,
    about_id      text not null,        -- finding, incident or complaint
    body          text not null,
    received_at   timestamp not null,
    due_at        timestamp,
    is_late       boolean not null,
    exhibit_id    text,
    log_index     bigint
);

create table if not exists correction (
    correction_id text primary key,
    about_id      text not null,
    happened_at   timestamp not null,
    by_name       text not null,
    before_value  json,
    after_value   json,
    diff          json not null,        -- [{field, before, after}]
    reason        text not null,
    log_index     bigint
);
