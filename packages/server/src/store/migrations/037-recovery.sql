-- Recovery: codes kept on paper and codes that come by mail, each good for a new password once. And links that make friends.

create table recovery_codes (
  person_id uuid not null references persons,
  code_hash text not null,
  made_at instant not null,
  used_at instant,
  primary key (person_id, code_hash)
);
comment on table recovery_codes is 'Shown once, when made; only hashes are here. A used one stays, so that its person sees how many are left.';

create table password_resets (
  reset_hash text primary key,
  person_id uuid not null,
  expires_at instant not null
);
comment on table password_resets is 'Codes that went to addresses people proved. Gone when used, and all of a person''s with any of them.';
create index password_resets_by_person on password_resets (person_id);

create table friend_links (
  link_hash text primary key,
  link_id uuid not null,
  person_id uuid not null,
  made_at instant not null,
  expires_at instant not null,
  used_at instant
);
comment on table friend_links is 'Whoever opens one becomes a friend of who made it, once: the link is its maker''s yes, opening it the other''s.';
create index friend_links_by_person on friend_links (person_id, link_id);

grant select on recovery_codes, password_resets, friend_links to countersign_app;
grant insert on recovery_codes, password_resets, friend_links to countersign_app;
grant update (used_at) on recovery_codes to countersign_app;
grant delete on recovery_codes, password_resets, friend_links to countersign_app;
grant select, update (used_at) on friend_links to countersign_turnstile;
