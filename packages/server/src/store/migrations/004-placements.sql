-- Placements: what a partner put before people, each confirmed by a ticket, and what it has taken away again.

create table placements (
  partner_id uuid not null references partners,
  placement_id uuid not null,
  feature_id uuid not null,
  person_id uuid not null,
  draft_id uuid not null,
  thread_id uuid not null,
  message_id uuid not null,
  placed_at instant not null,
  removed_at instant,
  restored_at instant,
  primary key (partner_id, placement_id),
  constraint a_draft_is_placed_once unique (partner_id, draft_id),
  constraint restored_after_removing check (restored_at is null or restored_at >= removed_at)
);
comment on column placements.removed_at is 'When the partner last took it away; restored_at is null until it was brought back from that.';
create index placements_by_removal on placements (partner_id, removed_at) where removed_at is not null;

-- What was placed before this table was there, from the tickets that were spent for it.
insert into placements (partner_id, placement_id, feature_id, person_id, draft_id, thread_id, message_id, placed_at)
select m.via_partner_id, m.placement_id, m.via_feature_id, m.author_id, t.draft_id, m.thread_id, m.message_id, m.sent_at
from messages m join tickets t on t.person_id = m.author_id and t.message_id = m.message_id
where m.placement_id is not null
on conflict do nothing;

create table sealed_cards (
  thread_id uuid not null references threads,
  message_id uuid not null,
  card jsonb not null,
  keep_until instant not null,
  primary key (thread_id, message_id)
);
comment on table sealed_cards is 'WRT-04: cards a partner took away, kept to be brought back. No login that serves anybody reads them.';
create index sealed_cards_by_end on sealed_cards (keep_until);

alter table messages add column restorable_until instant;
comment on column messages.restorable_until is
  'Set on a tombstone that the partner left which had placed the card: until then it can be brought back.';
alter table messages add constraint only_a_tombstone_is_restorable check (restorable_until is null or deleted_at is not null);

grant select on placements to countersign_app, countersign_turnstile;
grant select on sealed_cards to countersign_turnstile;
grant insert on placements, sealed_cards to countersign_turnstile;
grant update (removed_at, restored_at) on placements to countersign_turnstile;
grant update (restorable_until) on messages to countersign_turnstile;
grant delete on sealed_cards to countersign_turnstile;
