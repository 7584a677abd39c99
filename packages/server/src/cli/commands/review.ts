// countersign review list | show | approve | reject: what partners submitted, and a reviewer's word about it (OVR-02).
import { type ReviewInFull, reviewManifest, showReview } from '../../acts/review-manifest.ts'
import { findPartner } from '../../store/partners.ts'
import { listReviews, type Verdict } from '../../store/reviews.ts'
import { type CommandContext, type CommandSpec, withSystem } from '../command.ts'
import { asOption, whichId, whichWords, whoSays } from './operator-args.ts'

const theReview = [['<review>', 'its id, as `review list` shows it']] as const

/** `countersign review list` */
export const reviewListCommand: CommandSpec = {
  name: 'list',
  summary: 'List the versions that wait for review',
  options: [['--all', 'settled ones too']],
  examples: [
    ['review list', 'what waits, the oldest first'],
    ['review list --all --json', 'everything that was ever submitted'],
  ],
  async run({ settings, output, options }) {
    await withSystem(settings, async (system) => {
      const reviews = await listReviews(system.app, options['all'] === true ? {} : { state: 'waiting' })
      const lines = await Promise.all(
        reviews.map(async ({ id, partner, manifestVersion, needed, state }) => {
          const name = (await findPartner(system.app, partner))?.name ?? partner
          return `${id} ${state}: ${name}, version ${manifestVersion}, needs ${needed}`
        }),
      )
      output.result({ reviews }, lines.join('\n') || 'Nothing waits.')
    })
  },
}

/** `countersign review show REVIEW` */
export const reviewShowCommand: CommandSpec = {
  name: 'show',
  summary: 'Show what a version takes more and less than what people have now, in plain words',
  arguments: theReview,
  examples: [
    ['review show review_0190b5e27cc07a31a5c64dd8e1f2a3b4', 'the difference, and what was said of it'],
  ],
  async run({ settings, output }, given = '') {
    const id = whichId('review', given)
    await withSystem(settings, async (system) => {
      const full = await showReview(system.app, id)
      output.result({ ...full }, inWords(full))
    })
  },
}

function inWords({ review, manifest, inForce, diff, verdicts }: ReviewInFull): string {
  const part = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]
  const texts = Object.entries(manifest.texts).map(
    ([locale, { name, summary }]) => `${locale}: ${name}: ${summary}`,
  )
  return [
    `${review.id}: ${review.state}, needs ${review.needed}`,
    inForce === null
      ? 'People have no version of this feature yet.'
      : `Compared with version ${inForce.version}, which people have:`,
    ...part('It takes more:', diff.widens),
    ...part('It takes less:', diff.narrows),
    ...part('It says differently:', diff.rewords),
    ...part('It says:', texts),
    ...part(
      'Said so far:',
      verdicts.map(({ reviewer, verdict, note }) => `${reviewer} ${verdict}: ${note}`),
    ),
  ].join('\n')
}

const options = [asOption, ['--note <note>', 'what you looked at, kept with the review']] as const

/** `countersign review approve REVIEW --as LOGIN --note NOTE` */
export const reviewApproveCommand: CommandSpec = {
  name: 'approve',
  summary: 'Approve a version; when enough have, people can be asked for it',
  arguments: theReview,
  options,
  examples: [
    [
      'review approve review_0190b5e27cc07a31a5c64dd8e1f2a3b4 --as ana --note "reads only what it shows" < password',
      'Ana approves',
    ],
  ],
  run: (context, given = '') => say(context, given, 'approve'),
}

/** `countersign review reject REVIEW --as LOGIN --note NOTE` */
export const reviewRejectCommand: CommandSpec = {
  name: 'reject',
  summary: 'Reject a version; what people have stays as it is',
  arguments: theReview,
  options,
  examples: [
    [
      'review reject review_0190b5e27cc07a31a5c64dd8e1f2a3b4 --as ana --note "why the names?" < password',
      'Ana rejects',
    ],
  ],
  run: (context, given = '') => say(context, given, 'reject'),
}

async function say(
  { settings, output, options: given, world }: CommandContext,
  review: string,
  verdict: Verdict['verdict'],
): Promise<void> {
  const id = whichId('review', review)
  const note = whichWords(given['note'], '--note')
  await withSystem(settings, async (system) => {
    const reviewer = await whoSays(system, world, given['as'])
    const { state, publishedVersion, needed } = await reviewManifest(system, {
      reviewer,
      review: id,
      verdict,
      note,
    })
    const said = {
      waiting: `entered; ${needed} people must approve, so another one is needed`,
      approved: `approved: version ${publishedVersion} is in force`,
      rejected: 'rejected; what people have stays as it is',
      replaced: 'replaced',
    }[state]
    output.result({ review: id, state, version: publishedVersion }, `${id} is ${said}.`)
  })
}
