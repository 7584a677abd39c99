// countersign start, as `npm start` runs it: a demo with its example partners, one address as the last line, nothing left behind.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '@countersign/testkit'
import { expect, it, vi } from 'vitest'
import { examplePartners } from '../src/cli/example-partner.ts'
import { ended, startCli, temporaryFolder } from './_cli.ts'

vi.setConfig({ testTimeout: 120_000 })

const folder = await temporaryFolder()
const port = await freePort()
const partners = await Promise.all(
  examplePartners.map(async ({ slug }) => ({ slug, port: await freePort() })),
)
const start = [
  'start',
  '--port',
  String(port),
  ...partners.flatMap((partner) => [`--${partner.slug}-port`, String(partner.port)]),
]

/** The status of a page; 0 when nobody answers. */
async function statusOf(address: string): Promise<number> {
  return fetch(address).then(
    ({ status }) => status,
    () => 0,
  )
}

const ofPartners = () => partners.map((partner) => statusOf(`http://localhost:${partner.port}/`))

/** Starts, waits for the address, looks around, stops; again finds the same data. */
async function startAndStop(signal: 'SIGINT' | 'SIGTERM') {
  const child = startCli(folder, start)
  const output = ended(child)
  const address = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  )
  const statuses = await Promise.all([statusOf(address), ...ofPartners()])
  const rival = await ended(startCli(folder, [...start, '--json']))
  child.kill(signal)
  return { address, statuses, rival, pid: child.pid, said: await output }
}

it.each(['SIGINT', 'SIGTERM'] as const)(
  'starts everything, says one address, and on %s stops all of it',
  async (signal) => {
    const { address, statuses, rival, pid, said } = await startAndStop(signal)
    expect(address).toBe(`http://localhost:${port}`)
    expect(said).toMatchObject({ code: 0, stdout: `http://localhost:${port}\n` })
    expect(said.stderr).toContain('Ready. Open this address')
    expect(statuses).toEqual([200, ...partners.map(() => 200)])
    expect(rival.code).toBe(3)
    expect(JSON.parse(rival.stdout)).toMatchObject({ code: 'PORT_TAKEN', holder: { pid } })
    expect(await Promise.all(ofPartners())).toEqual(partners.map(() => 0))
    expect(await readdir(join(folder, 'countersign-data/postgres/users'))).toEqual([])
  },
)
