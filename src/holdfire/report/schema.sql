-- finding, incident, statement -> what is published: claims that were checked against the register.

create table if not exists checked_claim (   -- a news page's statements held against the register
    check_id      text primary key,
    statement_id  text,                 -- the statement in the register, where it was read
    says          text not null,
    speaker       text not null,
    verdict       text not null,        -- consistent, inconsistent, not_decidable, out_of_scope, reader_comment
    computed      json,                 -- the numbers behind it, with their errors
    reason        text not null,
    exhibit_id    text,                 -- the document, and where in its text layer the sentence stands
    start_char    integer,
    end_char      integer
);
