-- The first schema: every table with its class (design §10) in its comment; classes are linted against tables.ts.

create domain instant as bigint constraint instant_is_whole_milliseconds check (value between 0 and 8640000000000000);
comment on domain instant is 'Milliseconds since 1970-01-01T00:00:00Z.';

-- person: keyed by the person the row belongs to

create table persons (
  person_id uuid primary key,
  account text not null constraint account_is_known check (account in ('shell', 'open', 'closed')),
  test boolean not null default false,
  restricted boolean not null default false,
  display_name text not null,
  locale text not null default 'en',
  created_at instant not null,
  closed_at instant,
  constraint closed_has_time check ((account = 'closed') = (closed_at is not null))
);

create table person_threads (
  person_id uuid not null,
  thread_id uuid not null,
  joined_at instant not null,
  left_at instant,
  primary key (person_id, thread_id, joined_at)
);

create table contact_fields (
  person_id uuid not null references persons,
  contact_id uuid not null,
  kind text not null constraint contact_kind_is_known check (kind in ('email', 'phone')),
  value text not null,
  verified boolean not null default false,
  primary key (person_id, contact_id),
  constraint contact_once unique (person_id, kind, value)
);

create table friendships (
  person_id uuid not null references persons,
  friend_id uuid not null,
  since instant not null,
  primary key (person_id, friend_id),
  constraint nobody_befriends_themselves check (person_id <> friend_id)
);

create table friend_requests (
  person_id uuid not null references persons,
  from_id uuid not null,
  made_at instant not null,
  primary key (person_id, from_id),
  constraint nobody_asks_themselves check (person_id <> from_id)
);
comment on column friend_requests.person_id is 'Who is asked; the request is theirs to answer.';

create table grants (
  person_id uuid not null references persons,
  grant_id uuid not null,
  partner_id uuid not null,
  feature_id uuid not null,
  manifest_version integer not null,
  purpose text not null,
  verbs text[] not null constraint grant_has_verbs check (cardinality(verbs) > 0),
  fields text[] not null,
  threads uuid[] not null,
  start_at instant not null,
  end_at instant not null,
  history boolean not null,
  screen_hash text not null,
  locale text not null,
  state text not null constraint grant_state_is_known check (state in ('given', 'withdrawn', 'superseded')),
  ended_at instant,
  superseded_by uuid,
  oauth_grant_id text,
  primary key (person_id, grant_id),
  constraint grant_has_an_end check (end_at > start_at and end_at - start_at <= 31536000000),
  constraint ended_has_time check ((state = 'given') = (ended_at is null))
);
comment on constraint grant_has_an_end on grants is 'SUN-02: every permission has an end, twelve months away at most.';
create unique index one_given_grant_per_purpose on grants (person_id, feature_id, purpose) where state = 'given';

create table countersignatures (
  person_id uuid not null references persons,
  countersignature_id uuid not null,
  partner_id uuid not null,
  feature_id uuid not null,
  manifest_version integer not null,
  purpose text not null,
  thread_id uuid,
  answer text not null constraint answer_is_known check (answer in ('allow', 'never')),
  start_at instant not null,
  end_at instant not null,
  history boolean not null,
  contact_fields text[] not null default '{}',
  screen_hash text not null,
  state text not null constraint countersignature_state_is_known check (state in ('given', 'ended')),
  ended_at instant,
  primary key (person_id, countersignature_id),
  constraint countersignature_has_an_end check (end_at > start_at and end_at - start_at <= 15552000000),
  constraint ended_has_time check ((state = 'given') = (ended_at is null))
);
comment on constraint countersignature_has_an_end on countersignatures is 'Design §3: an answer lasts 180 days at most.';
create unique index one_given_answer_per_scope on countersignatures
  (person_id, feature_id, purpose, coalesce(thread_id, '00000000-0000-0000-0000-000000000000'::uuid)) where state = 'given';

create table own_uses (
  person_id uuid not null references persons,
  partner_id uuid not null,
  verb text not null,
  used_at instant not null,
  primary key (person_id, partner_id, verb)
);

create table tickets (
  person_id uuid not null references persons,
  ticket_id uuid not null,
  draft_id uuid not null,
  partner_id uuid not null,
  thread_id uuid not null,
  card_hash text not null,
  made_at instant not null,
  expires_at instant not null,
  used_at instant,
  message_id uuid,
  primary key (person_id, ticket_id)
);

create table notices (
  person_id uuid not null references persons,
  notice_id uuid not null,
  kind text not null,
  partner_id uuid,
  feature_id uuid,
  thread_id uuid,
  made_at instant not null,
  seen_at instant,
  primary key (person_id, notice_id)
);
create index notices_by_partner on notices (person_id, partner_id, kind);

