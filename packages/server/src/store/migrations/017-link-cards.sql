-- Link cards: what the page behind a link in a message says of itself, asked once; and its picture, copied.

create table link_cards (
  thread_id uuid not null,
  message_id uuid not null,
  link text not null,
  title text not null,
  author text,
  provider text not null,
  picture_key text,
  picture bytea,
  made_at instant not null,
  primary key (thread_id, message_id),
  foreign key (thread_id) references threads,
  constraint picture_has_key check ((picture is null) = (picture_key is null))
);
comment on table link_cards is 'For people only: no partner reads it, and what a link says is not part of anybody''s words.';

grant select, insert on link_cards to countersign_app;
grant select, delete on link_cards to countersign_turnstile;
