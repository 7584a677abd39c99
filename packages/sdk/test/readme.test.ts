// The README's examples are the ones that are compiled and run.
import { readFileSync } from 'node:fs'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { receive } from './_webhook-example.ts'

test.each(['_readme-example.ts', '_webhook-example.ts'])('the README shows %s word for word', (file) => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  const example = read(file).split('\n').slice(1).join('\n')
  const shown = [...read('../README.md').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code)
  expect(shown).toContain(example)
})

test('the receiver takes what the platform signed, and nothing else', async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const forgotten: string[] = []
  const send = async (body: string, by = secret) => {
    const id = 'event_0'
    const at = new Date()
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(by).sign(id, at, body),
    }
    const request = new Request('https://partner.example/events', { method: 'POST', headers, body })
    return (await receive(request, secret, async (item) => void forgotten.push(item))).status
  }
  const id = `event_${'0'.repeat(32)}`
  const data = { person: 'p', feature: 'f', thread: 't', item: 'msg_1' }
  const deleted = JSON.stringify({ id, type: 'item.deleted', timestamp: '2026-11-30T12:00:00Z', data })
  const stranger = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
  expect(await send(deleted, stranger)).toBe(400)
  expect(forgotten).toEqual([])
  expect(await send(deleted)).toBe(204)
  expect(await send(JSON.stringify({ id, type: 'newer' }))).toBe(204)
  expect(forgotten).toEqual(['msg_1'])
})
