-- What time makes happen: each job is a row with the time of its next run.

create table jobs (
  name text primary key,
  next_at instant not null,
  ran_at instant,
  leased_until instant,
  failures integer not null default 0
);
comment on column jobs.ran_at is 'When the last run that ended well began; null before the first.';

grant select, insert on jobs to countersign_app;
grant update (next_at, ran_at, leased_until, failures) on jobs to countersign_app;
