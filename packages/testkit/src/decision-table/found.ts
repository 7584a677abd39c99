// Whether an answer holds the item of a row, found by the opaque id the partner would know it by.
import type { Field, PersonId } from '@countersign/protocol'
import type { OpaqueIds } from '../../../server/src/gate/opaque-ids.ts'
import { emailOf } from '../load-world.ts'
import type { BuiltRow } from './build.ts'
import { SAID } from './items.ts'

/** One object of an answer. */
export type Answered = Readonly<Record<string, unknown>>

/** What an answer says of a row's item: `withheld`, or the fields that came. */
export type Found = 'withheld' | readonly string[]

/**
 * Looks for the item of a row.
 * @throws when something of the item is there and something else of it is not as it must be
 */
export function findItem(built: BuiltRow, objects: readonly Answered[], ids: OpaqueIds): Found {
  const { row, people, thread, world } = built
  const { item } = row
  if (item === null) throw new Error('the row is about the call as a whole')
  const names = ids.inThread(thread, true)
  if (item.kind === 'member') return fieldsOf(objects, names.member(people[item.by]))
  if (item.kind === 'thread_title') {
    const found = fieldsOf(objects, ids.thread(thread))
    return found.includes('title') ? found : 'withheld'
  }
  if (item.kind === 'friend') return fieldsOf(objects, ids.friend(people[item.by]))
  if (item.kind === 'contact_field') return contactFound(objects, people[item.by])
  const message = world.threads[0]?.messages.at(-1)
  if (message === undefined) throw new Error('the row has no message')
  const id = names.message(message.id)
  const object = objects.find((one) => one.id === id)
  const found = fieldsOf(objects, id)
  switch (item.kind) {
    case 'reply':
      return found.includes('reply_to') ? found : 'withheld'
    case 'reaction':
      return Array.isArray(object?.reactions) && object.reactions.length > 0 ? found : 'withheld'
    case 'mention':
      if (object !== undefined && object.text !== SAID && object.text !== SAID.replace('Chika', 'someone'))
        throw new Error(`a mention left "${String(object.text)}"`)
      return object?.text === SAID ? found : 'withheld'
    default:
      return found
  }
}

/** By its value, not its id: whoever's it is said to be, it is there or it is not. */
function contactFound(objects: readonly Answered[], owner: PersonId): Found {
  const object = objects.find(({ email }) => email === emailOf(owner))
  return object === undefined ? 'withheld' : fieldsOf([object], String(object.id))
}

/** The last words of fields, as they are keys of an object on the wire. */
export function keysOf(fields: readonly Field[]): readonly string[] {
  return fields.map((field) => field.slice(field.indexOf('.') + 1)).sort()
}

function fieldsOf(objects: readonly Answered[], id: string): Found {
  const object = objects.find((one) => one.id === id)
  if (object === undefined) return 'withheld'
  return Object.keys(object)
    .filter((key) => key !== 'kind' && key !== 'id' && key !== 'friend')
    .sort()
}
