// What a look declares to the second lock: whose permissions, threads, words, friends and contacts it may see (design §5).
import {
  type Id,
  type IdPrefix,
  type PartnerId,
  type PersonId,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import type { Session } from './database.ts'

/** What row-level security binds the gate to. */
export interface Declaration {
  readonly partner?: readonly PartnerId[]
  readonly thread?: readonly ThreadId[]
  readonly people?: readonly PersonId[]
  readonly authors?: readonly PersonId[]
  /** Whose friends may be seen: the granting person's, never their friends'. */
  readonly granting?: readonly PersonId[]
  /** Whose contact fields may be seen. */
  readonly owners?: readonly PersonId[]
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Declares what the rest of the gate's transaction may see; what is not declared stays invisible. */
export async function declare(session: Session, declaration: Declaration): Promise<void> {
  const statements = Object.entries(declaration).map(([name, ids]: [string, readonly Id<IdPrefix>[]]) => {
    const uuids = ids.map(uuidOf)
    // SET LOCAL takes no parameters; every value is checked to be a UUID before it becomes text of the statement.
    if (!uuids.every((text) => uuid.test(text))) throw new TypeError(`cannot declare ${name}: not a UUID`)
    return `set local countersign.${name} = '{${uuids.join(',')}}'`
  })
  await session.query(statements.join(';'))
}
