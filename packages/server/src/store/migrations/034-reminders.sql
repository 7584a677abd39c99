-- Notices that also go by mail, and what each person did about reminders of what they allowed (SUN-07, COP-04).

create table notice_mails (
  person_id uuid not null references persons,
  notice_id uuid not null,
  due_at instant not null,
  attempts integer not null default 0,
  primary key (person_id, notice_id)
);
comment on table notice_mails is 'An outbox: written with its notice, gone once the mail is handed over or nobody can be reached.';
create index notice_mails_by_time on notice_mails (due_at);

create table reminders (
  person_id uuid primary key references persons,
  opened_at instant,
  by_mail boolean not null default true
);
comment on column reminders.opened_at is 'When they last looked at what they allow: a reminder before ninety days would tell them nothing.';

grant select on notice_mails, reminders to countersign_app, countersign_turnstile;
grant insert on notice_mails to countersign_app, countersign_turnstile;
grant update (due_at, attempts) on notice_mails to countersign_app;
grant delete on notice_mails to countersign_app;
grant insert, update (opened_at, by_mail) on reminders to countersign_app;
