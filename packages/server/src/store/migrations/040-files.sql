-- Files in messages: what a file is called and how large it is beside its message, its bytes in pieces, and what is on its way.

create table uploads (
  thread_id uuid not null references threads,
  upload_id uuid not null,
  person_id uuid not null,
  name text not null,
  size bigint not null constraint file_is_not_empty check (size > 0),
  media_type text,
  width integer,
  height integer,
  begun_at instant not null,
  primary key (thread_id, upload_id),
  constraint picture_has_both_sides check ((width is null) = (height is null))
);
comment on table uploads is 'Files on their way: without a media type until all bytes are there and were looked at; gone when sent, given up, or a day old.';
create index uploads_by_begin on uploads (begun_at);

create table file_pieces (
  thread_id uuid not null references threads,
  file_id uuid not null,
  part text not null constraint part_is_known check (part in ('whole', 'medium', 'small')),
  n integer not null,
  bytes bytea not null constraint piece_is_bounded check (octet_length(bytes) between 1 and 524288),
  primary key (thread_id, file_id, part, n)
);
comment on table file_pieces is 'Bytes of files, for people: no partner''s power reaches them, and the gate''s login cannot see the table.';
-- Pictures and archives are pressed already: trying again costs time and saves nothing.
alter table file_pieces alter column bytes set storage external;

create table file_days (
  person_id uuid not null references persons,
  day integer not null,
  bytes bigint not null,
  primary key (person_id, day)
);
comment on table file_days is 'How much somebody began to send on a day (days since 1970), whatever became of it: the measure of the daily limit.';

alter table attachments add column file_id uuid, add column size bigint, add column width integer, add column height integer,
  add column alt text not null default '' constraint alt_is_short check (char_length(alt) <= 1000),
  add constraint file_has_size check ((file_id is null) = (size is null)),
  add constraint picture_is_a_file check ((width is null) = (height is null) and (width is null or file_id is not null));
create index attachments_by_author on attachments (thread_id, author_id) where file_id is not null;

grant select, insert, delete on uploads, file_pieces to countersign_app;
grant update (name, size, media_type, width, height) on uploads to countersign_app;
grant select, delete on file_pieces to countersign_turnstile;
grant select, insert, delete on file_days to countersign_app;
grant update (bytes) on file_days to countersign_app;
-- A partner may be given what a file is called and of which type it is; what somebody wrote about it stays with people.
revoke select on attachments from countersign_gate;
grant select (thread_id, message_id, attachment_id, author_id, name, media_type) on attachments to countersign_gate;
