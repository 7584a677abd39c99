// The database: what its facts mean. Pure; asking for them is store/inspect.ts.
import type { Instant } from '@countersign/protocol'
import type { DatabaseFacts, RoleFacts } from '../../store/inspect.ts'
import { OLDEST_VERSION, versionName } from '../../store/server-facts.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const CLOCK_SLACK_MS = 2_000
/** Before this program was written: a machine that lost its time. */
const EARLIEST: Instant = Date.UTC(2026, 0, 1)

/** All findings about a database that answers. @param now this machine's time */
export function judgeDatabase(
  facts: DatabaseFacts,
  known: readonly string[],
  now: Instant,
): readonly Finding[] {
  return [
    judgeVersion(facts),
    judgeDurability(facts),
    judgeRights(facts),
    judgeMigrations(facts, known),
    ...(facts.migrations.length === 0 ? [] : [judgeRoles(facts.roles), judgeLedger(facts)]),
    judgeClock(facts, now),
  ]
}

function judgeVersion({ version }: DatabaseFacts): Finding {
  const found = `PostgreSQL ${versionName(version)}`
  return version >= OLDEST_VERSION
    ? ok('database', found)
    : fail('database', found, 'Use PostgreSQL 15 or later.')
}

function judgeDurability({ off }: DatabaseFacts): Finding {
  if (off.length === 0) return ok('durability', 'what is committed is on the disk')
  const mend = 'Turn it on: a disclosure must be durable before it leaves.'
  return fail('durability', `${off.join(', ')} off`, mend)
}

function judgeRights({ lacking }: DatabaseFacts): Finding {
  if (lacking.length === 0) return ok('rights', 'the owner may migrate')
  const mend =
    'Give it that right (alter role … createrole; alter database … owner to …), or use another login.'
  return fail('rights', `the login of DATABASE_URL may not ${lacking.join(' nor ')}`, mend)
}

function judgeMigrations({ migrations }: DatabaseFacts, known: readonly string[]): Finding {
  const missing = known.filter((name) => !migrations.includes(name))
  const newer = migrations.filter((name) => !known.includes(name))
  if (newer.length > 0)
    return fail('migrations', `${newer.join(', ')} is unknown here`, 'Run a newer Countersign.')
  if (migrations.length === 0) return ok('migrations', 'none yet: they run at the first start')
  if (missing.length === 0) return ok('migrations', `all ${known.length} applied`)
  return warn('migrations', `${missing.join(', ')} not applied`, 'Run: countersign migrate')
}

/** The second lock (design §5): a login that owns something or passes row-level security is no lock. */
function judgeRoles(roles: readonly RoleFacts[]): Finding {
  const wrong = roles.flatMap(wrongWith)
  if (wrong.length === 0) return ok('logins', `${roles.length} logins, each with its own rights and no more`)
  return fail(
    'logins',
    wrong.join('; '),
    'Run countersign migrate; take away by hand what it does not (alter role, reassign owned, revoke).',
  )
}

function wrongWith({ name, exists, excess, owns, memberOf }: RoleFacts): readonly string[] {
  if (!exists) return [`${name} is missing`]
  return [
    ...excess.map((attribute) => `${name} is ${attribute}`),
    ...(owns > 0 ? [`${name} owns ${owns} objects`] : []),
    ...memberOf.map((role) => `${name} belongs to ${role}`),
  ]
}

function judgeLedger({ waiting }: DatabaseFacts): Finding {
  if (waiting === 0) return ok('ledger', 'nothing waits to be entered')
  const mend = 'A running server enters them as soon as the ledger can be written; see its log if they stay.'
  return warn('ledger', `${waiting} changes wait beside the ledger`, mend)
}

function judgeClock({ databaseTime, headTime }: DatabaseFacts, now: Instant): Finding {
  const mend = 'Set the clock (an NTP service keeps it right).'
  if (now < EARLIEST) return fail('clock', `it says ${new Date(now).toISOString()}`, mend)
  if (headTime !== null && headTime > databaseTime + CLOCK_SLACK_MS)
    return fail(
      'clock',
      'the database is behind the ledger: permissions would seem older than they are',
      mend,
    )
  const apart = Math.abs(databaseTime - now)
  return apart > CLOCK_SLACK_MS
    ? warn('clock', `this machine and the database differ by ${Math.round(apart / 1_000)} s`, mend)
    : ok('clock', 'this machine, the database and the ledger agree')
}
