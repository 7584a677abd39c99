// A webhook is believed only when the platform sent it, now: judged beside the reference library of Standard Webhooks.
import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { verifyWebhook, WEBHOOK_TOLERANCE_MS, type WebhookRequest } from './webhook.ts'

const secretOf = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString('base64')}`
const secret = secretOf(randomBytes(32))
const now = Date.UTC(2026, 10, 30, 12)
const id = `event_${'0'.repeat(32)}`
const event = {
  id,
  type: 'item.deleted',
  timestamp: '2026-11-30T11:59:59.000Z',
  data: { person: 'p', feature: 'f', thread: 't', item: 'é' },
}
const body = JSON.stringify(event)

interface Signed {
  readonly body: string
  readonly headers: Record<string, string>
}

/** A request as the reference library signs it. */
function signed(by = secret, text = body, at = now, name = id): Signed {
  return {
    body: text,
    headers: {
      'webhook-id': name,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': new Webhook(by).sign(name, new Date(at), text),
    },
  }
}
const why = async (request: WebhookRequest, by: string | readonly string[] = secret) => {
  const said = await verifyWebhook(request, { secret: by, now })
  return said.outcome === 'refused' ? said.why : said.outcome
}

describe('is refused', () => {
  it('without a header, or with one that is none', async () => {
    const { headers } = signed()
    for (const name of Object.keys(headers)) {
      const { [name]: _, ...rest } = headers
      expect(await why({ body, headers: rest })).toBe('HEADERS_MISSING')
      expect(await why({ body, headers: { ...headers, [name]: '' } })).toBe('HEADERS_MISSING')
    }
    for (const timestamp of ['soon', '1e9', '-1', ' 1', '1.5', '9'.repeat(30)])
      expect(await why({ body, headers: { ...headers, 'webhook-timestamp': timestamp } })).toBe(
        'HEADERS_MISSING',
      )
  })

  it('five minutes late or early and one second, and not within', async () => {
    const at = (ms: number) => why(signed(secret, body, now + ms))
    expect(await at(-WEBHOOK_TOLERANCE_MS)).toBe('event')
    expect(await at(-WEBHOOK_TOLERANCE_MS - 1_000)).toBe('TOO_OLD')
    expect(await at(WEBHOOK_TOLERANCE_MS)).toBe('event')
    expect(await at(WEBHOOK_TOLERANCE_MS + 1_000)).toBe('TOO_NEW')
  })

  it('with any bit of the body, the id or the time changed', async () => {
    const { headers } = signed()
    const bytes = Buffer.from(body)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await why({ body: flipped, headers })).toBe('BAD_SIGNATURE')
    }
    expect(await why({ body, headers: { ...headers, 'webhook-id': `${id}0` } })).toBe('BAD_SIGNATURE')
    const later = String(Math.floor(now / 1000) + 1)
    expect(await why({ body, headers: { ...headers, 'webhook-timestamp': later } })).toBe('BAD_SIGNATURE')
    // What moves between the parts is another text.
    expect(await why({ body: `1.${body}`, headers: signed(secret, body, now, `${id}.1`).headers })).toBe(
      'BAD_SIGNATURE',
    )
  })

  it('with any bit of the signature changed, or a signature that is none', async () => {
    const { headers } = signed()
    const right = Buffer.from(String(headers['webhook-signature']).slice(3), 'base64')
    for (let bit = 0; bit < right.length * 8; bit++) {
      const flipped = Buffer.from(right)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const signature = `v1,${flipped.toString('base64')}`
      expect(await why({ body, headers: { ...headers, 'webhook-signature': signature } })).toBe(
        'BAD_SIGNATURE',
      )
    }
    const whole = right.toString('base64')
    for (const signature of [
      'v1',
      'v1,',
      'v1,%',
      whole,
      `v2,${whole}`,
      `v1a,${whole}`,
      `v1,${whole.slice(0, 20)}`,
    ])
      expect(await why({ body, headers: { ...headers, 'webhook-signature': signature } })).toBe(
        'BAD_SIGNATURE',
      )
    const buried = `${Array.from({ length: 100 }, () => 'v1,AAAA').join(' ')} v1,${whole}`
    expect(await why({ body, headers: { ...headers, 'webhook-signature': buried } })).toBe('BAD_SIGNATURE')
  })

  it('under another secret', async () => {
    expect(await why(signed(secretOf(randomBytes(32))))).toBe('BAD_SIGNATURE')
  })
})

it('a secret that is none is the receiver’s own mistake', async () => {
  for (const bad of ['', 'whsec_', 'plJ3nmyCDGBKInavdOK15jsl', 'whsec_*', 'whsec_AAAAA'])
    await expect(verifyWebhook(signed(), { secret: bad, now })).rejects.toThrow(TypeError)
})

it('signed bytes that are no event are the platform’s mistake; a type newer than this SDK is nobody’s', async () => {
  for (const text of ['', 'not JSON', '{"test": 2432232314}', JSON.stringify({ ...event, data: {} })])
    await expect(why(signed(secret, text))).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' })
  const newer = JSON.stringify({ ...event, type: 'thread.closed' })
  expect(await verifyWebhook(signed(secret, newer), { secret, now })).toEqual({ outcome: 'unknown', id })
})

describe('is believed', () => {
  it('when the reference library signed it, whatever the secret’s length and the bytes', async () => {
    for (const length of [24, 32, 33, 48, 64]) {
      const one = secretOf(randomBytes(length))
      for (const newer of ['', '\u0000', '𝄞', 'x'.repeat(10_000)]) {
        const text = JSON.stringify({ ...event, newer })
        const request = signed(one, text)
        expect(await why(request, one)).toBe('event')
        expect(await why({ ...request, body: Buffer.from(text) }, one)).toBe('event')
      }
    }
  })

  it('by either secret of a rotation, and by either of two signatures', async () => {
    const other = secretOf(randomBytes(32))
    const [one, two] = [signed(), signed(other)].map(({ headers }) => headers)
    const both = {
      ...one,
      'webhook-signature': `${one?.['webhook-signature']} ${two?.['webhook-signature']}`,
    }
    for (const by of [secret, other, [other, secret]])
      expect(await why({ body, headers: both }, by)).toBe('event')
    expect(await why(signed(), [other, secret])).toBe('event')
  })

  it('with what it says, from a Headers or a Node request', async () => {
    const { headers } = signed()
    const said = { outcome: 'event', event }
    expect(await verifyWebhook({ body, headers }, { secret, now })).toEqual(said)
    const web = new Headers(headers)
    expect(await verifyWebhook({ body, headers: web }, { secret, now })).toEqual(said)
  })
})

it('agrees with the published example of the scheme', async () => {
  const published = {
    body: '{"test": 2432232314}',
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
  }
  const settings = { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', now: 1_614_265_330_000 }
  // It is signed, and no event of ours.
  await expect(verifyWebhook(published, settings)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' })
  const changed = { ...published, body: '{"test": 2432232315}' }
  expect(await verifyWebhook(changed, settings)).toEqual({ outcome: 'refused', why: 'BAD_SIGNATURE' })
})
