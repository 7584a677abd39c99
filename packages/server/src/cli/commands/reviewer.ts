// countersign reviewer add | remove | list: who looks at what partners ask for (OVR-02).
import { nameReviewer } from '../../acts/name-reviewer.ts'
import { listReviewers } from '../../store/reviewers.ts'
import { type CommandContext, type CommandSpec, withSystem } from '../command.ts'
import { whichPerson } from './operator-args.ts'

const theLogin = [['<login>', 'the name they sign in with']] as const

/** `countersign reviewer add LOGIN` */
export const reviewerAddCommand: CommandSpec = {
  name: 'add',
  summary: 'Name somebody a reviewer of what partners ask for',
  arguments: theLogin,
  examples: [['reviewer add ana', 'from now on Ana can review']],
  run: (context, login = '') => name(context, login, true),
}

/** `countersign reviewer remove LOGIN` */
export const reviewerRemoveCommand: CommandSpec = {
  name: 'remove',
  summary: 'Name somebody a reviewer no more; what they have said stays said',
  arguments: theLogin,
  examples: [['reviewer remove ana', 'from now on Ana cannot review']],
  run: (context, login = '') => name(context, login, false),
}

async function name({ settings, output }: CommandContext, login: string, reviews: boolean): Promise<void> {
  await withSystem(settings, async (system) => {
    const person = await whichPerson(system, login)
    await nameReviewer(system, { person, reviews })
    output.result({ person, reviews }, `${login} (${person}) ${reviews ? 'reviews' : 'reviews no more'}.`)
  })
}

/** `countersign reviewer list` */
export const reviewerListCommand: CommandSpec = {
  name: 'list',
  summary: 'List who reviews',
  examples: [['reviewer list', 'everybody the operator named']],
  async run({ settings, output }) {
    await withSystem(settings, async (system) => {
      const reviewers = await listReviewers(system.app)
      const lines = reviewers.map(
        ({ person, displayName, since }) =>
          `${displayName} (${person}) since ${new Date(since).toISOString()}`,
      )
      output.result({ reviewers }, lines.join('\n') || 'Nobody. Name two with countersign reviewer add.')
    })
  },
}
