-- A message its sender's software gave a key: sent again, after an answer that was lost, it is the same message.

alter table messages add column sent_key uuid;
create unique index messages_by_sent_key on messages (thread_id, author_id, sent_key) where sent_key is not null;
comment on index messages_by_sent_key is 'One key of one author in one thread is one message, whoever asks twice at once.';
