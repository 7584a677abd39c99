// countersign doctor: looks at everything a server needs and says how to mend what is wrong. It makes and changes nothing.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openOwner } from '../../main.ts'
import { systemClock } from '../../ports/clock.ts'
import type { Settings } from '../../settings.ts'
import { inspectDatabase } from '../../store/inspect.ts'
import { migrationNames } from '../../store/migrate.ts'
import { CliError, explain } from '../cli-error.ts'
import { type CommandSpec, quieter } from '../command.ts'
import { judgeDatabase } from '../doctor/check-database.ts'
import { checkData, checkKeys } from '../doctor/check-folders.ts'
import { checkDisk, checkEncryption, checkNode, checkPort, checkPrograms } from '../doctor/check-machine.ts'
import { type Finding, fail, ok } from '../doctor/finding.ts'
import { createLog } from '../log.ts'

/** `countersign doctor` */
export const doctorCommand: CommandSpec = {
  name: 'doctor',
  summary: 'Check the installation and say how to mend it',
  examples: [
    ['doctor', 'everything a server needs, one line each'],
    ['doctor --json', 'the same for a program; exit code 1 when something fails'],
  ],
  async run({ settings, output }) {
    const database = await checkDatabase(settings)
    const findings: Finding[] = [
      checkNode(process.versions.node),
      await checkPrograms(settings),
      await checkData(settings),
      await checkKeys(settings, database.holdsLedger),
      await checkDisk(settings),
      await checkPort(settings),
      checkEncryption(settings),
      ...database.findings,
    ]
    const failed = findings.filter(({ state }) => state === 'fail').map(({ check }) => check)
    if (failed.length > 0) {
      for (const finding of findings) output.progress(inWords(finding))
      const next = 'Mend it as said above and run countersign doctor again.'
      throw new CliError('UNWELL', `Something is wrong with ${failed.join(', ')}.`, next, 'failed', {
        findings,
      })
    }
    output.result({ findings }, findings.map(inWords).join('\n'))
  },
}

interface DatabaseReport {
  readonly findings: readonly Finding[]
  /** Null when the database could not be asked. */
  readonly holdsLedger: boolean | null
}

async function checkDatabase(settings: Settings): Promise<DatabaseReport> {
  if (settings.database.kind === 'embedded' && !existsSync(join(settings.data, 'postgres')))
    return { findings: [ok('database', 'made at the first start')], holdsLedger: false }
  try {
    const { owner, stop } = await openOwner(settings, createLog(quieter(settings)))
    try {
      const facts = await inspectDatabase(owner)
      const findings = judgeDatabase(facts, await migrationNames(), systemClock.now())
      return { findings, holdsLedger: facts.holdsLedger }
    } finally {
      await stop()
    }
  } catch (error) {
    const { message, next } = explain(error)
    return { findings: [fail('database', message, next)], holdsLedger: null }
  }
}

function inWords({ check, state, found, mend }: Finding): string {
  const line = `${state.padEnd(4)} ${check}: ${found}`
  return mend === undefined || mend === '' ? line : `${line}\n     ${mend}`
}
