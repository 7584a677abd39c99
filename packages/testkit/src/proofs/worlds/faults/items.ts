// Faults of items: when they were sent, whose they are, who was there, and what does not count as there.
import { type Item, projectMessage, type StoredMessage } from '@countersign/protocol'
import { walkWith } from '../../../worlds/decide-world.ts'
import { WORLD_NOW } from '../../../worlds/draw-cast.ts'
import {
  type Fault,
  grantTerms,
  rules,
  setting,
  stays,
  withFacts,
  withItem,
  withPeople,
  withWorld,
} from './fault.ts'

/** Each lets an item leave that should not. */
export const itemFaults: readonly Fault[] = rules([
  {
    what: 'a grant includes what was written before it',
    duty: 'SCP-04',
    plant: withPeople(
      grantTerms(() => ({ history: true })),
      'granting',
    ),
  },
  {
    what: 'what was written while the granting person was away leaves',
    duty: 'SCP-04',
    plant: withFacts((facts, { person }) =>
      stays(facts, (stay) => (stay.person === person ? { ...stay, joinedAt: 0 } : stay)),
    ),
  },
  {
    what: 'what lies in the future leaves',
    duty: 'SCP-04',
    plant: withItem((item) =>
      item.sentAt === null ? item : { ...item, sentAt: Math.min(item.sentAt, WORLD_NOW) },
    ),
  },
  {
    what: 'all-parties is taken for author',
    duty: 'COP-03',
    plant: withFacts((facts) => setting(facts, 'all-parties', 'author')),
  },
  {
    what: 'a departure does not close an all-parties thread',
    duty: 'COP-02',
    plant: withFacts((facts, { person }, { now }) =>
      stays(facts, (stay) =>
        stay.person !== person && stay.leftAt !== null && stay.leftAt <= now
          ? { ...stay, joinedAt: now + 1, leftAt: null }
          : stay,
      ),
    ),
  },
  {
    what: 'a forward needs nobody but whoever forwards',
    duty: 'COP-01',
    plant: {
      judge: walkWith({
        project: (message, decideItem, names) =>
          projectMessage(message, (item) => decideItem(ofForwarderAlone(item, message)), names),
      }),
    },
  },
  {
    what: 'forwarded words count from when they were forwarded',
    duty: 'SCP-04',
    plant: {
      judge: walkWith({
        project: (message, decideItem, names) =>
          projectMessage(
            { ...message, originSentAt: message.originSentAt && message.sentAt },
            decideItem,
            names,
          ),
      }),
    },
  },
  {
    what: 'an edit counts from when the message was sent',
    duty: 'SCP-04',
    plant: withItem((item) => (item.kind === 'edit' ? { ...item, sentAt: null } : item)),
  },
  {
    what: 'a reply need not ask whom it answers',
    duty: 'COP-01',
    plant: withItem((item) => (item.kind === 'reply' ? { ...item, kind: 'message' } : item)),
  },
  {
    what: 'a reaction need not ask who reacted',
    duty: 'COP-01',
    plant: withItem((item) => (item.kind === 'reaction' ? { ...item, kind: 'message' } : item)),
  },
  {
    what: 'a mention need not ask whom it names',
    duty: 'COP-01',
    plant: withItem((item) => (item.kind === 'mention' ? { ...item, kind: 'message' } : item)),
  },
  {
    what: 'a title need not ask who gave it',
    duty: 'COP-01',
    plant: withItem((item, { person }) =>
      item.kind === 'thread_title' ? { ...item, people: { author: person.person } } : item,
    ),
  },
  {
    what: 'members need not be asked to be seen',
    duty: 'COP-01',
    plant: withItem((item, { person }) =>
      item.kind === 'member' ? { ...item, people: { member: person.person } } : item,
    ),
  },
  {
    what: 'friends need not be asked to be listed',
    duty: 'COP-06',
    plant: withItem((item, { person }) =>
      item.kind === 'friend' ? { ...item, people: { friend: person.person } } : item,
    ),
  },
  {
    what: 'deleted messages leave',
    duty: 'DEL-01',
    plant: withWorld((world) => ({
      ...world,
      threads: world.threads.map((thread) => ({
        ...thread,
        messages: thread.messages.map((message) => ({ ...message, deletedAt: null })),
      })),
    })),
  },
  {
    what: 'addresses nobody verified leave',
    duty: 'COP-07',
    plant: withWorld((world) => ({
      ...world,
      people: world.people.map((one) => ({
        ...one,
        contacts: one.contacts.map((contact) => ({ ...contact, verified: true })),
      })),
    })),
  },
  {
    what: 'friends of friends are friends',
    duty: 'COP-08',
    plant: withWorld((world) => ({
      ...world,
      friendships: world.people.flatMap((a, i) =>
        world.people.slice(i + 1).map((b) => {
          const known = world.friendships.find(
            ({ people: two }) => two.includes(a.person) && two.includes(b.person),
          )
          return known ?? { people: [a.person, b.person] as const, since: world.now - 1 }
        }),
      ),
    })),
  },
])

/** A forward as if it were the forwarder's own message, its first words included. */
function ofForwarderAlone(item: Item, { author, originAuthor, sentAt }: StoredMessage): Item {
  if (originAuthor === null || (item.kind !== 'forward' && item.kind !== 'message')) return item
  return { ...item, kind: 'message', people: { author }, sentAt }
}