-- thread: keyed by the thread

create table threads (
  thread_id uuid primary key,
  kind text not null constraint thread_kind_is_known check (kind in ('direct', 'group')),
  title text,
  title_by uuid,
  setting text not null default 'author' constraint setting_is_known check (setting in ('author', 'all-parties', 'closed')),
  created_at instant not null,
  next_position bigint not null default 1,
  constraint title_has_author check ((title is null) = (title_by is null))
);

create table memberships (
  thread_id uuid not null references threads,
  person_id uuid not null,
  joined_at instant not null,
  left_at instant,
  primary key (thread_id, person_id, joined_at),
  constraint leaves_after_joining check (left_at is null or left_at >= joined_at)
);
create unique index one_present_stay on memberships (thread_id, person_id) where left_at is null;

create table messages (
  thread_id uuid not null references threads,
  message_id uuid not null,
  position bigint not null,
  author_id uuid not null,
  sent_at instant not null,
  kind text not null constraint message_kind_is_known check (kind in ('message', 'card', 'forward')),
  body text not null,
  mentions jsonb not null default '[]',
  card jsonb,
  origin_author_id uuid,
  origin_sent_at instant,
  reply_to uuid,
  edited_at instant,
  deleted_at instant,
  via_partner_id uuid,
  via_feature_id uuid,
  placement_id uuid,
  primary key (thread_id, message_id),
  constraint one_place_in_the_thread unique (thread_id, position),
  constraint card_has_card check ((kind = 'card' and deleted_at is null) = (card is not null)),
  constraint forward_has_origin check (
    (kind = 'forward') = (origin_author_id is not null) and (kind = 'forward') = (origin_sent_at is not null)),
  constraint placed_through_somebody check ((placement_id is null) = (via_partner_id is null))
);
create index messages_by_author on messages (thread_id, author_id, sent_at desc, position desc) where deleted_at is null;

create table reactions (
  thread_id uuid not null references threads,
  message_id uuid not null,
  person_id uuid not null,
  emoji text not null constraint emoji_is_short check (char_length(emoji) between 1 and 16),
  reacted_at instant not null,
  primary key (thread_id, message_id, person_id, emoji)
);

create table attachments (
  thread_id uuid not null references threads,
  message_id uuid not null,
  attachment_id uuid not null,
  author_id uuid not null,
  name text not null,
  media_type text not null,
  primary key (thread_id, message_id, attachment_id)
);

create table asks (
  thread_id uuid not null references threads,
  ask_id uuid not null,
  partner_id uuid not null,
  feature_id uuid not null,
  manifest_version integer not null,
  purpose text not null,
  asked_by uuid not null,
  asked_at instant not null,
  primary key (thread_id, ask_id)
);
create index asks_by_partner on asks (thread_id, partner_id, asked_at desc);

-- partner: keyed by the partner

create table partners (
  partner_id uuid primary key,
  slug text not null,
  name text not null,
  homepage text not null,
  ownership_group text not null,
  suspended boolean not null default false,
  certified_until instant not null,
  registered_at instant not null
);

create table features (
  partner_id uuid not null references partners,
  feature_id uuid not null,
  slug text not null,
  start_at instant not null,
  end_at instant,
  primary key (partner_id, feature_id),
  constraint feature_slug_once unique (partner_id, slug)
);

create table manifests (
  partner_id uuid not null references partners,
  feature_id uuid not null,
  version integer not null constraint versions_count_from_one check (version >= 1),
  offers jsonb not null,
  harvest_budget integer not null,
  term_days integer not null constraint term_is_a_year_at_most check (term_days between 1 and 365),
  texts jsonb not null,
  review_id text,
  published_at instant not null,
  primary key (partner_id, feature_id, version)
);

create table screens (
  partner_id uuid not null references partners,
  screen_hash text not null,
  locale text not null,
  content text not null,
  first_shown_at instant not null,
  voided_at instant,
  primary key (partner_id, screen_hash)
);
comment on table screens is 'REC-01: the exact text each permission was given on; never a person''s data.';

create table drafts (
  partner_id uuid not null references partners,
  draft_id uuid not null,
  feature_id uuid not null,
  person_id uuid not null,
  purpose text not null,
  card jsonb not null,
  card_hash text not null,
  made_at instant not null,
  expires_at instant not null,
  primary key (partner_id, draft_id)
);

create index drafts_by_id on drafts (draft_id);
create index drafts_by_person on drafts (partner_id, person_id, made_at desc);

create table incidents (
  partner_id uuid not null references partners,
  incident_id uuid not null,
  kind text not null,
  at instant not null,
  detail jsonb not null,
  primary key (partner_id, incident_id)
);
comment on table incidents is 'SCP-05: what the exit check stripped, by object id; no content.';

