// Directories and working state of one deployment.
import { app, type TableDeclaration, turnstile } from './declaration.ts'

/** Every table of the class. */
export const localTables = {
  logins: {
    class: 'local',
    key: 'login',
    decides: 'nothing',
    insert: [turnstile],
    update: { [app]: ['password_hash'] },
  },
  invitations: {
    class: 'local',
    key: 'code_hash',
    decides: 'nothing',
    insert: [app],
    update: { [app]: ['used_at'] },
  },
  staff_invitations: {
    class: 'local',
    key: 'code_hash',
    decides: 'nothing',
    insert: [app],
    update: { [turnstile]: ['ended_at'] },
  },
  sessions: {
    class: 'local',
    key: 'session_hash',
    decides: 'nothing',
    insert: [app],
    update: { [app]: ['acting_as'] },
    remove: [app],
  },
  clients: {
    class: 'local',
    key: 'client_id',
    decides: 'permission',
    turnstile: ['redirect_uris', 'jwks'],
    constant: ['client_id', 'partner_id', 'made_at'],
    insert: [turnstile],
    update: { [turnstile]: ['redirect_uris', 'jwks'] },
  },
  partner_slugs: { class: 'local', key: 'slug', decides: 'nothing', insert: [turnstile] },
  oauth_models: {
    class: 'local',
    key: 'model',
    decides: 'nothing',
    insert: [app],
    update: { [app]: ['payload', 'oauth_grant_id', 'uid', 'expires_at', 'consumed_at'] },
    remove: [app],
  },
  dpop_proofs: { class: 'local', key: 'proof_hash', decides: 'nothing', insert: [app], remove: [app] },
  imported_ids: { class: 'local', key: 'source', decides: 'nothing', insert: [app, turnstile] },
  jobs: {
    class: 'local',
    key: 'name',
    decides: 'nothing',
    insert: [app],
    update: { [app]: ['next_at', 'ran_at', 'leased_until', 'failures'] },
  },
  reached: { class: 'local', key: 'ownership_group', decides: 'nothing', insert: [turnstile] },
  reach: {
    class: 'local',
    key: 'ownership_group',
    decides: 'nothing',
    insert: [turnstile],
    update: { [turnstile]: ['people'] },
  },
  settings: { class: 'local', key: 'name', decides: 'nothing', insert: [app] },
  migrations: { class: 'local', key: 'name', decides: 'nothing', insert: [] },
} as const satisfies Readonly<Record<string, TableDeclaration>>
