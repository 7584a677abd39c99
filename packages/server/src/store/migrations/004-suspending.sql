-- Suspending a partner is an act: the turnstile alone makes it, with an incident that says why, in one transaction.

grant update (suspended) on partners to countersign_turnstile;
grant insert on incidents to countersign_turnstile;

comment on table incidents is 'What went wrong with a partner and why it was stopped: object ids, counts and operators'' reasons; no content.';