-- ledger: records beside their person, log beside its id

create table chains (
  person_id uuid not null references persons,
  log_id smallint not null,
  partner_id uuid not null,
  chain text not null constraint chain_is_known check (chain in ('self', 'partner', 'delivery')),
  last_n bigint not null,
  primary key (person_id, log_id, partner_id, chain)
);
comment on column chains.partner_id is 'All zeroes for acts that concern no partner.';

create table entries (
  person_id uuid not null references persons,
  log_id smallint not null,
  partner_id uuid not null,
  chain text not null,
  n bigint not null,
  leaf_index bigint not null,
  turn bigint not null,
  kind text not null,
  at instant not null,
  record jsonb not null,
  tag bytea not null,
  commitment bytea not null,
  primary key (person_id, log_id, partner_id, chain, n)
);
comment on table entries is 'The ledger: who, what, why, under which grant and screen. No message content, ever (REC-01).';
create index entries_by_kind on entries (person_id, kind, leaf_index desc);

create table register_entries (
  partner_id uuid not null references partners,
  log_id smallint not null,
  n bigint not null,
  leaf_index bigint not null,
  turn bigint not null,
  kind text not null,
  at instant not null,
  record jsonb not null,
  tag bytea not null,
  commitment bytea not null,
  primary key (partner_id, log_id, n)
);

create table leaves (
  log_id smallint not null,
  leaf_index bigint not null,
  leaf bytea not null constraint leaf_is_66_bytes check (octet_length(leaf) = 66),
  primary key (log_id, leaf_index)
);

create table ledger_heads (
  log_id smallint primary key,
  origin text not null,
  size bigint not null,
  turn bigint not null,
  peaks bytea not null,
  head_time instant not null,
  register_n bigint not null default 0
);
comment on column ledger_heads.register_n is 'The last number of the public register''s chain.';

create table ledger_turns (
  log_id smallint not null,
  turn bigint not null,
  batch_id uuid not null,
  size bigint not null,
  root bytea not null constraint root_is_32_bytes check (octet_length(root) = 32),
  at instant not null,
  checkpoint text not null,
  primary key (log_id, turn),
  constraint batch_once unique (log_id, batch_id)
);

create table changes (
  log_id smallint not null,
  change_id uuid not null,
  turn bigint,
  person_id uuid,
  partner_id uuid,
  feature_id uuid,
  thread_id uuid,
  primary key (log_id, change_id)
);
comment on column changes.turn is 'Null while the ledger cannot be written: such a change counts as later than every look.';
create index changes_by_turn on changes (log_id, turn);
create index changes_without_turn on changes (log_id) where turn is null;

create table pending_records (
  log_id smallint not null,
  pending_id uuid not null,
  position bigint not null,
  at instant not null,
  record jsonb not null,
  primary key (log_id, pending_id)
);
comment on table pending_records is 'Acts done while the ledger could not be written, entered first on recovery (design §5).';

-- local: directories and working state

create table logins (
  login text primary key constraint login_is_lower_case check (login = lower(login)),
  person_id uuid not null,
  password_hash text,
  constraint one_login_per_person unique (person_id)
);

create table invitations (
  code_hash text primary key,
  person_id uuid not null,
  made_at instant not null,
  expires_at instant not null,
  used_at instant
);

create table sessions (
  session_hash text primary key,
  person_id uuid not null,
  made_at instant not null,
  expires_at instant not null
);
create index sessions_by_person on sessions (person_id);

create table clients (
  client_id text primary key,
  partner_id uuid not null,
  redirect_uris text[] not null,
  jwks jsonb not null,
  made_at instant not null
);

create table partner_slugs (
  slug text primary key,
  partner_id uuid not null
);

create table oauth_models (
  model text not null,
  id text not null,
  payload jsonb not null,
  oauth_grant_id text,
  uid text,
  expires_at instant,
  consumed_at instant,
  primary key (model, id)
);
create index oauth_models_by_grant on oauth_models (oauth_grant_id) where oauth_grant_id is not null;
create index oauth_models_by_uid on oauth_models (model, uid) where uid is not null;
create index oauth_models_by_expiry on oauth_models (expires_at) where expires_at is not null;

create unlogged table dpop_proofs (
  proof_hash text primary key,
  expires_at instant not null
);
comment on table dpop_proofs is 'Unlogged: a proof lives two minutes, and remembering it must not cost a flush per call.';

create table imported_ids (
  source text not null,
  kind text not null,
  external_id text not null,
  id uuid not null,
  primary key (source, kind, external_id)
);

create table settings (
  name text primary key,
  value jsonb not null
);
