// The whole way to a permission and back: PAR, PKCE, DPoP, RAR and private_key_jwt, with the screens answered as a browser answers them.
import { onServer } from '@countersign/testkit'
import * as client from 'openid-client'
import { describe, expect, it } from 'vitest'
import { sendMessage } from '../src/acts/send-message.ts'
import { withdrawGrant } from '../src/acts/withdraw-grant.ts'
import { grantsOfPerson } from '../src/store/grants.ts'
import { actionOf, Browser, fieldsOf, filled } from './_browser.ts'
import {
  allow,
  begin,
  call,
  connect,
  password,
  readDetails,
  redeem,
  refuse,
  screenIn,
  startPlatform,
  toScreen,
} from './_oauth.ts'

const platform = await startPlatform()
const { system, ana, thread } = platform

describe('an authorization', () => {
  it('gives exactly what was ticked, and the next read after a withdrawal is refused', async () => {
    await sendMessage(system, { person: ana, thread, text: 'before' })
    const { attempt, tokens } = await connect(platform, ['group_activity/messages.read'])
    await sendMessage(system, { person: ana, thread, text: 'a song for friday' })
    expect(tokens).toMatchObject({
      token_type: 'dpop',
      expires_in: 600,
      authorization_details: [
        {
          feature: 'songs',
          purpose: 'group_activity',
          actions: ['messages.read'],
          datatypes: ['message.text', 'message.sent_at', 'message.author'],
        },
      ],
    })
    const list = await call(platform, attempt, tokens.access_token, '/partner/v1/threads')
    expect(await list.json()).toMatchObject({ code: 'VERB_NOT_GRANTED' })
    const [grant] = await grantsOfPerson(system.app, ana)
    expect(grant).toMatchObject({
      state: 'given',
      verbs: ['messages.read'],
      threads: [thread],
      history: false,
    })
    await withdrawGrant(system, { person: ana, grant: grant!.id })
    const after = await call(platform, attempt, tokens.access_token, '/partner/v1/threads')
    expect(after.status).toBe(403)
    expect(await after.json()).toMatchObject({ code: 'WITHDRAWN' })
    expect(after.headers.get('countersign-decision')).toMatch(/^decision_/)
  })

  it('reads what was allowed from then on, byte for byte as recorded', async () => {
    const { attempt, tokens } = await connect(platform)
    const threads = await call(platform, attempt, tokens.access_token, '/partner/v1/threads')
    expect(threads.status).toBe(200)
    const { items } = (await threads.json()) as { items: { id: string; title: string }[] }
    expect(items.map(({ title }) => title)).toEqual(['Friday <songs>'])
    await sendMessage(system, { person: ana, thread, text: 'one more' })
    const path = `/partner/v1/threads/${items[0]!.id}/messages`
    const messages = await call(platform, attempt, tokens.access_token, path)
    expect(messages.headers.get('cache-control')).toBe('no-store')
    expect(messages.headers.get('etag')).toBeNull()
    expect(messages.headers.get('countersign-decision')).toMatch(/^decision_/)
    expect(messages.headers.get('ratelimit-limit')).toBe('6000')
    expect(((await messages.json()) as { items: { text: string }[] }).items.map(({ text }) => text)).toEqual([
      'one more',
    ])
    const refreshed = await client.refreshTokenGrant(
      attempt.configuration,
      tokens.refresh_token!,
      undefined,
      attempt,
    )
    expect(refreshed.refresh_token).toBe(tokens.refresh_token)
    expect((await call(platform, attempt, refreshed.access_token, path)).status).toBe(200)
  })

  it('lists nothing but the pairwise subject in id token, userinfo and introspection (SCP-06)', async () => {
    const { attempt, tokens } = await connect(platform)
    const claims = tokens.claims()!
    expect(Object.keys(claims).sort()).toEqual(
      ['aud', 'auth_time', 'exp', 'iat', 'iss', 'sub'].filter((k) => k in claims),
    )
    expect(claims.sub).toHaveLength(43)
    const info = await client.fetchUserInfo(attempt.configuration, tokens.access_token, claims.sub, attempt)
    expect(info).toEqual({ sub: claims.sub })
    const seen = await client.tokenIntrospection(attempt.configuration, tokens.access_token)
    expect(seen).toMatchObject({ active: true, sub: claims.sub, token_type: 'DPoP' })
    expect(JSON.stringify(seen)).not.toContain(ana)
  })

  it('supersedes the older grant of the same purpose and enters both (PER-05)', async () => {
    await connect(platform, ['group_activity/messages.read'])
    await connect(platform, ['group_activity/threads.list'])
    const given = (await grantsOfPerson(system.app, ana)).filter(({ state }) => state === 'given')
    expect(given.map(({ verbs }) => verbs)).toEqual([['threads.list']])
    const { rows } = await onServer(platform.database.owner, (db) =>
      db.query(
        `select record->>'why' as why from entries where kind = 'grant_withdrawn'
        and record->>'superseded_by' = $1`,
        [given[0]!.id],
      ),
    )
    expect(rows).toEqual([{ why: 'superseded' }])
  })

  it('takes fewer fields than offered when fewer are asked for (SCP-01)', async () => {
    const details = [{ ...readDetails[0], actions: ['messages.read'], datatypes: ['message.text'] }]
    const { tokens } = await connect(platform, ['group_activity/messages.read'], details)
    expect(tokens.authorization_details).toMatchObject([{ datatypes: ['message.text'] }])
    const [newest] = await grantsOfPerson(system.app, ana)
    expect(newest!.fields).toEqual(['message.text'])
  })

  it('ends the tokens when the refresh token is revoked, and leaves the permission to its person', async () => {
    const { attempt, tokens } = await connect(platform)
    await client.tokenRevocation(attempt.configuration, tokens.refresh_token!)
    expect((await call(platform, attempt, tokens.access_token, '/partner/v1/threads')).status).toBe(401)
    await expect(
      client.refreshTokenGrant(attempt.configuration, tokens.refresh_token!, undefined, attempt),
    ).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await grantsOfPerson(system.app, ana))[0]!.state).toBe('given')
  })
})

