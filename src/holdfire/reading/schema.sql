-- block, record_row -> statement, unread: who says that who did what, where, when, how many. Format 6.1.
-- Times are UTC. A null is "not stated", which is neither none nor zero.

create table if not exists statement (
    statement_id  text primary key,
    exhibit_id    text not null,
    block_id      text,
    quote         text not null,        -- text_layer.body[start_char:end_char]
    start_char    integer not null,
    end_char      integer not null,
    source_id     text,                 -- who published
    speaker       text,                 -- the person or body that says it, in the document's words
    speaker_party text,                 -- party id of the speaker (ARM, AZE, OSCE, ...)
    via           text[] not null default [],  -- through whom it came
    quoted_by     text,                 -- party that quotes it, for instance only to deny it
    accused_party text,
    kind          text not null,        -- model.kinds.Kind
    observation   text,                 -- explosion, burst, shot, projectile, muzzle_flash, ... where an observer counts items
    means         text,                 -- heard, saw, recorded, spotted, told
    description   text,                 -- impact, outgoing, incoming, airburst, undetermined, W_to_E
    count         integer,
    count_low     integer,
    count_high    integer,
    hedge         text,                 -- about, at least, up to
    unit          text,
    aggregate     boolean not null default false,  -- N over a period: one statement with N, never N incidents
    places        json not null default '[]',      -- [{name, place_id, role, lat, lon, radius_m, span}]
    lat           double,               -- of the event as stated, degrees
    lon           double,
    radius_m      double,
    sector_bearing_deg double,          -- observer's sector, where the event's place is one
    sector_half_width_deg double,
    sector_low_km double,
    sector_high_km double,
    observer_lat  double,
    observer_lon  double,
    occurred_earliest timestamp,
    occurred_latest   timestamp,
    time_precision text not null default 'not_stated',
    date_start    date,                 -- local, as stated
    date_end      date,
    time_stated   text,                 -- local clock time or interval, as stated
    weapon        text,
    calibre_mm    double,
    killed        json,                 -- {party: n}; null: not stated
    wounded       json,
    modality      text not null,        -- asserted, denied, reported, threatened
    negated       boolean not null default false,
    rule          text not null,        -- which rule read it
    pack          text,                 -- id@version of the pack
    confidence    double not null,      -- of the reading, not of the truth
    machine_suggested boolean not null default false,
    reviewed_by   text,
    field_spans   json not null default '{}',      -- {field: [start, end]}
    published_at  timestamp,
    known_at      timestamp not null    -- when the mission acquired the exhibit: "as known on D" keeps known_at <= D
);

create table if not exists unread (
    unread_id     text primary key,
    exhibit_id    text not null,
    block_id      text,
    start_char    integer not null,
    end_char      integer not null,
    quote         text not null,
    reason        text not null,
    known_at      timestamp not null
);
