// Every word of the app in English: ICU messages by name. Other languages have the very same names, which the compiler holds.

export const en = {
  'app.skip': 'Skip to content',
  'app.loading': 'One moment …',
  'app.retry': 'Try again',
  'app.offline': 'The server cannot be reached. Check your connection and try again.',
  'app.unexpected': 'Something went wrong here. Try again in a moment.',
  'app.nowhere': 'There is nothing at this address.',
  'app.home': 'Go to your threads',

  'nav.main': 'Main',
  'nav.threads': 'Threads',
  'nav.friends': 'Friends',
  'nav.privacy': 'Privacy',
  'nav.companies': 'Companies',
  'nav.promises': 'Promises',
  'nav.signOut': 'Sign out',
  'nav.beYourself': 'Be yourself again',

  'friends.title': 'Friends',
  'friends.promise':
    'Companies never get your friends from you. A friend shows up at a company only when that friend said yes too.',
  'friends.find': 'Ask somebody by their sign-in name',
  'friends.ask': 'Ask',
  'friends.asked': 'If somebody here has that name, they were asked. They show up below once they accept.',
  'friends.requests': 'Would like to be friends',
  'friends.list': 'Your friends',
  'friends.none': 'Nobody here yet. Ask somebody for their sign-in name.',
  'friends.askedOn': 'asked {day, date, medium}',
  'friends.since': 'friends since {day, date, medium}',
  'friends.accept': 'Accept',
  'friends.acceptWhom': 'Accept {name}',
  'friends.decline': 'Decline',
  'friends.declineWhom': 'Decline {name}',
  'friends.write': 'Write',
  'friends.writeWhom': 'Write to {name}',
  'friends.end': 'End',
  'friends.endWhom': 'End the friendship with {name}',
} as const satisfies Readonly<Record<string, string>>

/** The name of a text. */
export type TextKey = keyof typeof en

/** All texts in one language. */
export type Catalogue = Readonly<Record<TextKey, string>>
