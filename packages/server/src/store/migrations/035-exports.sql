-- Taking everything along: each time a person asked to, for how long it can be fetched, and how far it has come (TRN-05).

create table exports (
  person_id uuid not null references persons,
  export_id uuid not null,
  made_at instant not null,
  expires_at instant not null,
  total integer not null,
  done integer not null default 0,
  state text not null default 'ready' constraint export_state_is_known check (state in ('ready', 'running', 'whole')),
  primary key (person_id, export_id)
);
comment on table exports is 'Counts and times only: what is taken along is read and sent, and kept nowhere.';
create index exports_by_end on exports (expires_at);

grant select, insert, delete on exports to countersign_app;
grant update (done, state) on exports to countersign_app;
