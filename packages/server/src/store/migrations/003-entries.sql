-- What every record of every answer pays for: less of it.

-- An entry is written in the transaction that takes its number, and the row of its chain already refers to the person.
alter table entries drop constraint entries_person_id_fkey;

-- Nobody searches inside a record. As text it is stored as it was sealed, and taking it apart is left to who reads it.
alter table entries alter column record type json using record::json;
alter table register_entries alter column record type json using record::json;
