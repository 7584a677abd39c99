// COP-01 from both sides: somebody refuses, and no page, notice, size or event of anybody else, the partner included, is another one.
import type { PartnerEvent } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { tick, toldTo } from './_events.ts'
import { signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const opened = await peopleServer()
const { system, url, world } = opened
const { jukebox, thread } = world
const others = [
  await signedInBrowser(url, world.login('ana')),
  await signedInBrowser(url, world.login('chika')),
]

const pages = [
  '/threads',
  `/threads/${thread}`,
  `/threads/${thread}/messages`,
  `/threads/${thread}/sharing`,
  '/notices',
  '/privacy',
  '/grants',
  '/answers',
  '/disclosures',
  '/disclosures/totals',
  '/friends',
]

/** Everything the others can look at, as it comes. */
async function seen(): Promise<readonly string[]> {
  const all: string[] = []
  for (const who of others)
    for (const path of pages) {
      const { status, body } = await who.get(path)
      expect([path, status]).toEqual([path, 200])
      all.push(`${path} ${JSON.stringify(body)}`)
    }
  return all
}

/** What the partner gets by Ana's permission and is told: items as they are, how many bytes, and its events. */
async function got(): Promise<{
  readonly items: unknown
  readonly bytes: number
  readonly told: readonly PartnerEvent['type'][]
}> {
  const { items, disclosures } = await world.read('ana')
  await tick(opened)
  const told = (await toldTo(system, jukebox.partner)).map(({ type }) => type)
  return { items, bytes: JSON.stringify({ items, subjects: disclosures.length }).length, told }
}

describe('a no', () => {
  it('said for one thread or for all shows nobody that there was one', async () => {
    const { id: grant } = await world.grant('ana')
    await world.say('ana', 'who wants a song?')
    await world.say('ben', 'not me')
    const unasked = await got()
    expect((await others[0]?.post(`/threads/${thread}/asks`, { grant }))?.status).toBe(201)
    expect(await got()).toEqual(unasked)
    const silent = await seen()
    for (const inThread of [thread, null]) {
      await world.countersign('ben', { answer: 'never', thread: inThread })
      expect(await seen()).toEqual(silent)
    }
    const refused = await got()
    expect(refused).toEqual(unasked)
    expect(JSON.stringify(refused.items)).not.toContain('not me')
  })
})
