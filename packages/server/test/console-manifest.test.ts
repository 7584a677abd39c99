// A declaration at the console: what is refused, what it would change, review, and taking less at once.
import { uuidOf } from '@countersign/protocol'
import { onServer, testServer } from '@countersign/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { nameReviewer } from '../src/acts/name-reviewer.ts'
import { reviewManifest } from '../src/acts/review-manifest.ts'
import { cataloguesOf } from '../src/store/catalogues.ts'
import { company, keyPair, somebody } from './_console.ts'
import { problem } from './_people-browser.ts'

const server = await testServer()
const { system } = server
const owner = await somebody(server, 'owner')
const developer = await somebody(server, 'developer')
const partner = (await owner.at.post('/partners', company('tunes'))).body.partner
const manifest = `/partners/${partner}/manifest`
const key = JSON.stringify(keyPair('one').publicJwk)

interface Changes {
  readonly offers?: readonly string[]
  readonly summary?: string
  readonly top?: string
  readonly feature?: string
}

const read = '{ purpose: group_activity, verb: messages.read, fields: [message.text] }'
const list = '{ purpose: group_activity, verb: threads.list, fields: [thread.title] }'
const write = '{ purpose: share_content, verb: messages.write }'
const more = '{ purpose: group_activity, verb: members.see, fields: [member.name] }'

function file({
  offers = [list, read],
  summary = 'Shows which songs a chat you choose talks about.',
  top = '',
  feature = '',
}: Changes = {}) {
  return `slug: tunes
name: Company tunes
homepage: https://tunes.example
client: { redirect_uris: ["https://tunes.example/callback"], jwks: { keys: [${key}] } }
${top}
features:
  - slug: songs
    start_at: 2020-01-01
    offers: [${offers.join(', ')}]
    harvest_budget: 500
    texts: { en: { name: Songs of your group, summary: ${summary} } }
    ${feature}
`
}

