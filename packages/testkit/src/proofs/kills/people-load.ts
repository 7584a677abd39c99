// The people's part of the load: they chat, change and delete their words, allow, take back, switch, connect and withdraw.
import { setTimeout as wait } from 'node:timers/promises'
import { createPartner, type Partner } from '../../../../sdk/src/index.ts'
import { type PersonAtBrowser, personAtBrowser } from '../../person-at-browser.ts'
import { type Who, worldPassword } from '../../world.ts'
import { exchange } from './exchange.ts'
import { registerOf, words, wordsOf } from './freshness.ts'
import type { Acting, Register } from './journal.ts'
import type { Client, Load } from './load.ts'
import { redirectUri, threadTitle } from './stage.ts'

/** What the API answered; undefined body for one without. Status 0: nobody listened; -1: nobody knows. */
interface Reply {
  readonly status: number
  readonly body: unknown
}

type Calling = (method: string, path: string, body?: object) => Promise<Reply>

/** Everybody who acts. Nobody shares a register: each is set by one client, one act after the other. */
export async function peopleActing(load: Load): Promise<readonly Client[]> {
  const { ana, ben, chika, dora, emil } = {
    ana: await signedIn(load, 'ana'),
    ben: await signedIn(load, 'ben'),
    chika: await signedIn(load, 'chika'),
    dora: await signedIn(load, 'dora'),
    emil: await signedIn(load, 'emil'),
  }
  const talking = { say: 100, change: 0, pauseMs: 30 }
  const changing = { say: 50, change: 30, pauseMs: 100 }
  return [
    chatting(load, ana, 1, talking),
    chatting(load, ben, 2, talking),
    chatting(load, dora, 3, changing),
    chatting(load, emil, 4, changing),
    switching(load, ben),
    await answering(load, 'dora', dora, ['allow', 'none']),
    await answering(load, 'emil', emil, ['allow', 'never', 'none']),
    connecting(load, chika),
  ]
}

