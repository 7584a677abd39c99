-- The partner console: who works for a partner, its test people, what its software called lately, which powers it uses.

create table partner_staff (
  partner_id uuid not null references partners,
  person_id uuid not null,
  role text not null constraint staff_role_is_known check (role in ('owner', 'developer')),
  since instant not null,
  primary key (partner_id, person_id)
);
create index partner_staff_by_person on partner_staff (person_id);

create table staff_invitations (
  code_hash text primary key,
  partner_id uuid not null,
  role text not null constraint staff_role_is_known check (role in ('owner', 'developer')),
  made_by uuid,
  made_at instant not null,
  expires_at instant not null,
  ended_at instant
);
comment on column staff_invitations.made_by is 'Who invited; null for the operator.';
comment on column staff_invitations.ended_at is 'When it was used, or taken back.';
create index staff_invitations_by_partner on staff_invitations (partner_id);

create table test_people (
  partner_id uuid not null references partners,
  person_id uuid not null,
  made_at instant not null,
  primary key (partner_id, person_id)
);
comment on table test_people is 'OVR-02: accounts a partner made to try itself out with. They meet only each other.';
create index test_people_by_person on test_people (person_id);

alter table sessions add column acting_as uuid;
comment on column sessions.acting_as is 'A test person whose partner the signed-in person works for; looked up again at each request.';

create unlogged table partner_requests (
  partner_id uuid not null,
  request_id uuid not null,
  at instant not null,
  method text not null,
  route text not null,
  status smallint not null,
  code text,
  decision_id uuid,
  purpose text,
  subject text,
  ms integer not null,
  left_out integer not null default 0,
  primary key (partner_id, request_id)
);
comment on table partner_requests is
  'For a partner''s developers, of no weight: no content, no person but the partner''s own name for them. Unlogged, so that it costs no flush.';
comment on column partner_requests.left_out is 'How many calls after this one were too many at once to be kept.';

create table power_uses (
  partner_id uuid not null references partners,
  feature_id uuid not null,
  verb text not null,
  last_used_at instant not null,
  primary key (partner_id, feature_id, verb)
);
comment on table power_uses is 'About when a power was last used by anybody''s permission, so that one nobody needs is given back.';

create index grants_by_feature on grants (partner_id, feature_id) where state = 'given';

grant select on partner_staff, staff_invitations, test_people, partner_requests, power_uses to countersign_app;
grant select on partner_staff, staff_invitations, test_people to countersign_turnstile;
grant insert on staff_invitations, partner_requests, power_uses to countersign_app;
grant delete on partner_requests to countersign_app;
grant update (last_used_at) on power_uses to countersign_app;
grant update (acting_as) on sessions to countersign_app;
grant insert on partner_staff, test_people to countersign_turnstile;
grant update (role) on partner_staff to countersign_turnstile;
grant delete on partner_staff to countersign_turnstile;
grant update (ended_at) on staff_invitations to countersign_turnstile;
grant update (closed_at) on persons to countersign_turnstile;
