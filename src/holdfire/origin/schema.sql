-- incident, statement, sound_event, lines, coverage -> origin_posterior, first_mover: where the fire came from, who was first.
-- The fact, the side of origin and the first mover are three outputs and never mixed. Times are UTC.

create table if not exists origin_posterior (
    incident_id   text primary key,
    p_side        json not null,        -- {party: p, "undetermined": p}
    verdict       text not null,        -- a party id, or cannot_say
    standard_met  text,                 -- name of the standard, null where none is
    threshold_percent double,
    reason        text not null,        -- one sentence
    region_50     json,                 -- GeoJSON, coarsened as the mandate says
    region_90     json,
    line_sensitivity json not null      -- [{asserted_by, p_side}]
);

create table if not exists contribution (
    incident_id   text not null,
    seq           integer not null,
    evidence_id   text not null,        -- statement, sound event, coverage interval
    about         text not null,        -- party whose side it speaks for
    decibans      double not null,      -- above 0 speaks for `about`
    says          text not null,
    primary key (incident_id, seq)
);

create table if not exists refused_evidence (
    incident_id   text not null,
    evidence_id   text not null,
    reason        text not null,
    primary key (incident_id, evidence_id, reason)
);

create table if not exists negative_finding (  -- "the post at X, operating 02:00-04:00, would have heard a mortar at 3 km with p = .9"
    incident_id   text not null,
    coverage_id   text not null,
    p_detect      double not null,
    says          text not null,
    primary key (incident_id, coverage_id)
);

create table if not exists first_mover (
    window_id     text primary key,     -- fm-YYYY-MM-DD
    window_start  timestamp not null,
    window_end    timestamp not null,
    area          text not null,
    p_first       json not null,        -- {party: p, "cannot_say": p}
    verdict       text not null,        -- a party id, or cannot_say
    reason        text not null,
    accounts      json not null         -- the irreconcilable stories: [{title, party, earliest, says, statements: [id]}]
);

create table if not exists run_up (     -- what came before, in order, relative to what was recorded
    window_id     text not null,
    seq           integer not null,
    incident_id   text,
    statement_id  text,
    earliest      timestamp,
    latest        timestamp,
    says          text not null,
    primary key (window_id, seq)
);

create table if not exists source_reliability (
    source_id     text primary key,
    n_statements  integer not null,
    n_checked     integer not null,
    reliability   double not null,
    low_90        double not null,
    high_90       double not null
);
