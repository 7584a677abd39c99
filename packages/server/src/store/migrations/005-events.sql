-- What partners hear: events in their order, and the duties behind them.

-- local: work to do, taken by whichever server comes first

create table duties (
  duty_id uuid primary key,
  kind text not null constraint duty_kind_is_known check (kind in ('item.deleted', 'item.edited', 'access.ended', 'feature.ended')),
  at instant not null,
  person_id uuid,
  thread_id uuid,
  message_id uuid,
  partner_id uuid,
  feature_id uuid,
  grant_id uuid,
  ended jsonb,
  told_at instant,
  constraint duty_of_an_item_names_it check (
    (kind in ('item.deleted', 'item.edited')) = (message_id is not null) and (message_id is null) = (thread_id is null)),
  constraint duty_of_an_end_names_the_feature check (
    (kind in ('access.ended', 'feature.ended')) = (partner_id is not null) and (partner_id is null) = (feature_id is null))
);
comment on table duties is 'DEL-04: written in the change that makes them; a job then tells every partner they concern.';
create index duties_to_tell on duties (at) where told_at is null;
create index duties_by_grant on duties (grant_id) where grant_id is not null;

-- thread: where something was written of late

create table changed_threads (
  thread_id uuid primary key references threads,
  position bigint not null,
  at instant not null
);
comment on table changed_threads is 'How far each thread was when the last tick saw it; forgotten after a while.';

-- A tick asks what was written since the last one. Messages come in the order of their time, so this index is a few pages.
create index messages_by_time on messages using brin (sent_at) with (pages_per_range = 16, autosummarize = on);
create index grants_by_end on grants (end_at) where state = 'given';

-- partner: what a partner is told, and how far it has come

create table event_heads (
  partner_id uuid primary key references partners,
  last_n bigint not null default 0,
  acked_n bigint not null default 0,
  streamed_at instant
);
comment on table event_heads is 'The order of a partner''s events: who makes events holds its row, so numbers are committed in their order.';

create table events (
  partner_id uuid not null references partners,
  event_id uuid not null,
  n bigint not null,
  kind text not null constraint event_kind_is_known check (kind in ('data', 'duty')),
  type text not null,
  made_at instant not null,
  person_id uuid,
  feature_id uuid not null,
  thread_id uuid,
  since_position bigint,
  data jsonb not null,
  state text not null default 'waiting' constraint event_state_is_known check (state in ('waiting', 'taken')),
  handed_at instant,
  ended_at instant,
  primary key (partner_id, event_id),
  constraint one_place_in_the_order unique (partner_id, n),
  constraint ended_has_time check ((state = 'waiting') = (ended_at is null)),
  constraint data_is_about_a_thread check ((kind = 'data') = (since_position is not null) and (kind = 'duty' or thread_id is not null))
);
comment on column events.data is 'What the partner is told: opaque ids and names it knows, no content of anybody.';
create unique index one_change_not_yet_told on events (partner_id, person_id, feature_id, thread_id)
  where kind = 'data' and handed_at is null and state = 'waiting';
create index events_ended on events (ended_at) where state <> 'waiting';

grant select on duties, changed_threads, event_heads, events to countersign_app;
grant insert on duties, changed_threads, event_heads, events to countersign_app;
grant update (told_at) on duties to countersign_app;
grant update (position, at) on changed_threads to countersign_app;
grant update (last_n, acked_n, streamed_at) on event_heads to countersign_app;
grant update (state, handed_at, ended_at) on events to countersign_app;
grant delete on duties, changed_threads, events to countersign_app;

grant insert on duties to countersign_turnstile;
