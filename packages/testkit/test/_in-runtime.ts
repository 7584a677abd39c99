// One partner (packages/sdk/test/_everywhere.ts) served in every runtime: each gets the same file and one line of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { connect } from 'node:net'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll } from 'vitest'
import type { Step } from '../../sdk/test/_everywhere.ts'
import { freePort } from '../../server/src/ports/free-port.ts'
import { findChromium } from '../src/chromium.ts'
import { findRuntime } from '../src/runtimes.ts'
import { bundled, ownEnvironment } from './_installed-sdk.ts'

/** What the partner answered to a step. */
export interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: what each step answers is what the test looks at
  readonly body: any
}

/** Gives the partner a step. */
export type Ask = (step: Step) => Promise<Answered>

/** Where runtimes are tried: a project with the SDK, and where a page of the partner is. */
export interface Ground {
  readonly folder: string
  readonly pagePort: number
}

const app = 'everywhere.mjs'

/** Writes the partner into a project, as JavaScript: an older Node strips no types. */
export async function writePartner(folder: string): Promise<void> {
  const source = await readFile(new URL('../../sdk/test/_everywhere.ts', import.meta.url), 'utf8')
  await writeFile(join(folder, app), stripTypeScriptTypes(source))
}

/** The runtimes, each with how it is made to serve the partner. */
export const runtimes: Readonly<Record<string, (ground: Ground) => Promise<Ask>>> = {
  'Node, the machine’s own': async ({ folder }) => {
    const port = await freePort()
    const main = `import { createServer } from 'node:http'
import app from './${app}'
createServer(async (request, response) => {
  const body = await new Response(request).text()
  const answer = await app.fetch(new Request('http://localhost/', { method: 'POST', body }))
  response.writeHead(answer.status).end(await answer.text())
}).listen(${port}, '127.0.0.1')
`
    await writeFile(join(folder, 'node.mjs'), main)
    return served(folder, 'node', ['node.mjs'], port)
  },
  Deno: async ({ folder }) => {
    const port = await freePort()
    const args = [
      'serve',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--no-remote',
      '--allow-net=localhost',
    ]
    return served(folder, findRuntime('deno'), [...args, app], port)
  },
  Bun: async ({ folder }) => {
    const port = await freePort()
    const main = `import app from './${app}'\nexport default { ...app, hostname: '127.0.0.1', port: ${port} }\n`
    await writeFile(join(folder, 'bun.mjs'), main)
    return served(folder, findRuntime('bun'), ['run', 'bun.mjs'], port)
  },
  'workerd, an edge runtime': async ({ folder }) => {
    const port = await freePort()
    await writeFile(join(folder, 'worker.js'), await bundled(folder, app))
    await writeFile(join(folder, 'worker.capnp'), workerConfig(port))
    return served(folder, findRuntime('workerd'), ['serve', 'worker.capnp'], port)
  },
  'a page in Chromium': ({ folder, pagePort }) => inPage(folder, pagePort),
}

const workerConfig = (port: number): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "partner", worker = .partner),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "partner")],
);
const partner :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
);
`

const running: ChildProcess[] = []
afterAll(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
})

/** Starts a program and waits until it answers. @throws with what it said, when it ends before */
async function served(folder: string, program: string, args: readonly string[], port: number): Promise<Ask> {
  const env = { ...ownEnvironment, DENO_DIR: join(folder, 'deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      said += String(part)
    })
  const url = `http://127.0.0.1:${port}/`
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 200) throw new Error(`${program} serves nothing: ${said}`)
    if (await isOpen(port)) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return async (step) => {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(step) })
    const text = await answer.text()
    try {
      return { status: answer.status, body: JSON.parse(text) }
    } catch {
      throw new Error(`${program} answered ${answer.status}: ${text} ${said}`)
    }
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.once('error', () => resolve(false)).once('connect', () => socket.destroy())
  })
}

/** Opens a page of the partner's own and calls the partner in it. */
async function inPage(folder: string, port: number): Promise<Ask> {
  const script = await bundled(folder, app)
  const html = `<!doctype html><script type="module">import app from '/app.js'\nwindow.partner = app</script>`
  const site = createServer(({ url }, response) => {
    const [type, body] = url === '/app.js' ? ['text/javascript', script] : ['text/html', html]
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body)
  })
  site.listen(port, 'localhost')
  const browser = await chromium.launch(await findChromium())
  afterAll(async () => {
    await browser.close()
    site.close()
  })
  const page = await browser.newPage()
  await page.goto(`http://localhost:${port}/`)
  await page.waitForFunction(() => 'partner' in window)
  return (step) =>
    page.evaluate(async (body) => {
      const { partner } = window as unknown as {
        partner: { fetch(request: Request): Promise<Response> }
      }
      const answer = await partner.fetch(new Request('/', { method: 'POST', body }))
      return { status: answer.status, body: await answer.json() }
    }, JSON.stringify(step))
}
