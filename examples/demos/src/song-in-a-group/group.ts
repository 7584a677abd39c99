// The group of the story: five accounts, one thread, forty messages already written when the music service comes.
import type { Needle } from '../byte-search.ts'
import { makeGroup, type Person, say, signUp } from '../people.ts'
import { cast, lines } from './story.ts'

/** One message of the forty. */
export interface Written {
  readonly id: string
  readonly author: Person
  readonly text: string
}

/** The five, by their parts in the story. */
export interface Cast {
  /** Allows the music service, and asks the others. */
  readonly annika: Person
  /** Allows it too, and takes it back in the middle of an export. */
  readonly benedikt: Person
  /** Says "nothing of mine" at once. */
  readonly chiaretta: Person
  /** Allows it and then says "nothing of mine". */
  readonly dagfinn: Person
  /** Answers nothing. */
  readonly evangeline: Person
}

/** The group and what is in it. */
export interface Group extends Cast {
  readonly thread: string
  readonly people: readonly Person[]
  readonly written: readonly Written[]
}

/** Opens the accounts and lets the five write their forty messages, eight each, in turn. */
export async function gather(platform: string): Promise<Group> {
  const people = await Promise.all(cast.map((part) => signUp(platform, part)))
  const [annika, benedikt, chiaretta, dagfinn, evangeline] = people
  if (!annika || !benedikt || !chiaretta || !dagfinn || !evangeline)
    throw new Error('the story has five parts')
  const thread = await makeGroup(annika, people.slice(1), 'Saturday drive')
  const written: Written[] = []
  for (const [i, text] of lines.entries()) {
    const author = people[i % people.length] ?? annika
    written.push({ id: await say(author, thread, text), author, text })
  }
  return { annika, benedikt, chiaretta, dagfinn, evangeline, thread, people, written }
}

/** The texts these people wrote. */
export function textsBy({ written }: Group, authors: readonly Person[]): readonly Needle[] {
  return written
    .filter(({ author }) => authors.includes(author))
    .map(({ text, author }) => ({ what: `a text of ${author.login}`, text }))
}

/** The texts of everybody but these. */
export function textsOfOthers(group: Group, allowed: readonly Person[]): readonly Needle[] {
  return textsBy(
    group,
    group.people.filter((person) => !allowed.includes(person)),
  )
}

/** The names of everybody but these: whole, in parts, and as they sign in. */
export function namesOfOthers({ people }: Group, allowed: readonly Person[]): readonly Needle[] {
  return people
    .filter((person) => !allowed.includes(person))
    .flatMap(({ name, login }) =>
      [name, login, ...name.split(' ')].map((text) => ({ what: `the name ${login}`, text })),
    )
}

/** Every id the platform itself uses: of the five, of the thread, of the forty messages. A partner gets none of them. */
export function ownIds({ people, thread, written }: Group): readonly Needle[] {
  return [thread, ...people.map(({ id }) => id), ...written.map(({ id }) => id)].map((text) => ({
    what: text,
    text,
  }))
}

/** How many of the forty texts are in what was received, whoever wrote them. */
export function textsIn({ written }: Group, raw: string): readonly Written[] {
  return written.filter(({ text }) => raw.includes(JSON.stringify(text).slice(1, -1)))
}
