-- Webhooks: where a partner has its events sent, and how far each delivery has come.

create table webhooks (
  partner_id uuid primary key references partners,
  url text not null,
  secret bytea not null,
  previous_secret bytea,
  previous_until instant,
  set_at instant not null,
  leased_until instant,
  constraint previous_secret_has_an_end check ((previous_secret is null) = (previous_until is null))
);
comment on table webhooks is 'Part of the register: each is the address of the partner''s last webhook_changed entry, or is closed (SUN-05).';
comment on column webhooks.secret is 'Signs what is sent; sealed under a key of the key folder.';
comment on column webhooks.previous_secret is 'Signs beside the new one until previous_until, so that a receiver can change over.';
comment on constraint previous_secret_has_an_end on webhooks is 'A secret that was replaced does not go on signing for ever.';
comment on column webhooks.leased_until is 'Until when one server delivers for the partner; it dies with its server and runs out.';

alter table events
  add column attempts integer not null default 0,
  add column failing_since instant,
  add column tried_at instant,
  add column next_at instant,
  add column answered smallint,
  add column failure text,
  drop constraint event_state_is_known,
  add constraint event_state_is_known check (state in ('waiting', 'taken', 'dead'));
comment on column events.state is 'dead: three days of attempts failed. It is kept, and told when it is replayed or over a stream.';
comment on column events.next_at is 'When it is tried again; null for at once. What comes behind it waits as long: there is one order.';

create index events_waiting on events (partner_id, n) where state = 'waiting';

grant select on webhooks to countersign_app, countersign_turnstile;
grant update (leased_until) on webhooks to countersign_app;
grant insert, delete on webhooks to countersign_turnstile;
grant update (url, secret, previous_secret, previous_until, set_at) on webhooks to countersign_turnstile;
grant update (n, attempts, failing_since, tried_at, next_at, answered, failure) on events to countersign_app;
