// The flags of `npm run bench`, and what a quick look, a usual run and a single check differ in.
import { parseArgs } from 'node:util'
import { parseDatabaseUrl } from '../../packages/server/src/database-url.ts'
import type { PlaceOptions } from './data/place.ts'
import type { RunOptions } from './run.ts'
import { type ShapeName, shapeNames } from './shapes.ts'

/** Everything a bench is told. */
export interface BenchOptions extends RunOptions {
  readonly messages: number
  readonly place: PlaceOptions
  /** The folder the figures and the page are written to. */
  readonly output: string
}

/** What `--help` says. */
export const usage = `Usage: npm run bench -- [options]

Compares the protected page with the same page without consent and with plain SQL, in one run, interleaved.
Writes figures.json and index.html. The app's own figures: npm run bench -- app --help

  --messages N       messages in the world: 1000000 unless said, 10000000 for the large one
  --quick            a world of 100000 messages and few, short slices: minutes instead of half an hour
  --keep DIR         keeps the loaded world there, and uses it again
  --database-url URL a PostgreSQL of your own instead of the embedded one; its role passwords are set anew
  --shapes A,B       some of ${shapeNames.join(', ')}
  --callers A,B      numbers of callers: 1,8,64,256 unless said (--quick: 1,64)
  --blocks N         how often everything is measured
  --slice-ms N       the measured part of a slice, milliseconds
  --withdrawals N    how many permission changes are watched, 8 at most
  --seed N           decides the world and the order of slices: 1 unless said
  --output DIR       where the figures go: bench-output unless said
`

const full = { callers: '1,8,64,256', blocks: 12, 'slice-ms': 1_000, withdrawals: 8, messages: 1_000_000 }
const quick = { callers: '1,64', blocks: 5, 'slice-ms': 300, withdrawals: 3, messages: 100_000 }

/** A flag that cannot be understood; the message says what to do. */
export class OptionError extends Error {
  override name = 'OptionError'
}

/** The options of a command line; undefined when help was asked for. @throws {OptionError} */
export function parseOptions(args: readonly string[]): BenchOptions | undefined {
  const values = read(args)
  if (values.help === true) return undefined
  const preset = values.quick === true ? quick : full
  const number = (name: Exclude<keyof typeof full, 'callers'>): number => {
    const given = values[name]
    return given === undefined ? preset[name] : wholeNumber(name, given)
  }
  const measureMs = number('slice-ms')
  return {
    messages: number('messages'),
    blocks: number('blocks'),
    withdrawals: number('withdrawals'),
    measureMs,
    warmMs: Math.ceil(measureMs / 3),
    seed: wholeNumber('seed', values.seed ?? '1'),
    shapes: values.shapes === undefined ? shapeNames : values.shapes.split(',').map(shapeCalled),
    callers: (values.callers ?? preset.callers).split(',').map((text) => wholeNumber('callers', text)),
    output: values.output ?? 'bench-output',
    place: placeOf(values),
  }
}

type Values = ReturnType<typeof read>

function read(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        messages: text,
        quick: flag,
        keep: text,
        'database-url': text,
        shapes: text,
        callers: text,
        blocks: text,
        'slice-ms': text,
        withdrawals: text,
        seed: text,
        output: text,
        help: flag,
      },
    }).values
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error))
  }
}

function placeOf({ keep, 'database-url': url }: Values): PlaceOptions {
  const kept = keep === undefined ? {} : { keep }
  if (url === undefined) return kept
  const server = parseDatabaseUrl(url)
  if (!server.ok) throw new OptionError(`--database-url ${server.error}`)
  return { ...kept, server: server.value }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new OptionError(`--${name} must be a whole number, not "${text}"`)
  return Number(text)
}

function shapeCalled(text: string): ShapeName {
  const found = shapeNames.find((name) => name === text)
  if (found === undefined)
    throw new OptionError(`--shapes: there is no "${text}"; use ${shapeNames.join(', ')}`)
  return found
}
