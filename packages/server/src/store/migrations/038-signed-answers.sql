-- Signed answers (design 007): people's keys, what was signed with them, and the statement each permission rests on.

create table person_keys (
  person_id uuid not null references persons,
  key_name text not null constraint key_name_is_sha256 check (key_name ~ '^[0-9a-f]{64}$'),
  kind text not null constraint key_kind_is_known check (kind in ('device', 'passkey')),
  public_key bytea not null constraint public_key_is_p256 check (octet_length(public_key) = 91),
  came text not null constraint key_origin_is_known check (came in ('opened', 'endorsed', 'waited', 'test')),
  since instant not null,
  until instant,
  endorsed_by bigint,
  vouched bytea,
  label text constraint key_label_is_short check (char_length(label) <= 100),
  made_at instant not null,
  primary key (person_id, key_name),
  constraint endorsed_by_a_statement check ((came = 'endorsed') = (endorsed_by is not null)),
  constraint vouched_for_one_way check ((came = 'endorsed') = (vouched is null))
);
comment on table person_keys is 'Public halves of the keys people sign with. That a row is here makes no key: another key has to vouch for it, or its person''s secret.';
comment on column person_keys.vouched is 'Of a key no other key endorsed: a code over its row under a key derived from its person''s secret, which is not in the database.';
comment on column person_keys.since is 'From when it counts. One that no other key vouches for waits seven days.';
comment on column person_keys.until is 'From when it counts no more; what it signed before stays good.';
comment on column person_keys.label is 'What its person knows it by: the browser it is in.';

create table statements (
  person_id uuid not null references persons,
  n bigint not null constraint statements_count_from_one check (n >= 1),
  act text not null,
  key_name text not null,
  said_at instant not null,
  entered_at instant not null,
  bytes bytea not null,
  signature bytea not null constraint signature_is_raw check (octet_length(signature) = 64),
  authenticator_data bytea,
  client_data_json bytea,
  primary key (person_id, n),
  constraint passkeys_say_both check ((authenticator_data is null) = (client_data_json is null))
);
comment on table statements is 'What people signed, as they signed it. Appended, never changed; numbered by the person, not by us.';
create index statements_about_keys on statements (person_id, n) where act = 'key_added';

alter table grants add column statement_n bigint;
alter table grants add constraint grant_rests_on_a_statement foreign key (person_id, statement_n) references statements;
comment on column grants.statement_n is 'The statement with which its person gave it.';
alter table countersignatures add column statement_n bigint;
alter table countersignatures
  add constraint answer_rests_on_a_statement foreign key (person_id, statement_n) references statements;
comment on column countersignatures.statement_n is 'The statement with which its person gave it.';

grant select on person_keys, statements to countersign_app, countersign_turnstile, countersign_gate;
grant insert on person_keys, statements to countersign_turnstile;
grant update (came, since, until, endorsed_by, vouched) on person_keys to countersign_turnstile;

alter table person_keys enable row level security;
create policy served on person_keys to countersign_app, countersign_turnstile using (true) with check (true);
comment on policy served on person_keys is 'The logins that serve people and keep the ledger are bound by their privileges, column by column.';
create policy declared_only on person_keys for select to countersign_gate
  using (person_id = any ((select declared('people'))::uuid[]));
comment on policy declared_only on person_keys is
  'The second lock (design §5): the gate sees only what its call declared from token and route.';
alter table statements enable row level security;
create policy served on statements to countersign_app, countersign_turnstile using (true) with check (true);
comment on policy served on statements is 'The logins that serve people and keep the ledger are bound by their privileges, column by column.';
create policy declared_only on statements for select to countersign_gate
  using (person_id = any ((select declared('people'))::uuid[]));
comment on policy declared_only on statements is
  'The second lock (design §5): the gate sees only what its call declared from token and route.';
