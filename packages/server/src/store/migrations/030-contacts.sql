-- A person can take an address of theirs away; one that an import brought makes way for the one its person proved.

grant delete on contact_fields to countersign_turnstile;
comment on column contact_fields.verified is 'COP-07: the person showed that it reaches them. Only such a field leaves.';
