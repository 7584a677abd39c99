// The keys a person signs with: see them, show one, vouch for one, end one (docs/design/007).
import { fromBase64url, keyStands } from '@countersign/protocol'
import * as wire from '@countersign/protocol/signing-api'
import { z } from 'zod'
import { endKey, endorseKey, listKeys } from '../acts/keep-keys.ts'
import { type ShownKey, showKey } from '../acts/show-key.ts'
import { browserOf } from '../http/people-session.ts'
import type { Http } from '../http/server.ts'
import { findPerson } from '../store/people.ts'
import type { StoredKey } from '../store/person-keys.ts'
import type { System } from '../system.ts'
import { personOf, provenPersonOf } from './authenticate.ts'
import { time, timeOrNull } from './present.ts'
import { sha256 } from './schemas.ts'

const tags = ['keys']
const oneKey = z.strictObject({ key: sha256 })
const done = { 204: z.undefined() }

/** Keys: list mine, show a new one, vouch for one, end one. */
export function keyRoutes(api: Http, system: System): void {
  api.get(
    '/keys',
    {
      schema: {
        tags,
        summary: 'My keys, and what my next statement has to say',
        response: { 200: wire.signingKeys },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { keys, n, now } = await listKeys(system, person)
      return {
        items: keys.map((key) => presentKey(key, now)),
        person,
        origin: system.settings.origin,
        n,
        now,
      }
    },
  )
  api.post(
    '/keys',
    {
      schema: {
        tags,
        summary: 'Show a new key of mine: it counts once another one vouches for it, or after seven days',
        body: wire.shownKey,
        response: { 201: wire.signingKey },
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      // A made-up person has no password to show; whoever acts as them signs.
      const madeUp = (await findPerson(system.app, person))?.test ?? false
      if (!madeUp) await provenPersonOf(system, request)
      const key = await showKey(system, person, shownIn(request.body, browserOf(request)))
      return reply.code(201).send(presentKey(key, (await listKeys(system, person)).now))
    },
  )
  api.post(
    '/keys/:key/endorse',
    {
      schema: {
        tags,
        summary: 'Vouch for a key of mine that waits, with one that counts',
        params: oneKey,
        body: z.strictObject({ signed: wire.signed }),
        response: done,
      },
    },
    async (request, reply) => {
      await endorseKey(system, { person: personOf(request), ...request.params, ...request.body })
      return reply.code(204).send()
    },
  )
  api.post(
    '/keys/:key/end',
    {
      schema: {
        tags,
        summary: 'End a key of mine: one that waits as I am signed in, one that counts with a statement',
        params: oneKey,
        body: z.strictObject({ signed: wire.signed.optional() }),
        response: done,
      },
    },
    async (request, reply) => {
      await endKey(system, { person: personOf(request), ...request.params, ...request.body })
      return reply.code(204).send()
    },
  )
}

/**
 * A key as a browser shows it, known by what that browser calls itself unless it says otherwise. What is no base64url is no public key
 * either.
 */
export function shownIn(
  { public_key, label }: z.infer<typeof wire.shownKey>,
  browser: string | null,
): ShownKey {
  const publicKey = fromBase64url(public_key) ?? new Uint8Array(0)
  return { kind: 'device', publicKey, label: label ?? browser }
}

function presentKey(key: StoredKey, now: number): z.infer<typeof wire.signingKey> {
  const { name, kind, came, label, madeAt, since, until } = key
  const state = until !== null ? 'ended' : keyStands(key, now) ? 'counts' : 'waits'
  const times = { made_at: time(madeAt), since: time(since), until: timeOrNull(until) }
  return { name, kind, came, state, label, ...times }
}
