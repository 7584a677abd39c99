// The doors of the tour, in words: what was reported of 2018 and what this system does, with the reader's own live state.
import type { ThreadId } from '@countersign/protocol'
import { countWords } from '../../http/words.ts'
import type { Door } from './tour-view.ts'

/** What is true for the person looking, gathered from the ledger and the register. */
export interface TourState {
  /** A group thread of theirs, to see the answers in. */
  readonly thread: { readonly id: ThreadId; readonly title: string } | null
  /** The example partners that are registered here: a door that needs one is shut without it. */
  readonly music: OpenCompany | null
  readonly film: OpenCompany | null
  readonly bank: OpenCompany | null
  readonly contacts: OpenCompany | null
  readonly got: { readonly items: number; readonly reads: number } | null
  /** Who was refused last, and when and why, in words. */
  readonly refused: string | null
  readonly registered: number
  /** How many features of the register have ended. */
  readonly ended: number
}

/** A company that can be tried. */
interface OpenCompany {
  readonly name: string
  readonly homepage: string
}

/** The doors that can be walked through, in the order of the story (obligations.md §2, F1 to F14). */
export function doors(state: TourState): readonly Door[] {
  const { film, bank, contacts } = state
  return [
    sendASong(state),
    ...(film === null ? [] : [recommendAFilm(film)]),
    ...(bank === null ? [] : [bankReceipt(bank)]),
    whoSaidYes(state),
    ...(contacts === null ? [] : [friendsAddresses(contacts)]),
    whoGotWhat(state),
    withdraw(state),
    register(state),
    ended(state),
  ]
}

function sendASong({ music: company }: TourState): Door {
  return {
    id: 'send-a-song',
    title: 'Send a song',
    in2018:
      'People could send songs in chat. For that, a music service got the power to read, write and delete private messages. The companies said that they did not read any, or did not know that they could.',
    here: 'The company drafts a card. You pick who gets it and confirm. It reads nothing, and it never learns who is in the thread.',
    picture: 'words',
    live: [],
    links: company === null ? [] : [{ href: company.homepage, label: `Send a song from ${company.name}` }],
    demo: 'song-in-a-group',
  }
}

function recommendAFilm({ name, homepage }: OpenCompany): Door {
  return {
    id: 'recommend-a-film',
    title: 'Recommend a film',
    in2018:
      'In 2014 a film service let people send tips for films in chat. For that it could read, write and delete private messages, and see everybody in a thread. The companies said that they read nothing, or did not know that they could.',
    here: 'You recommend a film with a card that you confirm. The company cannot ask to read: that power is not in its feature.',
    picture: 'words',
    live: [],
    links: [{ href: homepage, label: `Recommend a film from ${name}` }],
    demo: null,
  }
}

function bankReceipt({ name, homepage }: OpenCompany): Door {
  return {
    id: 'bank-receipt',
    title: 'A receipt from the bank',
    in2018:
      'From December 2013 a bank put notices of transfers into chats. It could read, write and delete private messages. It ended in 2015. The companies said that they read nothing, or did not know that they could.',
    here: 'The bank puts a receipt where you say, and can take back that one card. If it tries to read, or to delete words of yours, it is refused.',
    picture: 'words',
    live: [],
    links: [{ href: homepage, label: `Open ${name}` }],
    demo: 'bank-deletes',
  }
}

function friendsAddresses({ name, homepage }: OpenCompany): Door {
  return {
    id: 'friends-addresses',
    title: "Your friends' e-mail addresses",
    in2018:
      "Several companies could get e-mail addresses or contact data of people through their friends. One maker's devices reached contact numbers of people who had switched off all sharing.",
    here: 'An address belongs to the person it reaches. A company gets it only from a friend who ticked it for this company.',
    picture: 'dots',
    live: [],
    links: [
      { href: homepage, label: `Look for friends with ${name}` },
      { href: '/friends', label: 'Your friends' },
    ],
    demo: 'address-book',
  }
}

function whoSaidYes({ thread }: TourState): Door {
  return {
    id: 'each-their-own-yes',
    title: "One yes is one person's yes",
    in2018:
      "About 270,000 people used a quiz. By the platform's own figure, data of up to 87 million people went along. That is some 320 people for each one who said yes.",
    here: "A company that you connect to a thread gets your words. It gets somebody else's only when they said yes too. The rest is not there, not even as a gap.",
    picture: 'dots',
    live: [],
    links: thread === null ? [] : [{ href: `/threads/${thread.id}`, label: `Open ${thread.title}` }],
    demo: null,
  }
}

function whoGotWhat({ got }: TourState): Door {
  const live =
    got === null
      ? []
      : [
          got.items === 0
            ? 'So far no company got anything of yours.'
            : `So far ${countWords(got.items, 'item')} of yours went out, in ${countWords(got.reads, 'read')}.`,
        ]
  return {
    id: 'who-got-what',
    title: 'See what each company got about you',
    in2018:
      "Some partner companies never showed up in people's settings. No page told people which company had taken what, or when.",
    here: 'Each read is written down before anything leaves. You see who, when, why, how much, and on which yes of yours it stands.',
    picture: 'list',
    live,
    links: got === null ? [] : [{ href: '/privacy', label: 'See who got what' }],
    demo: null,
  }
}

function withdraw({ got, music: company, refused }: TourState): Door {
  return {
    id: 'withdraw',
    title: 'Withdraw, and watch the next read fail',
    in2018:
      'One feature that shared data with other sites ended in 2014. In 2018 the platform said that its doors should not have been left open.',
    here: 'One click ends it, from the next read on. The end is a part of each decision, so there is nothing left to clean up.',
    picture: 'end',
    live: refused === null ? [] : [refused],
    links: [
      ...(got === null ? [] : [{ href: '/privacy', label: 'Withdraw something' }]),
      ...(got === null || company === null
        ? []
        : [{ href: company.homepage, label: `Then let ${company.name} try again` }]),
    ],
    demo: null,
  }
}

function register({ registered }: TourState): Door {
  return {
    id: 'register',
    title: 'No hidden company',
    in2018:
      'More than 150 companies had deals, the reports said. Of its own list of device makers, the platform said that it might not be complete.',
    here: 'A company that is not in the public register has no key, so it gets nothing. The list is all there is.',
    picture: 'register',
    live: [
      registered === 1
        ? 'One company is in the register today.'
        : `${registered} companies are in the register today.`,
    ],
    links: [{ href: '/register', label: 'Open the register' }],
    demo: 'ghost-partners',
  }
}

function ended({ ended: count }: TourState): Door {
  return {
    id: 'ended',
    title: 'A film feature that ended',
    in2018:
      'The film tips of 2014 were shut in 2015. Elsewhere a stream of what friends posted went on for some 80,000 accounts, years after its feature had ended.',
    here: 'The last moment of a feature is a part of each decision. From then on every call is refused, also years later. The feature stays on the list.',
    picture: 'end',
    live:
      count === 0
        ? []
        : [`${countWords(count, 'feature')} of the register ${count === 1 ? 'has' : 'have'} ended.`],
    links: [{ href: '/register?state=ended&q=film#list', label: 'Look at what has ended' }],
    demo: 'film-ends',
  }
}
