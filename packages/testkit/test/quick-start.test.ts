// docs/quick-start.md, step by step: its files are saved, its commands run, and a real browser clicks what it says.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { examplePartners } from '../../server/src/cli/example-partner.ts'
import { freePort } from '../../server/src/ports/free-port.ts'
import { findChromium } from '../src/chromium.ts'
import { answerAt, tickAt } from '../src/permission-at-screen.ts'
import { confirmAt, pickAt } from '../src/share-at-sheet.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'countersign-quick-'))
const [platform, site] = [await freePort(), await freePort()]
const running: ChildProcess[] = []

afterAll(async () => {
  for (const child of running.reverse()) {
    if (child.exitCode !== null) continue
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  }
  await rm(folder, { recursive: true, force: true })
})

/** The document with the ports of this run, and no other change. */
const page = (await readFile(join(root, 'docs/quick-start.md'), 'utf8'))
  .replaceAll('4747', String(platform))
  .replaceAll('4760', String(site))
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code = '']) => code)

/** Starts a command of the document as its shell would: what npm links is found in node_modules/.bin. */
function start(line: string, more: readonly string[] = []): ChildProcess {
  const [command = '', ...words] = line.split(' ')
  const [program = '', ...args] = command === 'npx' ? words : [command, ...words]
  const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}` }
  const child = spawn(program, [...args, ...more], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  return child
}

/** Waits until a command has said something. @throws with all it said when it ends first */
async function saying(child: ChildProcess, what: string): Promise<void> {
  let said = ''
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk)
    if (said.includes(what)) return
  }
  throw new Error(`it ended without ${what}: ${said}${child.stderr === null ? '' : await text(child.stderr)}`)
}

test('ten minutes from nothing to a first card', { timeout: 240_000 }, async () => {
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const commands = blocks('sh').flatMap((block) => block.trim().split('\n'))
  const files = blocks('js')
  const names = [...page.matchAll(/Save this as `([^`]+)`/g)].map(([, name = '']) => name)
  expect(commands).toHaveLength(4)
  expect(names).toHaveLength(files.length)
  const [first = '', make = '', add = '', run = ''] = commands

  expect(first).toBe('npm start')
  const ports = ['--port', String(platform)]
  for (const { slug } of examplePartners) ports.push(`--${slug}-port`, String(await freePort()))
  // `npm start` installs and then runs this; the installation is tried by test/bootstrap.test.ts.
  await saying(start('npx countersign start', ports), `http://localhost:${platform}`)
  for (const [i, name] of names.entries()) await writeFile(join(folder, name), files[i] ?? '')
  expect(await once(start(make), 'exit')).toEqual([0, null])
  const adding = start(add)
  const client = /client_id (\S+)/.exec(adding.stdout === null ? '' : await text(adding.stdout))?.[1] ?? ''
  expect(client).toMatch(/^client_/)
  await saying(start(run.replace('CLIENT_ID', client)), `http://localhost:${site}/`)

  const browser = await chromium.launch(await findChromium())
  try {
    const ana = await (await browser.newContext()).newPage()
    ana.setDefaultTimeout(20_000)
    await ana.goto(`http://localhost:${platform}/sign-in`)
    await ana.getByRole('button', { name: /Ana Ferreira/ }).click()
    await ana.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
    await ana.goto(`http://localhost:${site}/`)
    await tickAt(ana, { choices: ['share_content/messages.write'] })
    await answerAt(ana, 'yes')
    await pickAt(ana)
    await confirmAt(ana)
    await ana.getByRole('link', { name: /^See it in/ }).click()
    await ana.getByText('sent through Quick Songs').first().waitFor()
    await ana.getByText('Maurice Ravel').first().waitFor()
  } finally {
    await browser.close()
  }
})
