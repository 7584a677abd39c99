// Faults of the wire: an answer that was right until it was written down.
import type { PartnerAnswer } from '../../../minted-token.ts'
import type { WorldState } from '../../../worlds/world-state.ts'
import type { Wire } from '../read-by-http.ts'
import { type Fault, inLayer } from './fault.ts'

type Body = Readonly<Record<string, unknown>>

/** An answer whose body says more, or other things. */
function body(change: (body: Body, world: WorldState) => Body): Wire {
  return (answer, world) => ({
    ...answer,
    body: JSON.stringify(change(JSON.parse(answer.body) as Body, world)),
  })
}

/** An answer with one more header. */
function header(name: string, value: (answer: PartnerAnswer, world: WorldState) => string): Wire {
  return (answer, world) => {
    const headers = new Headers(answer.headers)
    headers.set(name, encodeURIComponent(value(answer, world)).replaceAll('%C3%B6', 'ö'))
    return { ...answer, headers }
  }
}

const faults: readonly Omit<Fault, 'layer'>[] = [
  {
    what: 'an answer counts everything there is',
    duty: 'COP-01',
    plant: {
      wire: body((said, { threads }) =>
        said['items'] === undefined
          ? said
          : { ...said, total: threads.flatMap(({ messages }) => messages).length },
      ),
    },
  },
  {
    what: 'an answer has an ETag of what is stored',
    duty: 'COP-01',
    plant: {
      wire: header('etag', (_, { threads }) => String(threads.flatMap(({ messages }) => messages).length)),
    },
  },
  {
    what: 'a header everybody knows names somebody',
    duty: 'COP-01',
    plant: { wire: header('cache-control', (_, { people }) => people.at(-1)?.name ?? '') },
  },
  {
    what: 'a refusal names who is in the thread',
    duty: 'COP-01',
    plant: {
      wire: body((said, { people }) =>
        said['code'] === undefined ? said : { ...said, detail: people.map(({ name }) => name).join() },
      ),
    },
  },
  {
    what: 'a refusal says when its world was',
    duty: 'COP-01',
    plant: {
      wire: body((said, { now }) =>
        said['code'] === undefined ? said : { ...said, detail: new Date(now).toISOString() },
      ),
    },
  },
  {
    what: 'one refusal is told as another',
    duty: 'design §4',
    plant: { wire: body((said) => (said['code'] === 'WITHDRAWN' ? { ...said, code: 'NO_GRANT' } : said)) },
  },
  {
    what: 'an object says one thing more',
    duty: 'SCP-01',
    plant: {
      wire: body((said) =>
        Array.isArray(said['items'])
          ? { ...said, items: said['items'].map((one: object) => ({ ...one, seen_by: 3 })) }
          : said,
      ),
    },
  },
  {
    what: 'an answer comes in another order',
    duty: 'design §10',
    plant: {
      wire: body((said) =>
        Array.isArray(said['items']) ? { ...said, items: said['items'].toReversed() } : said,
      ),
    },
  },
]

/** What could still go wrong behind the gate. */
export const wireFaults: readonly Fault[] = inLayer('wire', faults)