const submit = (text: string, who = owner) => who.at.post(manifest, { text })
const asForm = (path: string, text: string) =>
  developer.elsewhere.post(`/../../console/${partner}/${path}`, undefined, {
    raw: new URLSearchParams({ text }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
  })
const reviewers = await Promise.all(['r-1', 'r-2'].map((login) => somebody(server, login)))

beforeAll(async () => {
  const { code } = (await owner.at.post(`/partners/${partner}/invitations`, { role: 'developer' })).body
  await developer.at.post('/joins', { code })
  for (const { person } of [...reviewers, developer]) await nameReviewer(system, { person, reviews: true })
})

describe('a declaration is refused', () => {
  it.each([
    ['a review it gave itself (OVR-02)', { feature: 'review_id: review-1' }, 'features.0.review_id'],
    [
      'a claim its powers contradict (OVR-02)',
      { summary: 'Never reads messages. Shows songs.' },
      'features.0.texts.en.summary',
    ],
    [
      'a purpose that says nothing (SCP-03)',
      { summary: 'Uses it for business purposes.' },
      'features.0.texts.en.summary',
    ],
    [
      'a purpose that is none (SCP-03)',
      { offers: ['{ purpose: ads, verb: messages.read, fields: [message.text] }'] },
      'features.0.offers.0.purpose',
    ],
    ['another owner', { top: 'ownership_group: films' }, 'ownership_group'],
    [
      'an address the platform would call, which the operator enters',
      { feature: 'catalogue: https://tunes.example/search', offers: [write] },
      'features.0.catalogue',
    ],
  ])('for %s, with nothing of it done', async (_, change, at) => {
    const refused = await submit(file(change))
    expect(problem(refused)).toBe('400 BAD_REQUEST')
    expect(refused.body.errors.map((one: { at: string }) => one.at)).toContain(at)
    expect((await owner.at.get(`/partners/${partner}`)).body).toMatchObject({
      features: [],
      client: { keys: [] },
    })
  })

  it('for another company’s slug, and for a name that is not the register’s', async () => {
    for (const [from, to, at] of [
      ['slug: tunes', 'slug: films', 'slug'],
      ['name: Company tunes', 'name: Tunes', 'name'],
    ] as const)
      expect((await submit(file().replace(from, to))).body.errors[0].at).toBe(at)
  })
})

describe('a file', () => {
  const upload = (parts: FormData | string, type?: string) =>
    fetch(`${server.url}/console/${partner}/manifest/file`, {
      method: 'POST',
      body: parts,
      headers: {
        accept: 'text/html',
        origin: server.url,
        cookie: owner.at.cookie ?? '',
        ...(type && { 'content-type': type }),
      },
    })
  const formOf = (content: string | Uint8Array<ArrayBuffer>, name = 'file') => {
    const form = new FormData()
    form.append(name, new File([content], 'countersign.partner.yaml'))
    return form
  }
  const text = new FormData()
  text.append('file', file())

  it.each([
    ['nothing', formOf(''), 'is missing or empty'],
    ['a field of another name', formOf(file(), 'other'), 'is missing or empty'],
    ['text that is no file', text, 'did not arrive as a form sends one'],
    ['more than a declaration can be', formOf('#'.repeat(100_001)), 'is larger than it may be'],
    ['what is not UTF-8', formOf(new Uint8Array([0x73, 0xe9, 0x0a])), 'is not text in UTF-8'],
    ['a NUL', formOf('slug: tunes\0'), 'must be well-formed text'],
  ])('that is %s is said to be so on the page, with nothing of it done', async (_, form, said) => {
    const answer = await upload(form)
    expect(answer.status).toBe(400)
    const page = await answer.text()
    expect(page).toContain('<code>file</code>')
    expect(page).toContain(said)
    expect(page).toContain('slug: tunes')
  })

  it.each([
    ['cut short', '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nslug', 'x'],
    ['without its boundary', 'slug: tunes', ''],
  ])('in a form %s is said to have arrived badly', async (_, body, boundary) => {
    const answer = await upload(body, `multipart/form-data${boundary && `; boundary=${boundary}`}`)
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('did not arrive as a form sends one'),
    ])
  })

  it('is not read from another site, for a stranger, beyond all limits, or at any other address', async () => {
    const send = (headers: Record<string, string>, path = 'manifest/file', content = file()) =>
      fetch(`${server.url}/console/${partner}/${path}`, {
        method: 'POST',
        body: formOf(content),
        headers: { origin: server.url, cookie: owner.at.cookie ?? '', ...headers },
      }).then(({ status }) => status)
    expect(await send({ origin: 'https://evil.example' })).toBe(403)
    expect(await send({ cookie: '' })).toBe(401)
    expect(await send({ cookie: developer.at.cookie ?? '' })).toBe(200)
    expect(await send({ cookie: (await somebody(server, 'stranger')).at.cookie ?? '' })).toBe(404)
    expect(await send({}, 'manifest/file', '#'.repeat(5_000_000))).toBe(400)
    for (const path of ['manifest', 'manifest/check', 'client/keys']) expect(await send({}, path)).toBe(415)
  })

  it('is read into the field and checked, without its byte order mark, and submitted by nobody yet', async () => {
    const answer = await upload(formOf(`\ufeff${file()}`))
    const page = await answer.text()
    expect(answer.status).toBe(200)
    expect(page).toContain('What changes in songs')
    expect(page).toContain('spellcheck="false" autocapitalize="none">slug: tunes')
    expect((await owner.at.get(`/partners/${partner}`)).body.features).toEqual([])
  })
})

