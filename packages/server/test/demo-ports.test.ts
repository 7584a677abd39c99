// The ports of the example partners are open to a demo, and stay shut where `start` finds a folder that is none.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { testSystem } from '@countersign/testkit'
import { afterAll, expect, it } from 'vitest'
import type { System } from '../src/system.ts'

const partner = createServer((_, response) => response.setHeader('content-type', 'text/plain').end('a song'))
await once(partner.listen(0, '127.0.0.1'), 'listening')
afterAll(() => partner.close())
const { port } = partner.address() as AddressInfo

const reach = ({ outbound }: System) =>
  outbound.send({
    url: `http://127.0.0.1:${port}/`,
    accept: ['text/plain'],
    maxBytes: 100,
    timeoutMs: 5_000,
    redirects: 0,
  })

it('stay shut where the installation is no demo, whatever it is started as later', async () => {
  const { system, second } = await testSystem({ makeDemo: false, demoPorts: [port] })
  expect(await reach(system)).toMatchObject({ ok: false })
  const later = await second({ makeDemo: true })
  expect(later.system.settings.demo).toBe(false)
  expect(await reach(later.system)).toMatchObject({ ok: false })
})

it('are open in a demo', async () => {
  const { system } = await testSystem({ makeDemo: true, demoPorts: [port] })
  expect(await reach(system)).toMatchObject({ ok: true, value: { status: 200 } })
})
