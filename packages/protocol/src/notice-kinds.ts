// What people are told without asking.

/**
 * What a notice can be about. `first_disclosure`: a partner got something of theirs through somebody else for the first
 * time (COP-04). `permission_changed`: in a thread that needs everyone's yes, somebody gave, changed or ended a
 * permission (COP-03). `consent_void`: what they said on a screen counts no more (PER-04). `owner_changed`: the partner
 * belongs to somebody else, so what they allowed counts no more (SUN-06). `feature_extended`: a feature they use ends
 * later, by a public exception (OVR-06). `certification_due`: to a partner's own people (OVR-01). `placement_removed`,
 * `placement_restored`: a partner took away a card of theirs, and the operator brought it back (WRT-04). `passkey_added`,
 * `passkey_removed`: a way into their account came or went. `passkey_copied`: one signed with a count that was used before, so
 * there may be two of it. `reminder`: what they allow still stands, gathered in one (SUN-07). `feature_ending`: a feature they use ends
 * in thirty or seven days. `password_changed`, `password_recovered`: set anew, from inside or with a code.
 * `recovery_codes_made`: new codes, and the ones before count no more. `deletion_answered`, `deletion_overdue`: a company said
 * what it did when they asked it to delete, or let the time pass (DEL-02). `key_waits`: a browser showed a key to sign with that no other
 * vouches for; it counts after seven days unless it is stopped. `key_added`, `key_ended`: a key counts, or counts no more.
 * `report_looked_at`: the operator looked at what they reported.
 */
export const noticeKinds = [
  'first_disclosure',
  'asked',
  'setting_changed',
  'permission_changed',
  'consent_void',
  'owner_changed',
  'feature_extended',
  'certification_due',
  'placement_removed',
  'placement_restored',
  'passkey_added',
  'passkey_removed',
  'passkey_copied',
  'reminder',
  'feature_ending',
  'password_changed',
  'password_recovered',
  'recovery_codes_made',
  'deletion_answered',
  'deletion_overdue',
  'key_waits',
  'key_added',
  'key_ended',
  'report_looked_at',
] as const
/** One of them. */
export type NoticeKind = (typeof noticeKinds)[number]
