-- Ways in: passkeys beside the password, the challenges they answer, and what a session remembers of its browser.

create table passkeys (
  credential_id text primary key constraint credential_id_is_short check (char_length(credential_id) <= 1400),
  passkey_id uuid not null,
  person_id uuid not null,
  user_handle text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  made_at instant not null,
  used_at instant
);
comment on table passkeys is 'A directory: a browser comes with the credential''s id and nothing else.';
comment on column passkeys.user_handle is 'What the authenticator knows its person by: random, and no id of anything here (WebAuthn §14.6.1).';
comment on column passkeys.counter is 'How often the authenticator said it signed; one that goes back is a copy (WebAuthn §6.1.1).';
create index passkeys_by_person on passkeys (person_id, passkey_id);

create unlogged table challenges (
  challenge_hash text primary key,
  use text not null constraint challenge_use_is_known check (use in ('add', 'prove', 'sign_in')),
  browser_hash text not null,
  user_handle text,
  expires_at instant not null
);
comment on table challenges is 'What a passkey is asked to sign: once, by the browser it was made for. Unlogged, so that it costs no flush.';
comment on column challenges.browser_hash is 'Hash of the secret in the cookie of the browser it was made for: its session, or one of its own before that.';

alter table sessions
  add column session_id uuid not null
    default overlay(gen_random_uuid()::text placing '7' from 15 for 1)::uuid,
  add column browser text,
  add column seen_at instant,
  add column proved_at instant;
comment on column sessions.session_id is 'What its person calls it by. The default serves a server of the version before.';
comment on column sessions.browser is 'As "Firefox on Linux": for its person to know it again. No address is kept.';
comment on column sessions.proved_at is 'When the person last showed that it is they; more is asked before a way in is added or taken away.';

grant select on passkeys, challenges to countersign_app;
grant insert on passkeys, challenges to countersign_app;
grant update (counter, used_at, name) on passkeys to countersign_app;
grant update (seen_at, proved_at) on sessions to countersign_app;
grant delete on passkeys, challenges to countersign_app;

-- What concerns nobody's permission is told in the transaction that does it, ledger or no ledger.
grant insert on notices to countersign_app;
alter table notices enable row level security;
create policy served on notices to countersign_turnstile using (true) with check (true);
comment on policy served on notices is 'The login that keeps the ledger is bound by its privileges.';
create policy seen on notices to countersign_app using (true);
comment on policy seen on notices is 'People''s side reads notices, and marks them seen.';
create policy own_account_only on notices as restrictive for insert to countersign_app with check (partner_id is null);
comment on policy own_account_only on notices is
  'COP-04: that a partner got something is told by the turnstile alone; people''s side tells people about their own account.';
