// When a feature ends, so do its tokens: none is issued, renewed or called active, and calls hear why (SUN-01).
import * as client from 'openid-client'
import { describe, expect, it } from 'vitest'
import { endFeature } from '../src/acts/end-feature.ts'
import { resumePartner, suspendPartner } from '../src/acts/suspend-partner.ts'
import { Browser } from './_browser.ts'
import { allow, begin, call, connect, readDetails, redeem, startPlatform, toScreen } from './_oauth.ts'

const platform = await startPlatform({})
const { system, partner } = platform
const feature = partner.features[0]?.feature
if (feature === undefined) throw new Error('no feature')
const { attempt, tokens } = await connect(platform)
const refreshToken = tokens.refresh_token ?? ''

const active = async (token: string): Promise<boolean> =>
  (await client.tokenIntrospection(attempt.configuration, token)).active
const refresh = () => client.refreshTokenGrant(attempt.configuration, refreshToken, undefined, attempt)
const called = async () => {
  const answer = await call(platform, attempt, tokens.access_token, '/partner/v1/threads')
  return answer.status === 200 ? 200 : ((await answer.json()) as { code: string }).code
}

describe('tokens', () => {
  it('of a suspended partner are dead as long as it is', async () => {
    await suspendPartner(system, { partner: partner.partner, why: 'a test' })
    expect([await active(tokens.access_token), await active(refreshToken)]).toEqual([false, false])
    await expect(refresh()).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(await called()).toBe('SUSPENDED')
    await resumePartner(system, { partner: partner.partner, why: 'a test' })
    expect([await active(tokens.access_token), await active(refreshToken), await called()]).toEqual([
      true,
      true,
      200,
    ])
  })

  it('of an ended feature are dead from its millisecond on, and none comes after (SUN-01)', async () => {
    const late = await begin(platform, readDetails)
    const browser = new Browser(platform.url)
    const end = await allow(browser, await toScreen(browser, late.url), {
      choices: ['group_activity/threads.list'],
      threads: [platform.thread],
    })
    await endFeature(system, { partner: partner.partner, feature, at: null })
    expect([await active(tokens.access_token), await active(refreshToken)]).toEqual([false, false])
    await expect(refresh()).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(redeem(late, end.url)).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(begin(platform, readDetails)).rejects.toMatchObject({
      error: 'invalid_authorization_details',
    })
    expect(await called()).toBe('FEATURE_ENDED')
  })
})
