-- recordings, picks -> detection, sound_event: located shots and explosions. Never incidents by themselves.
-- Times are UTC; positions degrees WGS 84; covariances m2 in the local east, north plane.

create table if not exists detection (
    detection_id  text primary key,
    exhibit_id    text not null,        -- the sealed recording or picks file
    sensor_id     text not null,
    heard_at      timestamp not null,   -- arrival at the sensor; fired_at is another quantity
    heard_sigma_s double not null,
    bearing_deg   double,
    bearing_sigma_deg double,
    amplitude_db  double,
    event_id      text,                 -- sound_event it was assigned to; null: none
    p_assigned    double,
    known_at      timestamp not null
);

create table if not exists sound_event (
    event_id      text primary key,
    exhibit_id    text not null,
    fired_at      timestamp not null,
    fired_sigma_s double not null,
    lat           double not null,
    lon           double not null,
    cov_xx_m2     double not null,
    cov_xy_m2     double not null,
    cov_yy_m2     double not null,
    n_picks       integer not null,
    p_real        double not null,
    kind          text not null,        -- shot, burst, explosion, unknown
    p_side        json,                 -- {party: p, "undetermined": p} under the case's territory; null: none given
    region_90     json,                 -- GeoJSON polygon
    known_at      timestamp not null
);

create table if not exists sound_event_order (   -- origin-time covariances: what makes "who fired first" honest
    event_a       text not null,
    event_b       text not null,
    covariance_s2 double not null,
    primary key (event_a, event_b)
);

create table if not exists sensor_health (
    exhibit_id    text not null,
    sensor_id     text not null,
    offset_s      double not null,
    offset_sigma_s double not null,
    p_faulty      double not null,
    verdict       text not null,        -- ok, offset, faulty, silent
    primary key (exhibit_id, sensor_id)
);

create table if not exists ranging_note (   -- what was left out, widened or could not be used, and why
    exhibit_id    text not null,
    note_no       integer not null,
    note          text not null,
    primary key (exhibit_id, note_no)
);
