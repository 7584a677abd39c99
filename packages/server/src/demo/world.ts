// Loads the demo world through the same acts everybody uses. Again: nothing is added.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import { befriend } from '../acts/befriend.ts'
import { createThread } from '../acts/create-thread.ts'
import { openAccount } from '../acts/open-account.ts'
import { confirmContact, contactCode } from '../acts/prove-contact.ts'
import { react } from '../acts/react.ts'
import { sendMessage } from '../acts/send-message.ts'
import { makeSecret } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { findLogin } from '../store/logins.ts'
import type { System } from '../system.ts'
import { type DemoLine, type DemoLogin, type DemoThread, demoPeople, demoThreads } from './story.ts'

/**
 * Makes the demo's people, friendships, threads and words, unless they are there. Its people are test accounts with
 * passwords nobody knows; they sign in with one click, which only a demo installation offers. Each has an address of their own,
 * at a domain nobody has (RFC 2606).
 * @throws {Problem} NOT_ALLOWED when the installation was not made as a demo
 */
export async function loadDemoWorld(system: System): Promise<'loaded' | 'already there'> {
  if (!system.settings.demo)
    throw new Problem('NOT_ALLOWED', { detail: 'This installation was not made as a demo.' })
  const last = demoPeople[demoPeople.length - 1]
  if (last !== undefined && (await findLogin(system.app, last.login)) !== undefined) return 'already there'
  const people = new Map<DemoLogin, PersonId>()
  for (const { login, name } of demoPeople) {
    const account = { login, displayName: name, password: makeSecret(system.random), test: true }
    const person = await openAccount(system, account)
    people.set(login, person)
    await confirmContact(system, {
      person,
      code: contactCode(system, { person, email: `${login}@example.org` }),
    })
  }
  await befriendAll(system, [...people.values()])
  for (const thread of demoThreads) await tell(system, people, thread)
  return 'loaded'
}

async function befriendAll(system: System, people: readonly PersonId[]): Promise<void> {
  for (const [i, person] of people.entries())
    for (const friend of people.slice(i + 1)) {
      await befriend(system, { person, friend })
      await befriend(system, { person: friend, friend: person })
    }
}

async function tell(
  system: System,
  people: ReadonlyMap<DemoLogin, PersonId>,
  told: DemoThread,
): Promise<void> {
  const who = (login: DemoLogin): PersonId => {
    const person = people.get(login)
    if (person === undefined) throw new Error('the story names somebody who is not in it')
    return person
  }
  const others = told.others.map(who)
  const thread = await createThread(system, {
    by: who(told.by),
    kind: told.title === undefined ? 'direct' : 'group',
    others,
    title: told.title,
  })
  const said: MessageId[] = []
  for (const line of told.lines) said.push(await say(system, who, thread, line, said))
}

async function say(
  system: System,
  who: (login: DemoLogin) => PersonId,
  thread: ThreadId,
  line: DemoLine,
  said: readonly MessageId[],
): Promise<MessageId> {
  const message = await sendMessage(system, {
    person: who(line.by),
    thread,
    text: line.says,
    replyTo: line.answers === undefined ? undefined : said.at(-line.answers),
    mentions: line.mentions === undefined ? [] : [mentionAt(line.says, who(line.mentions))],
  })
  for (const [login, emoji] of Object.entries(line.reactions ?? {}) as [DemoLogin, string][])
    await react(system, { person: who(login), thread, message, emoji })
  return message
}

/** The mention in a text: from its `@` to the end of the name. */
function mentionAt(text: string, person: PersonId): { person: PersonId; start: number; end: number } {
  const found = /@\p{L}+/u.exec(text)
  if (found === null) throw new Error('the story mentions somebody its text does not name')
  return { person, start: found.index, end: found.index + found[0].length }
}
