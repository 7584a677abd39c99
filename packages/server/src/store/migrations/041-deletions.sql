-- What people ask companies to delete, and what those say they did (DEL-02, DEL-03).

-- partner: the asks

create table deletions (
  partner_id uuid not null references partners,
  deletion_id uuid not null,
  person_id uuid not null,
  feature_id uuid not null,
  through text not null constraint deletion_through_is_known check (through in ('own', 'other')),
  log_id smallint not null,
  after_leaf bigint not null,
  up_to_leaf bigint not null,
  asked_at instant not null,
  due_at instant not null,
  state text not null default 'asked'
    constraint deletion_state_is_known check (state in ('asked', 'overdue', 'answered')),
  overdue_at instant,
  answered_at instant,
  statement jsonb,
  items bigint,
  primary key (partner_id, deletion_id),
  constraint deletion_is_about_something check (up_to_leaf > after_leaf),
  constraint overdue_has_time check (state <> 'overdue' or overdue_at is not null),
  constraint answer_is_whole check (
    (state = 'answered') = (answered_at is not null) and (answered_at is null) = (statement is null)
    and (statement is null) = (items is null))
);
comment on table deletions is 'DEL-02: one row for each feature and way something came; the items are those of the ledger.';
comment on column deletions.through is
  'Own and others'' apart: in one row they would tell the partner that somebody it knows wrote what it got through others.';
comment on column deletions.statement is 'DEL-03: what the partner said, once; its hash is in the ledger.';
create unique index one_open_deletion on deletions (partner_id, person_id, feature_id, through) where state <> 'answered';
create index deletions_by_person on deletions (partner_id, person_id, deletion_id);
create index deletions_due on deletions (due_at) where state = 'asked';

grant select on deletions to countersign_app, countersign_turnstile;
grant insert, update (state, overdue_at, answered_at, statement, items) on deletions to countersign_turnstile;

-- local: the duty to tell the partner

alter table duties add column deletion_id uuid;
alter table duties drop constraint duty_kind_is_known;
alter table duties add constraint duty_kind_is_known
  check (kind in ('item.deleted', 'item.edited', 'access.ended', 'feature.ended', 'deletion.asked'));
alter table duties drop constraint duty_of_an_end_names_the_feature;
alter table duties add constraint duty_to_a_partner_names_the_feature check (
  (kind in ('access.ended', 'feature.ended', 'deletion.asked')) = (partner_id is not null)
  and (partner_id is null) = (feature_id is null));
alter table duties add constraint duty_of_a_deletion_names_it check ((kind = 'deletion.asked') = (deletion_id is not null));
