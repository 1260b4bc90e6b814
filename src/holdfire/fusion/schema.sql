-- statement, sound_event -> candidate_pair, incident, member, contradiction: which reports are of one incident.
-- Times are UTC. Probabilities are of co-membership, never of guilt.

create table if not exists report (     -- the linking input (format 6.3), one row a statement or sound event that can be linked
    report_id     text primary key,     -- statement_id or event_id
    source        text not null,        -- the voice: speaker's party body, outlet or sensor; copies share one
    source_kind   text not null,
    t_lo          double not null,      -- seconds since 1970 UTC
    t_hi          double not null,
    time_code     integer not null,
    lat           double,
    lon           double,
    r_km          double,
    sector_bearing_deg double,
    sector_half_width_deg double,
    sector_low_km double,
    sector_high_km double,
    place_code    integer not null,
    place_id      text,
    type_code     integer not null,
    count         integer,
    kia           integer,
    wia           integer,
    accused       text,
    denial        boolean not null,
    copy_of       text,                 -- report it repeats word for word or code for code: one voice
    published     double
);

create table if not exists candidate_pair (
    left_id       text not null,        -- left_id < right_id
    right_id      text not null,
    p             double not null,      -- of one incident
    llr           double not null,      -- sum of the terms, nats
    terms         json not null,        -- {term: nats}
    primary key (left_id, right_id)
);

create table if not exists incident (
    incident_id   text primary key,     -- inc-YYYY-MM-DD-NNN by local day; stable by majority of members
    occurred_earliest timestamp not null,
    occurred_latest   timestamp not null,
    local_day     date not null,
    lat           double,
    lon           double,
    radius_m      double,
    place_label   text not null,        -- all parties' names, in the alphabet's order
    kind          text not null,        -- what most members say; fire kinds before others
    p_exists      double not null,      -- given who reports it and how
    n_statements  integer not null,     -- its members but the sound events: denials and sums that may count it included
    n_voices      integer not null,     -- independent, of those that tell of it alone or deny it: copies are one, sums none
    n_detections  integer not null,
    parties_speaking text[] not null,   -- parties whose own statements are members
    status        text not null,        -- single_voice, one_sided, both_sides, corroborated, contradicted
    known_at      timestamp not null    -- earliest member's
);

create table if not exists member (
    incident_id   text not null,
    report_id     text not null,
    p_member      double not null,
    share         double not null,      -- of a report that belongs to several incidents (an overnight aggregate)
    why           text not null,        -- the strongest terms, as a sentence
    primary key (incident_id, report_id)
);

create table if not exists incident_alternative (
    report_id     text not null,
    incident_id   text not null,
    p_member      double not null,
    primary key (report_id, incident_id)
);

create table if not exists contradiction (
    contradiction_id text primary key,
    topic         text not null,        -- who_started, occurred_or_not, killed, wounded, count, place, weapon, ceasefire_start, target
    left_id       text not null,        -- statement
    right_id      text not null,
    incident_id   text,
    says          text not null         -- what is incompatible, in one sentence that takes neither side
);

create table if not exists incident_event (   -- how incidents changed between runs
    happened_at   timestamp not null,
    incident_id   text not null,
    change        text not null,        -- created, joined, split, merged, withdrawn, reviewed
    other_id      text,
    reason        text not null
);

create table if not exists link_quality (     -- reliability of the probabilities, always shown
    measure       text primary key,
    value         double not null,
    note          text not null
);
