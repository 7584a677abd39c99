// What the companies of the demo register do: each kind of feature once, with its words, powers and reach.
import { type Offer, type Purpose, type Verb, verbs } from '@countersign/protocol'

/** A kind of feature. */
export interface FeatureKind {
  readonly name: string
  readonly summary: string
  readonly offers: readonly Offer[]
  /** How many people it may reach, as reviewed. */
  readonly reach: number
  /** Nobody has reviewed it, so it is for test accounts only. */
  readonly unreviewed?: true
}

/** What the companies take with each power, where they take it. */
const fields: Readonly<Record<Verb, Offer['fields']>> = {
  'threads.list': ['thread.title', 'thread.kind'],
  'messages.read': ['message.text', 'message.sent_at'],
  'members.see': ['member.name'],
  'messages.write': [],
  'messages.delete': [],
  'contact.own': ['contact.email'],
  'friends.list': ['friend.name'],
  'friends.contact': ['contact.email', 'contact.phone'],
}

/** Offers for one purpose; the powers in the order screens show them. */
const takes = (purpose: Purpose, ...taken: readonly Verb[]): readonly Offer[] =>
  verbs.filter((verb) => taken.includes(verb)).map((verb) => ({ purpose, verb, fields: fields[verb] }))

const sends = (name: string, summary: string, purpose: Purpose = 'share_content'): FeatureKind => ({
  name,
  summary,
  offers: takes(purpose, 'messages.write'),
  reach: 500_000,
})

const phone = (name: string, summary: string): FeatureKind => ({
  name,
  summary,
  offers: takes('find_friends', 'contact.own', 'friends.list', 'friends.contact'),
  reach: 50_000_000,
})

