-- Catalogues: where people can search a partner's works from a thread, through the platform.

create table catalogues (
  partner_id uuid not null,
  feature_id uuid not null,
  search_url text not null,
  primary key (partner_id, feature_id),
  foreign key (partner_id, feature_id) references features
);
comment on column catalogues.search_url is 'Where the platform sends a query, and nothing else: not whose, not from where.';

grant select on catalogues to countersign_app;
grant select, insert, delete on catalogues to countersign_turnstile;
grant update (search_url) on catalogues to countersign_turnstile;
