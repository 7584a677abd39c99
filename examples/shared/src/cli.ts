// The command of an example partner: serve, or write the partner file to register it with.
import { writeFileSync } from 'node:fs'
import type { PartnerApp } from './app.ts'
import { manifestFor } from './manifest.ts'
import { readSettings, variable } from './settings.ts'
import { startApp } from './start.ts'

/**
 * Runs one command with this process's arguments and variables; sets the exit code unless it goes on serving. The line
 * `NAME is at URL` on standard output says that it serves.
 */
export async function runCli(app: PartnerApp): Promise<void> {
  try {
    const code = await run(app, process.argv.slice(2))
    if (code !== undefined) process.exitCode = code
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}

async function run(app: PartnerApp, [command, file]: readonly string[]): Promise<number | undefined> {
  if (command === 'serve') return serve(app)
  if (command === 'manifest') return manifest(app, file)
  const asked = command === '--help' || command === 'help'
  ;(asked ? process.stdout : process.stderr).write(help(app))
  return asked ? 0 : 2
}

function help(app: PartnerApp): string {
  const { slug, about, port } = app
  const named = (name: string) => variable(app, name)
  return `${slug}: ${about}, an example partner of a Countersign platform

  ${slug} serve             start it and print its address
  ${slug} manifest [FILE]   write countersign.partner.yaml with its address and public key (standard output without FILE)

Settings: ${named('PORT')} (${port}), ${named('URL')} (http://localhost:PORT), ${named('DATA')} (./${slug}-data),
          ${named('ISSUER')} (http://localhost:4747), ${named('CLIENT_ID')} (${slug}; \`countersign partner add\` prints it)
`
}

async function serve(app: PartnerApp): Promise<undefined> {
  const running = await startApp(app, readSettings(app, process.env), { log: true })
  process.stdout.write(`${app.name} is at ${running.url}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close())
}

async function manifest(app: PartnerApp, file: string | undefined): Promise<number> {
  const text = await manifestFor(app, readSettings(app, process.env))
  if (file === undefined) process.stdout.write(text)
  else writeFileSync(file, text)
  return 0
}
