// countersign partner webhook | deliveries | replay: where a partner's events are sent, how that went, and again.
import { replayDelivery } from '../../acts/replay-delivery.ts'
import { dropWebhook, rotateWebhookSecret, setWebhook } from '../../acts/set-webhook.ts'
import { type Delivery, deliveriesOf } from '../../store/deliveries.ts'
import type { Partner } from '../../store/partners.ts'
import { findWebhook } from '../../store/webhooks.ts'
import type { System } from '../../system.ts'
import { CliError } from '../cli-error.ts'
import { type CommandContext, type CommandSpec, withSystem } from '../command.ts'
import { whichPartner } from '../which-partner.ts'
import { whichId } from './operator-args.ts'

const theSlug = ['<slug>', 'the partner’s short name or id'] as const

/** `countersign partner webhook SLUG` */
export const partnerWebhookCommand: CommandSpec = {
  name: 'webhook',
  summary: 'Show where a partner’s events are sent, or change it; each change is public in the register',
  arguments: [theSlug],
  options: [
    ['--set <url>', 'send them to this https address, signed with a new secret that is printed once'],
    ['--rotate', 'print a new secret; the one before signs beside it for a day'],
    ['--remove', 'send nothing any more; the partner follows its stream again'],
  ],
  examples: [
    ['partner webhook jukebox', 'where its events are sent'],
    ['partner webhook jukebox --set https://jukebox.example/events', 'hand the secret to the partner'],
  ],
  async run({ settings, output, options }, slug = '') {
    const asked = (['set', 'rotate', 'remove'] as const).filter((name) => options[name] !== undefined)
    if (asked.length > 1)
      throw new CliError(
        'USAGE',
        'Only one of these at a time.',
        'Give --set, --rotate or --remove.',
        'usage',
      )
    await withSystem(settings, async (system) => {
      const partner = await whichPartner(system.app, slug)
      const [json, words] = await change(system, partner, asked[0], options['set'])
      output.result({ partner: partner.id, ...json }, words)
    })
  },
}

async function change(
  system: System,
  { id: partner, name }: Partner,
  asked: 'set' | 'rotate' | 'remove' | undefined,
  url: string | boolean | undefined,
): Promise<readonly [json: object, words: string]> {
  const by = { partner, by: null }
  const once = 'It is shown this once: hand it to the partner.'
  if (asked === 'set') {
    const set = await setWebhook(system, by, String(url))
    return [set, `Events of ${name} are sent to ${set.url} from now on.\nSecret ${set.secret}\n${once}`]
  }
  if (asked === 'rotate') {
    const { previousUntil, ...set } = await rotateWebhookSecret(system, by)
    const until = new Date(previousUntil).toISOString()
    return [
      { ...set, previous_secret_until: previousUntil },
      `Secret ${set.secret}\n${once} The one before is good until ${until}.`,
    ]
  }
  if (asked === 'remove') await dropWebhook(system, by)
  const found = await findWebhook(system.app, partner)
  return [
    { url: found?.url ?? null, set_at: found?.setAt ?? null },
    found === undefined
      ? `Events of ${name} are sent nowhere; it may follow its stream.`
      : `Events of ${name} are sent to ${found.url}, since ${new Date(found.setAt).toISOString()}.`,
  ]
}

const LISTED = 50

/** `countersign partner deliveries SLUG` */
export const partnerDeliveriesCommand: CommandSpec = {
  name: 'deliveries',
  summary: 'Show what was delivered to a partner’s webhook, or tried, the newest first',
  arguments: [theSlug],
  options: [['--dead', 'only what was given up after three days']],
  examples: [
    ['partner deliveries jukebox', `the last ${LISTED}`],
    ['partner deliveries jukebox --dead --json', 'what waits for a replay'],
  ],
  async run({ settings, output, options }: CommandContext, slug = '') {
    await withSystem(settings, async (system) => {
      const { id: partner, name } = await whichPartner(system.app, slug)
      const state = options['dead'] === true ? 'dead' : null
      const deliveries = await deliveriesOf(system.app, partner, { limit: LISTED, state })
      const lines = deliveries.map(lineOf)
      output.result(
        { partner, deliveries },
        lines.length === 0 ? `Nothing was delivered to ${name}.` : lines.join('\n'),
      )
    })
  },
}

function lineOf({ event, type, state, attempts, answered, failure, nextAt }: Delivery): string {
  const last = answered === null ? failure : `HTTP ${answered}`
  const next = nextAt === null ? '' : `, again at ${new Date(nextAt).toISOString()}`
  return `${event}  ${type}  ${state}  ${attempts} attempts, last ${last}${next}`
}

/** `countersign partner replay SLUG EVENT` */
export const partnerReplayCommand: CommandSpec = {
  name: 'replay',
  summary: 'Deliver an event to a partner’s webhook again, under the same id',
  arguments: [theSlug, ['<event>', 'the event’s id, as `partner deliveries` shows it']],
  examples: [
    [
      'partner replay jukebox event_0123456789abcdef0123456789abcdef',
      'behind all others, or at once if it waits',
    ],
  ],
  async run({ settings, output }, slug = '', given = '') {
    const event = whichId('event', given)
    await withSystem(settings, async (system) => {
      const { id: partner } = await whichPartner(system.app, slug)
      const outcome = await replayDelivery(system, { partner, event })
      const said = { replayed: 'is delivered again, behind all others', hurried: 'is tried again at once' }
      output.result({ partner, event, outcome }, `${event} ${said[outcome]}.`)
    })
  },
}
