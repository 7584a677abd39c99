// Runs one command line to its exit code: usage, settings and every failure are said the same way.
import { Command, CommanderError } from 'commander'
import { explain, stopped } from './cli-error.ts'
import { addCommand, addSharedOptions, type CommandSpec } from './command.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { eventsCommand } from './commands/events.ts'
import { exceptionAgreeCommand, exceptionAskCommand, exceptionListCommand } from './commands/exception.ts'
import { featureEndCommand } from './commands/feature-end.ts'
import { grantListCommand } from './commands/grant-list.ts'
import { importIrcCommand } from './commands/import-irc.ts'
import { importLdbcCommand } from './commands/import-ldbc.ts'
import { importMessengerCommand } from './commands/import-messenger.ts'
import { killsCommand } from './commands/kills.ts'
import { migrateCommand } from './commands/migrate.ts'
import { partnerAddCommand } from './commands/partner-add.ts'
import { partnerDiffCommand } from './commands/partner-diff.ts'
import { partnerInviteCommand } from './commands/partner-invite.ts'
import { partnerCertifyCommand, partnerTransferCommand } from './commands/partner-life.ts'
import { partnerLintCommand } from './commands/partner-lint.ts'
import { partnerSchemaCommand } from './commands/partner-schema.ts'
import { partnerResumeCommand, partnerSuspendCommand } from './commands/partner-suspend.ts'
import {
  partnerDeliveriesCommand,
  partnerReplayCommand,
  partnerWebhookCommand,
} from './commands/partner-webhook.ts'
import { personInviteCommand } from './commands/person-invite.ts'
import { placementRestoreCommand } from './commands/placement-restore.ts'
import { racesCommand } from './commands/races.ts'
import { reconcileCommand } from './commands/reconcile.ts'
import { reportListCommand, reportSettleCommand } from './commands/report.ts'
import {
  reviewApproveCommand,
  reviewListCommand,
  reviewRejectCommand,
  reviewShowCommand,
} from './commands/review.ts'
import { reviewerAddCommand, reviewerListCommand, reviewerRemoveCommand } from './commands/reviewer.ts'
import { screenVoidCommand } from './commands/screen-void.ts'
import { serveCommand } from './commands/serve.ts'
import { startCommand } from './commands/start.ts'
import { worldsCommand } from './commands/worlds.ts'
import { exitCodes } from './exit-codes.ts'
import { createOutput, type World } from './output.ts'

const groups: Readonly<
  Record<string, { readonly summary: string; readonly commands: readonly CommandSpec[] }>
> = {
  import: {
    summary: 'Bring people and threads in from elsewhere',
    commands: [importLdbcCommand, importIrcCommand, importMessengerCommand],
  },
  person: { summary: 'Look after people', commands: [personInviteCommand] },
  partner: {
    summary: 'Look after partners',
    commands: [
      partnerAddCommand,
      partnerDiffCommand,
      partnerInviteCommand,
      partnerLintCommand,
      partnerSchemaCommand,
      partnerSuspendCommand,
      partnerResumeCommand,
      partnerCertifyCommand,
      partnerTransferCommand,
      partnerWebhookCommand,
      partnerDeliveriesCommand,
      partnerReplayCommand,
    ],
  },
  reviewer: {
    summary: 'Look after who reviews',
    commands: [reviewerAddCommand, reviewerRemoveCommand, reviewerListCommand],
  },
  review: {
    summary: 'Review what partners submit',
    commands: [reviewListCommand, reviewShowCommand, reviewApproveCommand, reviewRejectCommand],
  },
  feature: { summary: 'Look after features', commands: [featureEndCommand] },
  exception: {
    summary: 'Make public exceptions',
    commands: [exceptionAskCommand, exceptionAgreeCommand, exceptionListCommand],
  },
  screen: { summary: 'Look after permission screens', commands: [screenVoidCommand] },
  placement: { summary: 'Look after what partners placed', commands: [placementRestoreCommand] },
  report: { summary: 'Look at messages people reported', commands: [reportListCommand, reportSettleCommand] },
  grant: { summary: 'Look at permissions', commands: [grantListCommand] },
}

const single = [
  startCommand,
  serveCommand,
  migrateCommand,
  demoCommand,
  worldsCommand,
  racesCommand,
  killsCommand,
  eventsCommand,
  reconcileCommand,
  doctorCommand,
]

/**
 * Runs `countersign` with these arguments. Never throws.
 * @returns the exit code, one of exit-codes.ts
 */
export async function run(args: readonly string[], world: World): Promise<number> {
  try {
    await programFor(world).parseAsync([...args], { from: 'user' })
    return exitCodes.ok.code
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok.code
    const explained = explain(error)
    // Ctrl-C goes to what this command started too (initdb, a player): that it is gone then is the same wish to stop.
    const known = world.signal.aborted && explained.exit === 'unavailable' ? stopped() : explained
    createOutput(world, args.includes('--json')).failure(known)
    if (args.includes('debug') && error instanceof Error) world.stderr.write(`${error.stack ?? ''}\n`)
    return exitCodes[known.exit].code
  }
}

function programFor(world: World): Command {
  const program = new Command('countersign')
  program
    .description('A messaging platform whose partners get only what every person concerned has allowed.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    // Errors are said once, by `run`; help goes where it was asked for.
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      writeErr: (text) => void world.stderr.write(text),
      outputError: () => undefined,
    })
    .addHelpText('after', `\nExit codes:\n${exitCodeLines()}`)
  addSharedOptions(program)
  for (const spec of single) addCommand(program, world, spec)
  for (const [name, { summary, commands }] of Object.entries(groups)) {
    const group = program.command(name).summary(summary).description(`${summary}.`)
    for (const spec of commands) addCommand(group, world, spec)
  }
  return program
}

function exitCodeLines(): string {
  return Object.values(exitCodes)
    .map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`)
    .join('\n')
}
