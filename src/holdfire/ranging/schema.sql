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
    known_at      timestamp not null,
    kind          text,                 -- what the recorded wave says: shot, explosion, unknown; null: no recording
    low_share     double,               -- of energy below 60 Hz
    rise_s        double,
    snr_db        double
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
    known_at      timestamp not null,
    side          text,                 -- a party's id where p_side meets the standard, else undetermined; null: no territory
    side_reason   text,                 -- in plain words, also why it cannot be said
    sides_alone   json                  -- {party: words}: what each side's sensors alone say, without a place; null: one party
);

create table if not exists sound_event_side (    -- the sound from one party's sensors alone; places as exact as sound_event's
    event_id      text not null,
    party         text not null,
    status        text not null,        -- solved, two places, cannot be solved
    reason        text not null,        -- in plain words, "" where solved
    n_picks       integer not null,
    lat           double,
    lon           double,
    cov_xx_m2     double,
    cov_xy_m2     double,
    cov_yy_m2     double,
    fired_at      timestamp,
    fired_sigma_s double,
    distance_m    double,               -- from the place that all sensors give
    region_90     json,
    primary key (event_id, party)
);

create table if not exists sound_event_agreement (   -- two parties' own answers for one sound, party_a < party_b
    event_id      text not null,
    party_a       text not null,
    party_b       text not null,
    verdict       text not null,        -- agree, disagree, cannot say
    distance_m    double,
    distance_sigma_m double,
    regions_overlap boolean,            -- of the two 90 % regions
    p_agree       double,               -- that two right answers lie this far apart or further
    reason        text not null,
    primary key (event_id, party_a, party_b)
);

create table if not exists sound_event_alternative (   -- other places that a sound's arrivals allow
    event_id      text not null,
    alternative_no integer not null,
    lat           double not null,
    lon           double not null,
    fired_at      timestamp not null,
    p             double not null,
    log_evidence  double not null,      -- natural log, against the chosen place
    n_picks       integer not null,
    primary key (event_id, alternative_no)
);

create table if not exists sound_range (         -- how far from a sensor, without a place; never a weapon or calibre
    range_id      text primary key,
    exhibit_id    text not null,
    sensor_id     text not null,
    basis         text not null,        -- shock wave to muzzle blast
    heard_at      timestamp not null,   -- of the shock wave
    interval_s    double not null,
    range_m       double not null,
    range_sigma_m double not null,
    range_low_m   double not null,      -- a 90 % interval over all bullets faster than sound
    range_high_m  double not null,
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
    words         text,                 -- the same as a sentence
    primary key (exhibit_id, sensor_id)
);

create table if not exists ranging_note (   -- what was left out, widened or could not be used, and why
    exhibit_id    text not null,
    note_no       integer not null,
    note          text not null,
    primary key (exhibit_id, note_no)
);
