-- Blocks: whom somebody does not want to hear from. Only they know.

create table blocks (
  person_id uuid not null references persons,
  blocked_id uuid not null,
  blocked_at instant not null,
  primary key (person_id, blocked_id),
  constraint nobody_blocks_themselves check (person_id <> blocked_id)
);
comment on table blocks is 'Nobody is told, and no partner''s power names it: the gate''s login cannot see it.';

grant select, insert, delete on blocks to countersign_app;
grant select on blocks to countersign_turnstile;
