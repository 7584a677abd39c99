// countersign partner suspend | resume: an operator stops a partner at once, or lets it go on (INC-04).
import { resumePartner, type Suspending, suspendPartner } from '../../acts/suspend-partner.ts'
import { CliError } from '../cli-error.ts'
import { type CommandContext, type CommandSpec, withSystem } from '../command.ts'
import { whichPartner } from '../which-partner.ts'

const MAX_REASON = 500

const options = [
  ['--why <reason>', 'your reason; it stays among the incidents and is never public. Name no person in it'],
] as const
const theSlug = [['<slug>', 'the partner’s short name or id']] as const

/** `countersign partner suspend SLUG --why REASON` */
export const partnerSuspendCommand: CommandSpec = {
  name: 'suspend',
  summary: 'Stop a partner: every call through it is refused from the next one on',
  arguments: theSlug,
  options,
  examples: [
    ['partner suspend jukebox --why "keys published by mistake"', 'stop it; the register shows it'],
    ['partner suspend jukebox --why "ticket 812" --json', 'the same, the outcome as JSON'],
  ],
  run: (context, slug = '') =>
    setStanding(context, slug, suspendPartner, {
      changed: 'is suspended: every call is refused from now on',
      unchanged: 'was suspended already; nothing has changed',
    }),
}

/** `countersign partner resume SLUG --why REASON` */
export const partnerResumeCommand: CommandSpec = {
  name: 'resume',
  summary: 'Lift a partner’s suspension',
  arguments: theSlug,
  options,
  examples: [
    ['partner resume jukebox --why "keys replaced and checked"', 'let it go on'],
    ['partner resume jukebox --why "ticket 812" --json', 'the same, the outcome as JSON'],
  ],
  run: (context, slug = '') =>
    setStanding(context, slug, resumePartner, {
      changed: 'is no longer suspended',
      unchanged: 'was not suspended; nothing has changed',
    }),
}

async function setStanding(
  { settings, output, options }: CommandContext,
  slug: string,
  act: typeof suspendPartner | typeof resumePartner,
  said: Readonly<Record<Suspending, string>>,
): Promise<void> {
  const why = reasonOf(options['why'])
  await withSystem(settings, async (system) => {
    const { id: partner, name } = await whichPartner(system.app, slug)
    const outcome = await act(system, { partner, why })
    output.result(
      { partner, suspended: act === suspendPartner, outcome },
      `${name} (${partner}) ${said[outcome]}.`,
    )
  })
}

/** A partner is never stopped or let go without a word of why: whoever comes later finds it among the incidents. */
function reasonOf(given: string | boolean | undefined): string {
  const why = typeof given === 'string' ? given.trim() : ''
  if (why !== '' && why.length <= MAX_REASON) return why
  const next = `Add --why "…", in at most ${MAX_REASON} characters.`
  throw new CliError('USAGE', 'The reason is missing or too long.', next, 'usage')
}