describe('a pure sign-in (PER-02)', () => {
  it('links an identity, gives nothing, and every verb tried is NO_GRANT', async () => {
    const attempt = await begin(platform, null)
    const browser = new Browser(platform.url)
    const screen = await toScreen(browser, attempt.url, 'ben')
    expect(fieldsOf(screen).some(({ type }) => type === 'checkbox')).toBe(false)
    const end = await browser.submit(actionOf(screen), filled(screen, ['answer', 'yes']))
    const tokens = await redeem(attempt, end.url)
    expect(tokens.authorization_details).toBeUndefined()
    expect(tokens.refresh_token).toBeUndefined()
    expect(await grantsOfPerson(system.app, platform.ben)).toEqual([])
    const tries = ['/threads', '/threads/x/messages', '/threads/x/members'].map((path) =>
      call(platform, attempt, tokens.access_token, `/partner/v1${path}`),
    )
    const card = { type: 'song', title: 'Song', artist: 'Singer', link: 'https://jukebox.example/1' }
    tries.push(
      call(platform, attempt, tokens.access_token, '/partner/v1/drafts', { method: 'POST', body: { card } }),
    )
    tries.push(
      call(platform, attempt, tokens.access_token, '/partner/v1/threads', { purpose: 'share_content' }),
    )
    for (const answer of await Promise.all(tries)) {
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ code: 'NO_GRANT' })
      expect(answer.headers.get('countersign-decision')).toMatch(/^decision_/)
    }
    const { rows } = await onServer(platform.database.owner, (db) =>
      db.query(
        `select kind, count(*)::int as n from entries where record->>'person' = $1 and kind <> 'account_opened'
        and kind <> 'membership_changed' group by kind order by kind`,
        [platform.ben],
      ),
    )
    expect(rows).toEqual([
      { kind: 'decision', n: 5 },
      { kind: 'identity_linked', n: 1 },
    ])
  })
})

describe('the permission screen', () => {
  it("says everything, selects nothing, and its words are kept under the grant's hash (PER-01, PER-03, REC-01)", async () => {
    const attempt = await begin(platform, [
      ...readDetails,
      { ...readDetails[0], purpose: 'share_content', actions: ['messages.write'] },
    ])
    const browser = new Browser(platform.url)
    const screen = await toScreen(browser, attempt.url)
    const says = screenIn(screen)
    for (const words of ['Jukebox', 'https://jukebox.example', 'Songs of your group', 'under Privacy'])
      expect(screen.text).toContain(words)
    expect(says.own_threads.map(({ title }) => title)).toEqual(['Friday <songs>'])
    expect(says.purposes.flatMap(({ choices }) => choices.map(({ key }) => key))).toEqual([
      'group_activity/threads.list',
      'group_activity/messages.read',
      'share_content/messages.write',
    ])
    // Nothing says that anything is chosen: a yes to the screen as it comes gives nothing.
    expect(screen.text).not.toMatch(/"(on|checked|selected|chosen)":/)
    expect((await allow(browser, screen, { choices: [] })).status).toBe(422)
    expect(screen.headers.get('cache-control')).toBe('no-store')
    await allow(browser, screen, { choices: ['share_content/messages.write'] })
    const [grant] = await grantsOfPerson(system.app, ana)
    const { rows } = await onServer(platform.database.owner, (db) =>
      db.query('select content from screens where screen_hash = $1', [grant!.screenHash]),
    )
    expect(rows[0].content).toContain('Shows the songs your group talks about.')
    expect(rows[0].content).not.toMatch(/Friday|ana Example|2026|2027/)
  })

  it('explains a yes with nothing ticked and grants nothing; a no tells the partner nothing else', async () => {
    const before = await grantsOfPerson(system.app, ana)
    const attempt = await begin(platform, readDetails)
    const browser = new Browser(platform.url)
    const screen = await toScreen(browser, attempt.url)
    const again = await allow(browser, screen, { choices: [] })
    expect(again.status).toBe(422)
    expect(again.text).toContain('Nothing was chosen.')
    const missing = await allow(browser, screen, { choices: ['group_activity/messages.read'] })
    expect(missing.text).toContain('No thread was chosen.')
    const end = await refuse(browser, screen)
    const { searchParams } = new URL(end.url)
    expect([...searchParams.keys()].sort()).toEqual(['error', 'error_description', 'iss', 'state'])
    expect(searchParams.get('error')).toBe('access_denied')
    expect(await grantsOfPerson(system.app, ana)).toEqual(before)
  })

  it('reuses the session of our own pages, and not one that ended there', async () => {
    const browser = new Browser(platform.url)
    await toScreen(browser, (await begin(platform, readDetails)).url)
    expect(browser.cookiesFor('/').map(({ name }) => name)).toContain('countersign_session')
    const second = await toScreen(browser, (await begin(platform, readDetails)).url)
    expect(screenIn(second).person.name).toBe('ana Example')
    await browser.submit('/sign-out', [])
    const third = await browser.open((await begin(platform, readDetails)).url.href)
    expect(actionOf(third)).toMatch(/\/sign-in$/)
    const wrong = await browser.submit(
      actionOf(third),
      filled(third, ['login', 'ana'], ['password', `${password}!`]),
    )
    expect(wrong.status).toBe(401)
    expect(wrong.text).toContain('The name or the password is wrong.')
  })
})