describe('a declaration', () => {
  it('is what the console hands out to begin with, and sent back changes nothing', async () => {
    const { text } = (await owner.at.get(manifest)).body
    expect(text).toContain('slug: share')
    expect((await submit(file())).body.items).toMatchObject([
      { slug: 'songs', version: 1, outcome: 'waiting' },
    ])
    const again = (await owner.at.get(manifest)).body.text
    expect((await submit(again)).body.items).toMatchObject([{ version: 1, outcome: 'unchanged' }])
    const { features } = (await owner.at.post(`${manifest}/check`, { text: again })).body
    expect(features).toMatchObject([{ slug: 'songs', effect: 'unchanged' }])
  })

  it('reaches nobody but test people until two reviewers agree, of whom none works for the company (OVR-02)', async () => {
    const state = async () => (await owner.at.get(`/partners/${partner}`)).body.features[0]
    expect(await state()).toMatchObject({ newest: { version: 1 }, in_force: null })
    const [{ review }] = (await owner.at.get(`/partners/${partner}/reviews`)).body.items
    const verdict = { review, verdict: 'approve', note: 'It takes what it needs.' } as const
    await expect(reviewManifest(system, { ...verdict, reviewer: developer.person })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    })
    for (const { person } of reviewers) await reviewManifest(system, { ...verdict, reviewer: person })
    expect((await owner.at.get(`/partners/${partner}/reviews`)).body.items).toMatchObject([
      { state: 'approved', approvals: 2, needed: 2, notes: [verdict.note, verdict.note] },
    ])
    expect((await state()).in_force).toMatchObject({ review_id: review })
  })

  it.each([
    ['a power', { offers: [list] }],
    ['a power, and say it differently, which is reviewed', { offers: [list], summary: 'Shows songs.' }],
    ['a power for another one, which is reviewed', { offers: [list, more] }],
  ])('takes away from everybody, for an owner only: %s (PER-05)', async (_, change) => {
    const before = (await owner.at.get(`/partners/${partner}`)).body.features
    const { features } = (await developer.at.post(`${manifest}/check`, { text: file(change) })).body
    expect(features).toMatchObject([{ needs_owner: true }])
    const refused = await submit(file(change), developer)
    expect(problem(refused)).toBe('403 NOT_ALLOWED')
    expect(refused.body.detail).toContain('takes something away from everybody')
    const [checked, sent] = await Promise.all(
      ['/check', ''].map((to) => asForm(`manifest${to}`, file(change))),
    )
    expect(checked?.body).toContain('It takes something away from everybody, so only an owner can submit it.')
    expect([sent?.status, sent?.body]).toEqual([
      403,
      expect.stringContaining('takes something away from everybody'),
    ])
    expect((await owner.at.get(`/partners/${partner}`)).body.features).toEqual(before)
  })

  it('PER-05: says in plain words what it takes more, which waits, and takes less at once', async () => {
    server.clock.advance(1_000)
    const wider = file({
      offers: [list, read, more],
    })
    const { features } = (await owner.at.post(`${manifest}/check`, { text: wider })).body
    expect(features[0]).toMatchObject({
      effect: 'review',
      needs_owner: false,
      narrows: [],
      widens: [expect.stringContaining('names of members')],
    })
    expect((await submit(wider, developer)).body.items).toMatchObject([{ outcome: 'waiting' }])
    const narrower = file({ offers: [list] })
    const compared = (await owner.at.post(`${manifest}/check`, { text: narrower })).body.features[0]
    expect(compared).toMatchObject({ effect: 'narrows', widens: [] })
    expect((await submit(narrower)).body.items).toMatchObject([{ outcome: 'published' }])
    const reviews = (await owner.at.get(`/partners/${partner}/reviews`)).body.items
    expect(reviews.map(({ state }: { state: string }) => state)).toEqual(['replaced', 'approved'])
  })

  it('may name the catalogue the operator entered, and leaves it alone when it names none', async () => {
    const { feature } = (await submit(file({ offers: [list] }))).body.items[0]
    const searchUrl = 'https://tunes.example/search'
    await onServer(server.database.owner, (db) =>
      db.query('insert into catalogues (partner_id, feature_id, search_url) values ($1, $2, $3)', [
        uuidOf(partner),
        uuidOf(feature),
        searchUrl,
      ]),
    )
    const sending = (catalogue: string) => submit(file({ offers: [list, write], feature: catalogue }))
    expect((await sending(`catalogue: ${searchUrl}`)).status).toBe(200)
    const another = await sending('catalogue: https://tunes.example/other')
    expect(another.body.errors).toMatchObject([
      { at: 'features.0.catalogue', problem: expect.stringContaining('the operator') },
    ])
    expect((await sending('')).status).toBe(200)
    expect(await cataloguesOf(system.app, [partner])).toEqual([{ partner, feature, searchUrl }])
  })

  it('ends a feature for an owner only', async () => {
    const ending = file({ offers: [list], feature: 'end_at: 2031-01-01' })
    expect(problem(await submit(ending, developer))).toBe('403 NOT_ALLOWED')
    expect((await submit(ending)).status).toBe(200)
    expect((await owner.at.get(`/partners/${partner}`)).body.features[0].end_at).toBe(
      '2031-01-01T00:00:00.000Z',
    )
  })
})
