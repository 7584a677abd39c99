// What a partner does when somebody asks it to delete: which items, and once what was done (docs/integrate.md "Asked to delete").
import type { DeletionItem, DeletionStatement } from '@countersign/protocol/deletion-statement'
import { randomDPoPKeyPair } from 'openid-client'
import { type AsClient, type ClientRequest, sendAsClient } from './as-client.ts'
import { UnexpectedAnswerError } from './errors.ts'
import { isObject, listOf, parseObject, textOf } from './json.ts'
import { errorOf } from './problem.ts'
import { defaultRetryBounds, nextAttemptMs } from './retry.ts'

/** An ask of somebody, by the id of its `deletion.asked`. Works while the partner is suspended, too. */
export interface DeletionAsk {
  /** The items it is about, by the ids this platform gave for them; each once. @throws CountersignError */
  items(): Promise<readonly DeletionItem[]>
  /**
   * Says what was done, once: it is shown to who asked and kept as evidence. `items` counts all of them that are gone, those you
   * had deleted before included.
   * @throws CountersignError: ALREADY when it was said before, which is as good
   */
  answer(statement: DeletionStatement): Promise<void>
}

/** The ask with this id. Nothing is fetched yet. */
export function deletionAsk(client: AsClient, id: string): DeletionAsk {
  const path = `/partner/v1/deletions/${encodeURIComponent(id)}`
  return {
    async items() {
      const found = new Map<string, DeletionItem>()
      for (let next: string | null = null; ; ) {
        const query: string = next === null ? '' : `?after=${encodeURIComponent(next)}`
        const page = await exchange(client, { method: 'GET', path: `${path}/items${query}` })
        const body = parseObject(page, 'the list of what to delete')
        for (const item of listOf(body, 'items', 'the list of what to delete').map(parseItem))
          found.set(`${item.kind} ${item.id}`, item)
        if (body['next'] === null) return [...found.values()]
        next = textOf(body, 'next', 'the list of what to delete')
      }
    },
    async answer(statement) {
      await exchange(client, { method: 'PUT', path: `${path}/statement`, body: statement })
    },
  }
}

async function exchange(client: AsClient, request: ClientRequest): Promise<string> {
  const key = await randomDPoPKeyPair('ES256')
  for (let sent = 1; ; sent++) {
    const response = await sendAsClient(client, key, request)
    const raw = await response.text()
    if (response.status < 300) return raw
    const pause = nextAttemptMs(response.status, response.headers, sent, defaultRetryBounds)
    if (pause === undefined) throw errorOf(response.status, raw, null)
    await client.wait(pause)
  }
}

function parseItem(value: unknown): DeletionItem {
  if (!isObject(value)) throw new UnexpectedAnswerError('an item to delete is not an object')
  return { kind: textOf(value, 'kind', 'an item to delete'), id: textOf(value, 'id', 'an item to delete') }
}
