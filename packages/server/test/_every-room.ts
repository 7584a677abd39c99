// The whole server as main.ts puts it together, with the list of its routes and everything it logs.
import { request } from 'node:http'
import { Writable } from 'node:stream'
import { freePort, makeWorld, type TestSystem, testSystem, type World } from '@countersign/testkit'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import { z } from 'zod'
import { createHttp } from '../src/http/server.ts'
import { addRooms } from '../src/main.ts'
import { tables } from '../src/store/tables/index.ts'
import type { Attempt, Route } from './_battery.ts'

/** A world with every room at `url`. */
export interface EveryRoom extends TestSystem {
  readonly url: string
  readonly world: World
  readonly routes: readonly Route[]
  /** Everything logged so far, at the level `trace`. */
  logged(): string
  /** Changes whenever a row of any table is added, changed or removed; but for those of `without`. */
  rows(without?: readonly string[]): Promise<string>
}

/** Starts it; taken down when the test file ends. To be awaited at the top level of a file. */
export async function everyRoom(options: Parameters<typeof testSystem>[0] = {}): Promise<EveryRoom> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const lines: string[] = []
  const to = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = pino({ level: 'trace', base: null }, to)
  const opened = await testSystem({ publicUrl: url, log, ...options })
  const http = createHttp(opened.system.log, opened.system.random)
  const routes: Route[] = []
  http.addHook('onRoute', ({ method: methods, url: path, schema }) => {
    const json = /^\/(api|partner|console\/api)\//.test(path)
    for (const method of [methods].flat())
      if (method !== 'HEAD') routes.push({ method, path, json, names: namesIn(schema?.body) })
  })
  await addRooms(http, opened.system)
  await http.listen({ host: 'localhost', port })
  const owner = new pg.Client({ ...opened.database.owner })
  await owner.connect()
  owner.on('error', () => undefined)
  afterAll(async () => {
    await owner.end()
    await http.close()
  })
  return {
    ...opened,
    url,
    routes,
    world: await makeWorld(opened.system, opened.clock),
    logged: () => lines.join(''),
    async rows(without = []) {
      const counted = Object.keys(tables).filter((table) => !without.includes(table))
      const facts = counted.map(
        (table) =>
          `(select count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) from ${table}) as ${table}`,
      )
      const { rows } = await owner.query(`select ${facts.join(', ')}`)
      return JSON.stringify(rows[0])
    },
  }
}

/** The names an object of a schema can have. */
function namesIn(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodOptional) return namesIn(schema.unwrap())
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(namesIn)
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

/** What came back. */
export interface Answered {
  readonly status: number
  readonly type: string
  readonly text: string
  readonly decision: string | undefined
}

/** Sends a request exactly as it is written, on a connection of its own, which its answer may end; `fetch` would mend paths and headers. */
export function send(url: string, { method, path, headers, body }: Attempt): Promise<Answered> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const going = request(
      { hostname, port, method, path, agent: false, headers: { ...headers, ...length } },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            text: Buffer.concat(parts).toString(),
            decision: response.headers['countersign-decision']?.toString(),
          }),
        )
      },
    )
    going.on('error', (error) => resolve({ status: 599, type: '', text: error.message, decision: undefined }))
    going.end(body)
  })
}
