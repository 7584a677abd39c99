// Letting friends pass one's contact details: each a choice of its own, off unless ticked, on API and pages (COP-07, PER-03).
import { makeWorld, musicOffers, testServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { addContacts, friendOffers, makeFriends, readsOf } from './_friends.ts'
import { signedInAs } from './_pages.ts'
import { problem, signedInBrowser } from './_people-browser.ts'

const server = await testServer()
const { system, clock } = server
const world = await makeWorld(system, clock)
const { people, thread } = world
const finder = await world.partner('finder', [...musicOffers, ...friendOffers])
const api = await signedInBrowser(server.url, world.login('ben'))
const _page = await signedInAs(server, world.login('ben'))
await makeFriends(system, people.ana, people.ben)
await addContacts(server, people.ben, 'ben')
await world.grant('ana', {
  partner: finder,
  verbs: ['messages.read', 'friends.list', 'friends.contact'],
})
const asked = { partner: finder.partner, feature: finder.feature, purpose: 'group_activity' }
const card = async () =>
  (await api.get(`/answers/card?${new URLSearchParams({ ...asked, manifest_version: '1' })}`)).body
const answer = async (more: object) =>
  api.put('/answers', {
    ...asked,
    manifest_version: 1,
    screen_hash: (await card()).screen_hash,
    thread: null,
    answer: 'allow',
    ...more,
  })
const passed = async (): Promise<readonly unknown[]> =>
  (await readsOf(system, world, finder).contacts()).items.map(({ email, phone }) => email ?? phone)

describe('the card', () => {
  it('says in plain words that friends cannot give it, and offers each field as a choice of its own', async () => {
    const { lines, contact_choices } = await card()
    expect(lines).toContain(
      'Friends of yours who use it cannot give it your e-mail address or your phone number. Only you can: tick what it may get through them. Tick nothing, and it gets none of it.',
    )
    expect(contact_choices).toEqual([
      { field: 'contact.email', label: 'With a yes for all my threads: also my e-mail address' },
      { field: 'contact.phone', label: 'With a yes for all my threads: also my phone number' },
    ])
  })

  it('offers none where the feature asks for none', async () => {
    const { partner, feature } = world.jukebox
    const query = new URLSearchParams({ partner, feature, purpose: 'group_activity', manifest_version: '1' })
    const { contact_choices, lines } = (await api.get(`/answers/card?${query}`)).body
    expect(contact_choices).toEqual([])
    expect(lines.join(' ')).not.toContain('e-mail')
  })
})

describe('answering over the API', () => {
  it.each([
    ['with a never', { answer: 'never' }, '422 NEVER_HAS_NO_CONTACT'],
    ['for one thread', { thread }, '422 CONTACT_NEEDS_ALL_THREADS'],
    ['that is no contact field', { contact_fields: ['message.text'] }, '400 BAD_REQUEST'],
  ])('refuses a field %s', async (_, more, expected) => {
    expect(problem(await answer({ contact_fields: ['contact.email'], ...more }))).toBe(expected)
  })

  it('refuses a field the card does not offer', async () => {
    const narrow = await world.partner('narrow', [
      { purpose: 'group_activity', verb: 'friends.contact', fields: ['contact.email'] },
    ])
    const named = { partner: narrow.partner, feature: narrow.feature, purpose: 'group_activity' }
    const { body } = await api.get(
      `/answers/card?${new URLSearchParams({ ...named, manifest_version: '1' })}`,
    )
    const more = { ...named, screen_hash: body.screen_hash, contact_fields: ['contact.phone'] }
    expect(problem(await answer(more))).toBe('422 NOT_OFFERED')
  })

  it('a plain yes hands over nothing; what is ticked passes; the next answer replaces it', async () => {
    expect((await answer({})).body).toMatchObject({ contact_fields: [] })
    expect(await passed()).toEqual([])
    clock.advance(1_000)
    expect((await answer({ contact_fields: ['contact.phone'] })).body).toMatchObject({
      contact_fields: ['contact.phone'],
    })
    expect(await passed()).toEqual(['+44 1632 960 ben'])
    expect((await api.get('/answers')).body.items[0]).toMatchObject({ contact_fields: ['contact.phone'] })
    clock.advance(1_000)
    await answer({ answer: 'never' })
    expect(await passed()).toEqual([])
  })
})

describe('the privacy centre', () => {
  /** What the standing answer hands over of contact details, as its person is told. */
  const contactOfLive = async (): Promise<readonly string[]> =>
    (await api.get('/answers')).body.items
      .filter(({ standing }: { standing: string }) => standing === 'live')
      .flatMap(({ contact_fields }: { contact_fields: string[] }) => contact_fields)

  it('says what passes, and no more once it was answered anew without a tick', async () => {
    const { body } = await api.get('/answers')
    await api.delete(`/answers/${body.items[0].id}`)
    clock.advance(1_000)
    await answer({ contact_fields: ['contact.email'] })
    expect(await passed()).toEqual(['ben@mail.example'])
    expect(await contactOfLive()).toEqual(['contact.email'])
    clock.advance(1_000)
    await answer({})
    expect(await contactOfLive()).toEqual([])
    expect(await passed()).toEqual([])
    expect((await readsOf(system, world, finder).friends()).items).toMatchObject([{ name: 'Ben' }])
  })
})
