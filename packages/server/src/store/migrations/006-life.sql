-- The life of partners and features: who reviews, what was reviewed, public exceptions, how many people a group has reached.

-- person: who reviews

create table reviewers (
  person_id uuid primary key references persons,
  since instant not null
);
comment on table reviewers is 'OVR-02: accounts the operator named. Nobody else reviews, and nobody a partner they work for.';

-- Who gave something on a screen is found by it, so that voiding one tells all of them in one transaction (PER-04).
create index given_grants_by_screen on grants (screen_hash) where state = 'given';
create index given_answers_by_screen on countersignatures (screen_hash) where state = 'given';

-- partner: reviews and exceptions

create table reviews (
  partner_id uuid not null references partners,
  review_id uuid not null,
  feature_id uuid not null,
  manifest_version integer not null,
  submitted_by uuid,
  submitted_at instant not null,
  needed smallint not null constraint one_or_two_reviewers check (needed in (1, 2)),
  state text not null default 'waiting'
    constraint review_state_is_known check (state in ('waiting', 'approved', 'rejected', 'replaced')),
  settled_at instant,
  published_version integer,
  primary key (partner_id, review_id),
  constraint settled_has_time check ((state = 'waiting') = (settled_at is null)),
  constraint approved_is_published check ((state = 'approved') = (published_version is not null))
);
comment on column reviews.submitted_by is 'Null for the operator.';
create unique index one_waiting_review on reviews (partner_id, feature_id) where state = 'waiting';

create table verdicts (
  partner_id uuid not null references partners,
  review_id uuid not null,
  reviewer_id uuid not null,
  verdict text not null constraint verdict_is_known check (verdict in ('approve', 'reject')),
  note text not null,
  at instant not null,
  primary key (partner_id, review_id, reviewer_id)
);
comment on table verdicts is 'OVR-02: the key lets nobody count twice.';

create table exceptions (
  partner_id uuid not null references partners,
  exception_id uuid not null,
  feature_id uuid not null,
  old_end_at instant not null,
  new_end_at instant not null,
  reason text not null,
  asked_by uuid not null,
  asked_at instant not null,
  agreed_by uuid,
  agreed_at instant,
  primary key (partner_id, exception_id),
  constraint one_exception_per_feature unique (partner_id, feature_id),
  constraint exception_has_an_end check (new_end_at > old_end_at and new_end_at - old_end_at <= 2592000000),
  constraint two_people check (agreed_by <> asked_by),
  constraint agreed_has_time check ((agreed_by is null) = (agreed_at is null))
);
comment on constraint exception_has_an_end on exceptions is 'SUN-06, OVR-06: thirty days at most, once for each feature.';
comment on constraint two_people on exceptions is 'OVR-06: one person alone makes no exception.';

-- What a partner says of itself; its role follows from it (PER-06). No decision reads any of it.
alter table partners
  add column declared_role text not null default 'third_party'
    constraint role_is_known check (declared_role in ('processor', 'third_party')),
  add column own_purpose boolean not null default true,
  add column own_retention boolean not null default true,
  add column own_customers boolean not null default true;

-- An incident can be about a credential whose partner was never registered.
alter table incidents drop constraint incidents_partner_id_fkey;

-- local: the reach of each ownership group (COP-08)

create table reached (
  ownership_group text not null,
  person_id uuid not null,
  primary key (ownership_group, person_id)
);
comment on table reached is 'COP-08: written in the turn that lets the first item of somebody out to a group.';

create table reach (
  ownership_group text primary key,
  people bigint not null
);

grant select on reviewers, reviews, verdicts, exceptions, reach to countersign_app, countersign_turnstile;
grant select on reached to countersign_turnstile;
grant insert on reviewers, reviews, verdicts, exceptions, reached, reach to countersign_turnstile;
grant delete on reviewers to countersign_turnstile;
grant update (state, settled_at, published_version) on reviews to countersign_turnstile;
grant update (agreed_by, agreed_at) on exceptions to countersign_turnstile;
grant update (people) on reach to countersign_turnstile;
grant update (voided_at) on screens to countersign_turnstile;
grant update (certified_until, ownership_group, declared_role, own_purpose, own_retention, own_customers)
  on partners to countersign_turnstile;