/** Somebody of the stage, signed in at the server `url` gives. */
export async function signedIn({ stage, url }: Pick<Load, 'stage' | 'url'>, who: Who): Promise<Calling> {
  const call = async (cookie: string, method: string, path: string, body?: object) => {
    const to = url()
    const answered = await exchange(`${to}/api/v1${path}`, {
      method,
      headers: { origin: to, cookie, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (answered === 'unreached') return { status: 0, body: undefined }
    if (answered === 'unknown' || !answered.whole) return { status: -1, body: undefined }
    const { status, headers } = answered
    const json = headers['content-type']?.includes('json') === true
    return { status, headers, body: json ? JSON.parse(answered.body.toString('utf8')) : undefined }
  }
  const { status, headers } = {
    headers: undefined,
    ...(await call('', 'POST', '/session', { login: stage.login(who), password: worldPassword })),
  }
  const cookie = headers?.['set-cookie']?.[0]?.split(';')[0]
  if (status !== 200 || cookie === undefined) throw new Error(`signing in answered ${status}`)
  return (method, path, body) => call(cookie, method, path, body)
}

/** What came of an act: whether it was done, was not, or nobody knows. */
type Outcome = 'done' | 'not done' | 'unknown'

/** Tells the journal what an answer says of an act; `alreadyDone` are the statuses that say it had been done before. */
function settle(acting: Acting, { status }: Reply, alreadyDone: readonly number[] = []): Outcome {
  if ((status >= 200 && status < 300) || alreadyDone.includes(status)) {
    acting.acknowledged()
    return 'done'
  }
  if (status === 0 || (status >= 400 && status < 500)) {
    acting.refused()
    return 'not done'
  }
  return 'unknown'
}

/** How often in a hundred somebody writes and changes; the rest of the time they delete. */
interface Chat {
  readonly say: number
  readonly change: number
  readonly pauseMs: number
}

/** Somebody who writes, changes some of it and deletes some of it. */
function chatting({ stage, journal, dice }: Load, call: Calling, place: number, chat: Chat): Client {
  const path = `/threads/${stage.thread}/messages`
  let count = 0
  let mine:
    | { readonly register: Register; readonly mark: string; readonly id: string; version: number }
    | undefined
  const say = async (): Promise<boolean> => {
    const mark = `k${place}${String(count++).padStart(7, '0')}`
    const text = words(mark, 0, 'sings along')
    const sent = journal.send(mark)
    const { status, body } = await call('POST', path, { text })
    if (status === 0) journal.unsend(sent)
    if (status !== 201) return false
    const { id } = body as { id: string }
    sent.id = id
    sent.ackedAt = performance.now()
    const register = journal.register({
      name: wordsOf(mark),
      before: text,
      repeats: (entry) => (entry === 'deleted' ? 'enters nothing' : 'enters again'),
    })
    mine = { register, mark, id, version: 0 }
    return true
  }
  const change = async (own: NonNullable<typeof mine>): Promise<boolean> => {
    own.version += 1
    const text = words(own.mark, own.version, 'sang along')
    const acting = journal.begin(own.register, { state: text, entry: 'edited' })
    return settle(acting, await call('PATCH', `${path}/${own.id}`, { text })) === 'done'
  }
  const erase = async (own: NonNullable<typeof mine>): Promise<boolean> => {
    const again = own.register.writes.some(({ entry }) => entry === 'deleted')
    const acting = journal.begin(own.register, { state: 'deleted', entry: 'deleted' })
    const outcome = settle(acting, await call('DELETE', `${path}/${own.id}`), again ? [404] : [])
    if (outcome === 'done') mine = undefined
    return outcome === 'done'
  }
  const act = (): Promise<boolean> => {
    const chance = dice.below(100)
    if (mine?.register.writes.some(({ entry }) => entry === 'deleted')) return erase(mine)
    if (mine === undefined || chance < chat.say) return say()
    return chance < chat.say + chat.change ? change(mine) : erase(mine)
  }
  return { act, pauseMs: chat.pauseMs }
}

/** Somebody who shares nothing, then something, then nothing. What nobody acknowledged is asked for again. */
function switching({ stage, journal }: Load, call: Calling): Client {
  const register = journal.register({
    name: registerOf('switch', stage.people.ben),
    before: 'off',
    repeats: () => 'enters nothing',
  })
  let on = true
  const act = async (): Promise<boolean> => {
    const state = on ? 'on' : 'off'
    const acting = journal.begin(register, { state, entry: state })
    const outcome = settle(acting, await call('PUT', '/switch', { on }))
    if (outcome === 'done') on = !on
    return outcome === 'done'
  }
  return { act, pauseMs: 250 }
}

/** Somebody who allows, says never and takes back, round and round. */
async function answering(
  { stage, journal }: Load,
  who: Who,
  call: Calling,
  round: readonly ('allow' | 'never' | 'none')[],
): Promise<Client> {
  const { partner, feature, manifestVersion } = stage.jukebox
  const asked = { partner, feature, manifest_version: manifestVersion, purpose: 'group_activity' }
  const query = new URLSearchParams({ ...asked, manifest_version: String(manifestVersion) })
  const card = await call('GET', `/answers/card?${query}`)
  const { screen_hash } = card.body as { screen_hash: string }
  const register = journal.register({
    name: registerOf('answer', stage.people[who]),
    before: 'none',
    repeats: (entry) => (entry === 'none' ? 'enters nothing' : 'enters again'),
  })
  let next = 0
  let given: string | undefined
  const standing = async (): Promise<string | undefined> => {
    const { status, body } = await call('GET', '/answers')
    if (status !== 200) return undefined
    const { items } = body as { items: readonly { id: string; ended_at: string | null }[] }
    return items.find(({ ended_at }) => ended_at === null)?.id
  }
  const takeBack = async (): Promise<Outcome> => {
    const id = given ?? (await standing())
    const acting = journal.begin(register, { state: 'none', entry: 'none' })
    // Nothing stands, or nobody answers: then nothing was asked for either.
    if (id === undefined) return settle(acting, { status: 0, body: undefined })
    return settle(acting, await call('DELETE', `/answers/${id}`), [409])
  }
  const give = async (answer: 'allow' | 'never'): Promise<Outcome> => {
    const acting = journal.begin(register, { state: answer, entry: answer })
    const body = { ...asked, thread: stage.thread, answer, screen_hash, history: answer === 'allow' }
    const reply = await call('PUT', '/answers', body)
    // Unknown: which one stands is looked up when it is taken back.
    given = reply.status === 200 ? (reply.body as { id: string }).id : undefined
    return settle(acting, reply)
  }
  const act = async (): Promise<boolean> => {
    const wanted = round[next % round.length] ?? 'none'
    const outcome = wanted === 'none' ? await takeBack() : await give(wanted)
    // What nobody knows is asked for again; a taking back of nothing has nothing left to do.
    if (outcome === 'done' || (outcome === 'not done' && wanted === 'none')) next += 1
    return outcome === 'done'
  }
  return { act, pauseMs: 300 }
}

/** Somebody who connects a partner on the permission screen, narrows what it may, and withdraws it. */
function connecting({ stage, journal, url }: Load, call: Calling): Client {
  const register = journal.register({
    name: registerOf('grant', stage.people.chika),
    before: 'none',
    repeats: (entry) => (entry === 'none' ? 'enters nothing' : 'enters again'),
  })
  const partners = new Map<string, { partner: Partner; browser: PersonAtBrowser }>()
  const standing = async (): Promise<string | undefined> => {
    const { status, body } = await call('GET', '/grants')
    if (status !== 200) return undefined
    const { items } = body as { items: readonly { id: string; standing: string }[] }
    return items.find((grant) => grant.standing === 'live')?.id
  }
  const connect = async (): Promise<void> => {
    const to = url()
    const { partner, browser } = partners.get(to) ?? {
      partner: createPartner(stage.musicAt(to)),
      browser: personAtBrowser(stage.login('chika'), worldPassword),
    }
    partners.set(to, { partner, browser })
    const asks = [{ purpose: 'group_activity', actions: ['messages.read', 'members.see'] }] as const
    const { authorizationUrl } = await partner.connect({ asks })
    const acting = journal.begin(register, { state: 'given', entry: 'given' })
    const choices = ['group_activity/messages.read', 'group_activity/members.see']
    const ticks = { choices, threads: [threadTitle], history: true }
    await browser.authorize(authorizationUrl, redirectUri, 'yes', ticks)
    acting.acknowledged()
  }
  const withdraw = async (id: string): Promise<boolean> => {
    const acting = journal.begin(register, { state: 'none', entry: 'none' })
    return settle(acting, await call('DELETE', `/grants/${id}`), [409]) === 'done'
  }
  const act = async (): Promise<boolean> => {
    const before = await standing()
    if (before !== undefined) return withdraw(before)
    try {
      await connect()
    } catch {
      // A server or the database went away on the way; whether it was given shows in the list.
      return false
    }
    const id = await standing()
    if (id === undefined) return false
    await wait(100)
    const acting = journal.begin(register, { state: 'narrowed', entry: 'narrowed' })
    settle(acting, await call('PATCH', `/grants/${id}`, { verbs: ['messages.read'] }))
    return true
  }
  return { act, pauseMs: 100 }
}
