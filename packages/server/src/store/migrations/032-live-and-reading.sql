-- Reading: how far each member has read, whether others may see that; and an index for the look behind live hints.

create table read_marks (
  thread_id uuid not null references threads,
  person_id uuid not null,
  position bigint not null,
  read_at instant not null,
  primary key (thread_id, person_id)
);
comment on table read_marks is 'For members only: no power names it, and the gate''s login cannot see it.';

create table reading_settings (
  person_id uuid primary key references persons,
  shown boolean not null
);
comment on table reading_settings is 'Whether others see how far a person has read, and so whether they see others''. Without a row they do.';

-- What a lost notification would have told is looked for by its time; reactions come in the order of theirs.
create index reactions_by_time on reactions using brin (reacted_at) with (pages_per_range = 16, autosummarize = on);

grant select, insert on read_marks, reading_settings to countersign_app;
grant update (position, read_at) on read_marks to countersign_app;
grant update (shown) on reading_settings to countersign_app;
