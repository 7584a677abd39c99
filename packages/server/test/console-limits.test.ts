// How much a company may enter in a day, and how much of its history the register shows at once (TRN-03).
import { DAY_MS } from '@countersign/protocol'
import { testServer } from '@countersign/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { readPartnerFile } from '../src/acts/read-partner-file.ts'
import { registerPartner } from '../src/acts/register-partner.ts'
import { systemNetwork } from '../src/outbound/network.ts'
import { company, keyPair, somebody } from './_console.ts'
import { problem } from './_people-browser.ts'
import { openReceiver } from './_webhooks.ts'

const MOST = 100
const receiver = await openReceiver()
const server = await testServer({
  outbound: { network: systemNetwork, localPorts: [receiver.port] },
})
const { system, clock, url } = server
const owner = await somebody(server, 'owner')
const { partner } = (await owner.at.post('/partners', company('tunes'))).body
const at = `/partners/${partner}`
const key = keyPair('one').publicJwk
const declaration = (
  summary: string,
  offers = '{ purpose: share_content, verb: messages.write }',
) => `slug: tunes
name: Company tunes
homepage: https://tunes.example
client: { redirect_uris: ["https://tunes.example/callback"], jwks: { keys: [${JSON.stringify(key)}] } }
features:
  - slug: songs
    start_at: 2020-01-01
    offers: [${offers}]
    harvest_budget: 500
    texts: { en: { name: Songs, summary: ${summary} } }
`
const rename = (homepage: string) => owner.at.patch(at, { name: 'Company tunes', homepage })
const history = async (query = '') =>
  (await fetch(`${url}/register/tunes.json${query}`)).json() as Promise<{
    history: { index: number; kind: string }[]
    history_next: number | null
  }>

beforeAll(async () => {
  await owner.at.post(`${at}/keys`, { keys: [key] })
  await owner.at.post(`${at}/manifest`, { text: declaration('Sends songs you pick.') })
  await owner.at.put(`${at}/webhook`, { url: receiver.url })
})

describe('a company that enters change after change', () => {
  it('has room for a hundred entries in a day, however many come at once', async () => {
    const before = (await history()).history.length
    expect(before).toBe(6)
    const changes = Array.from({ length: MOST + 20 }, (_, i) => `https://tunes.example/${i}`)
    const said: string[] = []
    for (let i = 0; i < changes.length; i += 20)
      said.push(
        ...(await Promise.all(changes.slice(i, i + 20).map(rename))).map(({ status }) => String(status)),
      )
    expect(said.filter((status) => status === '200')).toHaveLength(MOST - before)
    expect(said.filter((status) => status === '429')).toHaveLength(20 + before)
    expect((await history()).history).toHaveLength(MOST)
  })

  it.each([
    ['another name', () => rename('https://tunes.example/more')],
    ['a key', () => owner.at.post(`${at}/keys`, { keys: [keyPair('two').publicJwk] })],
    ['an address', () => owner.at.put(`${at}/redirect_uris`, { redirect_uris: ['https://tunes.example/b'] })],
    ['a secret', () => owner.at.post(`${at}/webhook/secret`)],
    ['a declaration', () => owner.at.post(`${at}/manifest`, { text: declaration('Sends other songs.') })],
  ])(
    'is refused %s then, told from when on there is room, and not to come again in a second',
    async (_, act) => {
      const refused = await act()
      expect(problem(refused)).toBe('429 TOO_MANY_SUBMISSIONS')
      expect(refused.body.detail).toContain(new Date(clock.now() + DAY_MS).toISOString().slice(0, 10))
      expect(refused.headers.get('retry-after')).toBeNull()
    },
  )

  it('keeps the words of a form that is refused', async () => {
    const text = declaration('Sends other songs.')
    const answer = await owner.elsewhere.post(`/../../console/${partner}/manifest`, undefined, {
      raw: new URLSearchParams({ text }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    })
    expect(answer.status).toBe(429)
    expect(answer.body).toContain('summary: Sends other songs.')
    expect(answer.body).toContain('There is room again from')
  })

  it('can take away as before: a removed key or webhook is out at once, an end holds', async () => {
    expect((await owner.at.delete(`${at}/webhook`)).status).toBe(204)
    expect((await owner.at.delete(`${at}/keys?kid=one`)).status).toBe(200)
    const { feature } = (await owner.at.get(at)).body.features[0]
    expect((await owner.at.post(`${at}/features/${feature}/end`, { at: null })).status).toBe(200)
  })

  it('takes no room from another company, nor from the operator', async () => {
    const other = await owner.at.post('/partners', company('films'))
    expect(other.status).toBe(201)
    const file = declaration('Sends songs that you pick.')
      .replace('Company tunes', 'Tunes of the operator')
      .replace('slug: songs', 'slug: more')
    await registerPartner(system, readPartnerFile(file))
    expect((await history()).history.length).toBeGreaterThan(MOST + 2)
  })

  it('has room again a day later', async () => {
    clock.advance(DAY_MS)
    expect((await rename('https://tunes.example/later')).status).toBe(200)
  })
})

describe('a long history', () => {
  it('comes in pages without a gap, as data', async () => {
    const whole = (await history()).history
    const seen: number[] = []
    let next: number | null = null
    do {
      const page = await history(`?limit=40${next === null ? '' : `&before=${next}`}`)
      expect(page.history.length).toBeLessThanOrEqual(40)
      seen.push(...page.history.map(({ index }) => index))
      next = page.history_next
    } while (next !== null)
    expect(seen).toEqual(whole.map(({ index }) => index))
    expect(seen.length).toBeGreaterThan(MOST)
    for (const query of ['?limit=0', '?limit=501', '?before=-1', '?before=x'])
      expect((await fetch(`${url}/register/tunes.json${query}`)).status).toBe(400)
  })

  it('comes in pages on the page too, back to the beginning', async () => {
    let [path, pages, leaves] = ['/register/tunes', 0, 0]
    for (;;) {
      const text = await (await fetch(url + path)).text()
      leaves += text.match(/leaf \d+/g)?.length ?? 0
      pages += 1
      const next = /href="([^"]*before=\d+)#history" rel="next"/.exec(text)?.[1]
      if (next === undefined) {
        expect(text).toContain('The newest')
        expect(text).toContain('Company tunes')
        break
      }
      path = next
    }
    expect(leaves).toBe((await history()).history.length)
    expect(pages).toBe(Math.ceil(leaves / 50))
  })
})
