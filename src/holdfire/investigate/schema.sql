-- stages -> stage_run: with which inputs each stage last ran, so that only what changed is redone.

create table if not exists stage_run (
    stage         text primary key,
    input_digest  text not null,        -- over code, case files and the outputs of the stages it reads
    output_digest text not null         -- over the rows it wrote
);
