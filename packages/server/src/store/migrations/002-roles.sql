-- Who may do what: the app serves people, the turnstile alone changes what decisions read, the gate only looks.
-- The roles exist already (migrate.ts makes them with their passwords); none owns anything or belongs to another.

revoke create on schema public from public;
grant usage on schema public to countersign_app, countersign_turnstile, countersign_gate;

-- app: chat, sign-in, screens, OAuth state. It reads permissions to show them and writes none.

grant select on all tables in schema public to countersign_app;
grant insert on messages, reactions, attachments, friend_requests, screens, drafts, tickets, incidents,
  invitations, sessions, oauth_models, dpop_proofs, imported_ids, settings to countersign_app;
grant update (next_position) on threads to countersign_app;
grant update (seen_at) on notices to countersign_app;
grant update (password_hash) on logins to countersign_app;
grant update (used_at) on invitations to countersign_app;
grant update (payload, oauth_grant_id, uid, expires_at, consumed_at) on oauth_models to countersign_app;
grant delete on friend_requests, sessions, oauth_models, dpop_proofs, drafts to countersign_app;

-- turnstile: everything a decision reads, and the ledger. Records are appended, never changed.

grant select on all tables in schema public to countersign_turnstile;
revoke select on logins, invitations, sessions, oauth_models, dpop_proofs, settings from countersign_turnstile;
-- An account and its login come to be together or not at all; what stands in logins it cannot read.
grant insert on logins to countersign_turnstile;
grant insert on persons, person_threads, contact_fields, friendships, grants, countersignatures, own_uses, notices,
  threads, memberships, messages, asks, partners, features, manifests, clients, partner_slugs,
  chains, entries, register_entries, leaves, ledger_heads, ledger_turns, changes, pending_records,
  imported_ids to countersign_turnstile;
grant update (account, restricted) on persons to countersign_turnstile;
grant update (left_at) on person_threads, memberships to countersign_turnstile;
grant update (verbs, fields, threads, end_at, history, state, ended_at, superseded_by) on grants to countersign_turnstile;
grant update (state, ended_at) on countersignatures to countersign_turnstile;
grant update (used_at) on own_uses to countersign_turnstile;
grant update (used_at, message_id) on tickets to countersign_turnstile;
grant update (title, title_by, setting, next_position) on threads to countersign_turnstile;
grant update (body, mentions, card, edited_at, deleted_at) on messages to countersign_turnstile;
grant update (name, homepage) on partners to countersign_turnstile;
grant update (end_at) on features to countersign_turnstile;
grant update (redirect_uris, jwks) on clients to countersign_turnstile;
grant update (last_n) on chains to countersign_turnstile;
grant update (size, turn, peaks, head_time, register_n) on ledger_heads to countersign_turnstile;
grant update (turn) on changes to countersign_turnstile;
grant delete on reactions, attachments, pending_records, friendships, friend_requests to countersign_turnstile;

-- gate: looks, through row-level security only. It has no access to credentials or the ledger.

grant select on grants, countersignatures, own_uses, friendships, contact_fields, memberships, messages, reactions, attachments,
  partners, features, manifests to countersign_gate;
grant select (person_id, account, test, restricted, display_name) on persons to countersign_gate;
grant select (thread_id, kind, title, title_by, setting) on threads to countersign_gate;
grant select (partner_id, screen_hash, voided_at) on screens to countersign_gate;
grant select (log_id, turn, head_time) on ledger_heads to countersign_gate;

create function declared(name text) returns uuid[] language sql stable parallel safe
  return nullif(current_setting('countersign.' || name, true), '')::uuid[];
comment on function declared is 'What a look declared under a name: people, thread, authors, partner, granting, owners; nothing when it declared nothing.';

do $$
declare
  item record;
begin
  for item in select * from (values
    ('persons', 'person_id', 'people', null),
    ('grants', 'person_id', 'people', null),
    ('countersignatures', 'person_id', 'people', null),
    ('own_uses', 'person_id', 'people', null),
    ('friendships', 'person_id', 'granting', null),
    ('contact_fields', 'person_id', 'owners', null),
    ('threads', 'thread_id', 'thread', null),
    ('memberships', 'thread_id', 'thread', null),
    ('messages', 'thread_id', 'thread', 'author_id'),
    ('reactions', 'thread_id', 'thread', 'person_id'),
    ('attachments', 'thread_id', 'thread', 'author_id'),
    ('partners', 'partner_id', 'partner', null),
    ('features', 'partner_id', 'partner', null),
    ('manifests', 'partner_id', 'partner', null),
    ('screens', 'partner_id', 'partner', null)
  ) as rules (table_name, key, declaration, author)
  loop
    -- In a subquery of its own the declaration is read once a statement, not once a row (26 times as dear, design §5).
    -- On content it is a set to look up, so that no plan takes it for an index condition and reads a whole thread.
    execute format(case when item.author is null
        then 'create policy declared_only on %I for select to countersign_gate using (%I = any ((select declared(%L))::uuid[]))'
        else 'create policy declared_only on %I for select to countersign_gate using (%I in (select unnest(declared(%L)))'
          || format(' and %I in (select unnest(declared(''authors''))))', item.author) end,
      item.table_name, item.key, item.declaration);
    execute format('comment on policy declared_only on %I is %L', item.table_name,
      'The second lock (design §5): the gate sees only what its call declared from token and route.');
  end loop;
  create policy declared_only on ledger_heads for select to countersign_gate using (true);
  comment on policy declared_only on ledger_heads is
    'Nothing to declare: a look begins with the turn and the time, and neither is about anybody.';
  for item in select distinct tablename as table_name from pg_policies where schemaname = current_schema()
  loop
    execute format('alter table %I enable row level security', item.table_name);
    execute format('create policy served on %I to countersign_app, countersign_turnstile using (true) with check (true)',
      item.table_name);
    execute format('comment on policy served on %I is %L', item.table_name,
      'The logins that serve people and keep the ledger are bound by their privileges, column by column.');
  end loop;
end
$$;
