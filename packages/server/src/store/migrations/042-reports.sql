-- Reports: messages of others that somebody wants the operator to look at. Only they and the operator know.

create table reports (
  person_id uuid not null references persons,
  report_id uuid not null,
  thread_id uuid not null,
  message_id uuid not null,
  reason text not null constraint report_reason_is_known check (reason in ('spam', 'abuse', 'danger', 'other')),
  words text not null constraint report_words_are_short check (char_length(words) <= 500),
  reported_at instant not null,
  looked_at instant,
  primary key (person_id, report_id),
  constraint one_report_of_a_message unique (person_id, thread_id, message_id)
);
comment on table reports is 'Whoever is reported is told nothing, and no partner''s power names it. It holds no copy of the message.';
create index reports_waiting on reports (reported_at) where looked_at is null;

grant select, insert, update (looked_at) on reports to countersign_app;
