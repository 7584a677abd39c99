// D6: ghost partners (obligations §7; PER-06, TRN-03, SUN-04, SUN-05, SUN-06). Of 152 companies none is hidden, none is
// exempt by its name, none outlives its feature, none gets time in silence.
import { signIn } from '../people.ts'
import type { Stage } from '../stage.ts'
import { feed, hidden, others, phoneBook } from './companies.ts'
import { askForTime } from './extra-time.ts'
import { endFeed, openFeed } from './feed.ts'
import { tryUnseen } from './hidden.ts'
import { forgetTheIdle, openPhoneBook, tryOldPath } from './idle-friend.ts'
import { COMPANIES } from './story.ts'
import { compare, judgeRoles, openTown } from './traffic.ts'

/** Plays the demo. @throws whatever keeps it from coming to its end */
export async function playGhostPartners(stage: Stage): Promise<void> {
  const { figures } = stage
  const loaded = new Set([feed, phoneBook, ...others, ...hidden].map(({ slug }) => slug))
  figures.equal('TRN-03', 'companies, hidden ones among them', COMPANIES, loaded.size)
  const accounts = await openFeed(stage)
  await endFeed(stage, accounts)
  const town = await openTown(stage)
  const book = await openPhoneBook(stage)
  await judgeRoles(stage)
  const unseen = await tryUnseen(stage, town.companies)
  await tryOldPath(stage, book)
  const readers = town.companies.filter(({ items }) => items > 0).map(({ declared }) => declared)
  const [account] = accounts
  if (account === undefined) throw new Error('the news feed has no account')
  // Four years are longer than a session.
  await signIn(account.person)
  const people = [...town.neighbours, book.active.person, account.person]
  await compare(stage, [feed, phoneBook, ...readers, ...unseen], people)
  await askForTime(stage)
  await forgetTheIdle(stage, book)
}