/** Every kind, by the word the companies' lines use. */
export const featureKinds: Readonly<Record<string, FeatureKind>> = {
  song: sends('Send a song', 'You pick a song and a chat, and confirm. The company reads nothing.'),
  concert: sends('Send a concert', 'You send a friend a concert with its date and place.'),
  film: sends('Send a film', 'You pick a film and a chat, and confirm. The company reads nothing.'),
  article: sends('Send an article', 'You send an article to a chat as a card with its headline.'),
  gift: sends('Send a gift list', 'You send friends a list of gifts they can choose from.'),
  'wish-list': sends('Share a wish list', 'You put your own wish list into a chat.'),
  'book-club': sends('Book of the month', 'You send your book club the book that is read next.'),
  trip: sends('Share a trip', 'You send a chat your connection, with its times and its platform.'),
  score: sends('Show a score', 'You show a chat the score you just made.'),
  invite: sends(
    'Invite to a game',
    'You invite a chat to a game with a card. The game does not learn who is in it.',
  ),
  note: sends('Send a note', 'You send one of your notes to a chat.'),
  'file-link': sends(
    'Send a link to a file',
    'You send a link to a file of yours. Who may open it, you set there.',
  ),
  workout: sends('Share a workout', 'You show a chat the workout you finished.'),
  club: sends('Announce a meeting', 'You tell your club when and where it meets.'),
  appeal: sends('Pass on an appeal', 'You send a chat an appeal for donations that you support.'),
  'share-sheet': sends('Share from the phone', 'You send pictures and links from your phone to a chat.'),
  reminder: sends(
    'Remind a chat',
    'You set a reminder, and the chat gets a card when it is time.',
    'assistance',
  ),
  receipt: {
    name: 'Transfer receipts',
    summary: 'After a transfer you can put a receipt into the chat, and take it back.',
    offers: takes('payment_receipts', 'messages.write', 'messages.delete'),
    reach: 200_000,
  },
  'split-bill': {
    name: 'Split a bill',
    summary: 'You send a chat its shares of a bill. The card can be taken back.',
    offers: takes('payment_receipts', 'messages.write', 'messages.delete'),
    reach: 200_000,
  },
  'split-fare': sends('Split a fare', 'You send a chat its shares of a ride.', 'payment_receipts'),
  listening: {
    name: 'What is my group listening to',
    summary: 'Shows a chat the songs that were named in it, by those who allowed that.',
    offers: takes('group_activity', 'threads.list', 'messages.read'),
    reach: 100_000,
  },
  taste: {
    name: 'Films we would both like',
    summary: 'Finds films for you and those friends who allowed it too.',
    offers: takes('recommendations', 'friends.list'),
    reach: 100_000,
  },
  'find-said': {
    name: 'Find what was said',
    summary: 'Searches your own words, and those of others who allowed it, in the chats you picked.',
    offers: takes('search', 'threads.list', 'messages.read'),
    reach: 20_000,
  },
  assistant: {
    name: 'Ask in the chat',
    summary: 'Answers what you ask it, with the words of those who allowed it.',
    offers: takes('assistance', 'messages.read', 'messages.write'),
    reach: 20_000,
  },
  'read-aloud': {
    name: 'Read aloud',
    summary: 'Reads a chat aloud to you: your words, and those of others who allowed it.',
    offers: takes('assistance', 'threads.list', 'messages.read', 'members.see'),
    reach: 20_000,
  },
  'friends-here': {
    name: 'Friends who are here too',
    summary: 'Shows you those friends who use it as well and allowed that you see it.',
    offers: takes('find_friends', 'friends.list'),
    reach: 100_000,
  },
  'own-card': {
    name: 'Your own contact card',
    summary: 'Puts your own e-mail address on the card your phone keeps of you.',
    offers: takes('find_friends', 'contact.own'),
    reach: 500_000,
  },
  'ads-match': {
    name: 'Ads you may know',
    summary: 'Matches your e-mail address with a list of customers to choose ads for you.',
    offers: takes('advertising', 'contact.own'),
    reach: 100_000,
    unreviewed: true,
  },
  panel: {
    name: 'Opinion panel',
    summary: 'Draws a picture of your interests from the words you picked.',
    offers: takes('profiling', 'messages.read', 'contact.own'),
    reach: 100_000,
    unreviewed: true,
  },
  quiz: {
    name: 'Who are you really',
    summary: 'A quiz that drew pictures of people, and of their friends, from what they liked.',
    offers: takes('profiling', 'contact.own', 'friends.list', 'friends.contact'),
    reach: 87_000_000,
    unreviewed: true,
  },
  phonebook: phone(
    'Friends in the phone book',
    'Put friends and how to reach them into the phone book of the device.',
  ),
  calendar: phone(
    'Birthdays in the calendar',
    'Put friends and their addresses into the calendar of the device.',
  ),
  carrier: phone('Contacts for simple phones', 'Put friends and how to reach them on phones without apps.'),
  'friend-contacts': phone('Shop with friends', 'Reached customers and their friends with offers.'),
  'friend-names': {
    name: 'Results from friends',
    summary: 'Showed friends beside the results of a search.',
    offers: takes('search', 'friends.list'),
    reach: 50_000_000,
  },
  'who-is-near': {
    name: 'Who is near',
    summary: 'Showed which friends were in the same town.',
    offers: takes('find_friends', 'friends.list'),
    reach: 5_000_000,
  },
  feed: {
    name: 'What friends read',
    summary: 'Streamed what friends posted to a page of news.',
    offers: takes('recommendations', 'messages.read', 'friends.list'),
    reach: 80_000,
  },
  'film-tips': {
    name: 'Film tips in chat',
    summary: 'Sent tips for films in chat, with the power to read and delete there.',
    offers: takes(
      'recommendations',
      'threads.list',
      'messages.read',
      'members.see',
      'messages.write',
      'messages.delete',
    ),
    reach: 20_000_000,
  },
  'playlist-radio': {
    name: 'Radio from your chats',
    summary: 'Made a radio from songs that were named in chats.',
    offers: takes(
      'recommendations',
      'threads.list',
      'messages.read',
      'members.see',
      'messages.write',
      'messages.delete',
    ),
    reach: 70_000_000,
  },
  'tv-share': {
    name: 'Pictures on the screen',
    summary: 'Showed what friends posted on a television.',
    offers: takes('group_activity', 'messages.read', 'friends.list'),
    reach: 1_000_000,
  },
}
