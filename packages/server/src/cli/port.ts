// Whether a port is free, and who holds it where it is not (Linux: /proc/net/tcp and the open files of processes).
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename } from 'node:path'
import { CliError } from './cli-error.ts'

/** A process that holds a port, as far as this user may see. */
interface PortHolder {
  readonly pid: number
  readonly name: string
}

/** @throws {CliError} PORT_TAKEN naming the holder; an error of the operating system when it cannot listen there at all */
export async function assertPortFree(host: string, port: number): Promise<void> {
  if (port === 0) return
  const refused = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const probe = createServer()
    probe.once('error', resolve)
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)))
  })
  if (refused === undefined) return
  if (refused.code !== 'EADDRINUSE') throw refused
  throw portTaken(port, await findPortHolder(port))
}

function portTaken(port: number, holder: PortHolder | undefined): CliError {
  const by = holder === undefined ? 'another process' : `pid ${holder.pid} (${holder.name})`
  const stop = holder === undefined ? 'Stop it' : `Stop it (kill ${holder.pid})`
  return new CliError(
    'PORT_TAKEN',
    `Port ${port} is taken by ${by}.`,
    `${stop}, or choose another port with --port or COUNTERSIGN_PORT.`,
    'unavailable',
    { port, ...(holder !== undefined && { holder }) },
  )
}

/** Who listens on a TCP port of this machine; undefined where that cannot be seen. */
async function findPortHolder(port: number): Promise<PortHolder | undefined> {
  const inodes = await listeningInodes(port)
  if (inodes.size === 0) return undefined
  for (const pid of (await list('/proc')).filter((name) => /^\d+$/.test(name)))
    for (const fd of await list(`/proc/${pid}/fd`)) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
      if (inode !== undefined && inodes.has(inode)) return { pid: Number(pid), name: await nameOf(pid) }
    }
  return undefined
}

/** Lines of /proc/net/tcp (proc(5)): local address:port in hexadecimal, state 0A for listening, the inode tenth. */
async function listeningInodes(port: number): Promise<ReadonlySet<string>> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  )
  const lines = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)))
  const listening = lines.filter((fields) => fields[1]?.endsWith(wanted) && fields[3] === '0A')
  return new Set(listening.flatMap((fields) => fields[9] ?? []))
}

/** The program and its script, without its arguments: they may hold secrets. */
async function nameOf(pid: string): Promise<string> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const [program = '', script = ''] = line.split('\0')
  const parts = [program, ...(script.startsWith('-') ? [] : [script])].map((part) => basename(part))
  return parts.filter(Boolean).join(' ') || 'unknown'
}

/** What a folder holds; nothing where it is gone or not ours to see. */
async function list(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => [])
}
