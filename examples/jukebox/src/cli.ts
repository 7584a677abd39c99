// The command `jukebox`: serve, or write the partner file to register it with.
import { writeFileSync } from 'node:fs'
import { jukeboxManifest, startJukebox } from './main.ts'
import { readSettings } from './settings.ts'

const help = `jukebox: an example music partner of a Countersign platform

  jukebox serve             start it and print its address
  jukebox manifest [FILE]   write countersign.partner.yaml with its address and public key (standard output without FILE)

Settings: JUKEBOX_PORT (4751), JUKEBOX_URL (http://localhost:PORT), JUKEBOX_DATA (./jukebox-data),
          JUKEBOX_ISSUER (http://localhost:4747), JUKEBOX_CLIENT_ID (jukebox; \`countersign partner add\` prints it)
`

/** Runs one command; resolves with the exit code, or with undefined while it goes on serving. */
async function run([command, file]: readonly string[]): Promise<number | undefined> {
  if (command === 'serve') return serve()
  if (command === 'manifest') return manifest(file)
  const asked = command === '--help' || command === 'help'
  ;(asked ? process.stdout : process.stderr).write(help)
  return asked ? 0 : 2
}

async function serve(): Promise<undefined> {
  const jukebox = await startJukebox(readSettings(process.env), { log: true })
  process.stdout.write(`Jukebox is at ${jukebox.url}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void jukebox.close())
}

async function manifest(file: string | undefined): Promise<number> {
  const text = await jukeboxManifest(readSettings(process.env))
  if (file === undefined) process.stdout.write(text)
  else writeFileSync(file, text)
  return 0
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
