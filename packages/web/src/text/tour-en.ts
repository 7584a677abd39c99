// The words of the tour in English. They are loaded with the tour, and with nothing else.

const disputed = 'The companies said that they did not read any, or did not know that they could.'

export const tourEn = {
  'tour.title': 'Your words leave only when you countersign.',
  'tour.window': 'The tour',
  'tour.lead':
    'In December 2018 the press showed how a social network had let more than 150 companies into people’s private data. This is how it should have been built. Walk through and try it.',
  'tour.demo': 'Come in as somebody made up',
  'tour.demoWhy': 'This is a demo. These people do not exist, so one click is enough.',
  'tour.asYou': 'You are here as {name}.',
  'tour.threads': 'Open your threads',
  'tour.doors': 'The doors',
  'tour.door': 'Door {n, number} of {all, number}',
  'tour.then': '2018',
  'tour.here': 'Here',
  'tour.source': 'Source: {source}',
  'tour.try': 'Try it',
  'tour.next': 'Next: {title}',
  'tour.before': 'Before: {title}',
  'tour.all': 'All doors',
  'tour.foot':
    'The left side retells press reports of 2018, the platform’s answers, and what regulators found. The companies in those reports dispute that they used these powers. An example company on the right side is made up.',
  'tour.whole': 'The whole story, with each number checked:',
  'tour.powers': 'What {company} may ask for, as the register says now. Each line needs a yes of its own.',
  'tour.noCompany': 'The example company of this door is not here. In the demo it is.',
  'tour.got':
    '{items, plural, =0 {So far {company} got nothing of yours.} one {So far {company} got # item of yours.} other {So far {company} got # items of yours.}}',
  'tour.refused': '{company} was last refused on {day, date, medium} at {day, time, short}: {why}',
  'tour.comeIn': 'Come in to see yours here.',
  'tour.signIn': 'Sign in',
  'tour.signUp': 'Make an account',
  'tour.open': 'Open {company}',
  'tour.nowhere': 'There is no such door.',
  'tour.legendOpen': 'open',
  'tour.legendAllowed': 'allowed',
  'tour.legendShut': 'shut',
  'tour.legendMark': 'refused',
  'tour.legendNow': 'now',

  'send-a-song.title': 'Send a song',
  'send-a-song.line': 'One card goes out. No word of yours comes in.',
  'send-a-song.then': `People could send songs in chat. For that, a music service got the power to read, write and delete private messages. The messages of more than 70 million people a month were in its reach. ${disputed}`,
  'send-a-song.source': 'press reports of 18 December 2018, and what the platform said the day after.',
  'send-a-song.thenSays': '{count, number} dots, each for a million people whose messages were in reach.',
  'send-a-song.here':
    'The company drafts a card. You pick who gets it and confirm. It reads nothing, and it never learns who is in the thread.',
  'send-a-song.hereSays': 'Of eight powers, the ones that sending takes.',

  'recommend-a-film.title': 'Recommend a film',
  'recommend-a-film.line': 'A tip for a film needs no key to your chats.',
  'recommend-a-film.then': `In 2014 a film service let people send tips for films in chat. For that it could read, write and delete private messages, and see everybody in a thread. It was shut in 2015. ${disputed}`,
  'recommend-a-film.source': 'press reports of 18 December 2018, and what the platform said the day after.',
  'recommend-a-film.thenSays': 'Of eight powers, four were held: read, see everybody, write and delete.',
  'recommend-a-film.here': 'You recommend a film with a card that you confirm.',
  'recommend-a-film.cannot': 'The company cannot ask to read: that power is in none of its features.',
  'recommend-a-film.hereSays': 'Of eight powers, the ones that sending takes.',

  'bank-receipt.title': 'A receipt from the bank',
  'bank-receipt.line': 'It may put a receipt where you say. Let it try to read.',
  'bank-receipt.then': `From December 2013 a bank put notices of transfers into chats. It could read, write and delete private messages. It ended in 2015. ${disputed}`,
  'bank-receipt.source': 'press reports of 18 December 2018, and what the platform said the day after.',
  'bank-receipt.thenSays':
    'A time line from 2010 to 2018: the bank’s access is open from December 2013 until 2015.',
  'bank-receipt.here':
    'The bank puts a receipt where you say, and can take back that one card. If it tries to read, or to delete words of yours, it is refused.',
  'bank-receipt.hereSays': 'Of eight powers, the ones that the bank may ask for.',

  'friends-addresses.title': 'Your friends’ e-mail addresses',
  'friends-addresses.line': 'One yes opens one person’s data.',
  'friends-addresses.then':
    'Several companies could get e-mail addresses or contact data of people through their friends. A quiz that 270,000 people used took along data of up to 87 million, by the platform’s own figure. That is 322 people for each one who said yes.',
  'friends-addresses.source':
    'press reports of 18 December 2018. The number of people who used the quiz: the US Federal Trade Commission, 2019.',
  'friends-addresses.thenSays':
    '{count, number} dots around one person who said yes: the data of all of them went along.',
  'friends-addresses.here':
    'An address belongs to the person it reaches. A company gets it only from a friend who ticked it for this company. What your friends ticked is not told to you.',
  'friends-addresses.hereSays': 'The same {count, number} dots: only the one who said yes is lit.',

  'who-got-what.title': 'See what each company got about you',
  'who-got-what.line': 'Every read is on one page: who, when, why.',
  'who-got-what.then':
    'More than 150 companies had deals. The apps of many of them never showed up in people’s settings. No page told people which company had taken what, or when.',
  'who-got-what.source': 'press reports of 18 December 2018.',
  'who-got-what.thenSays': '{count, number} blank squares, one for each company.',
  'who-got-what.here':
    'Each read is written down before anything leaves. You see who, when, why, how much, and on which yes of yours it stands.',
  'who-got-what.hereSays': 'What each company got of you: {all}',
  'who-got-what.none': 'So far no company got anything of yours.',
  'who-got-what.link': 'See who got what',

  'withdraw.title': 'Withdraw, and watch the next read fail',
  'withdraw.line': 'One click, and the next read is refused.',
  'withdraw.then':
    'One feature that shared data with other sites ended in 2014. In 2018 the platform said that its doors should not have been left open.',
  'withdraw.source': 'what the platform said on 18 December 2018.',
  'withdraw.thenSays':
    'A time line from 2010 to 2018: the feature ends in 2014, and the doors stay open until 2018.',
  'withdraw.here':
    'One click ends it, from the next read on. The end is a part of each decision, so there is nothing left to clean up.',
  'withdraw.hereSays': 'A time line of your permission for {company}: given, ended, and when it was refused.',
  'withdraw.none': 'You have withdrawn nothing yet. Connect a company, withdraw, and let it try again.',
  'withdraw.link': 'Withdraw something',
  'withdraw.again': 'Then let {company} try again',

  'register.title': 'No hidden company',
  'register.line': 'Who is not in the register has no key.',
  'register.then':
    'Besides the deals, 52 makers of devices and software had access of their own. By June 2018, 38 of them had ended. The platform said that its list might not be complete.',
  'register.source': 'press reports of 2018, and the platform’s own count of June 2018.',
  'register.thenSays': '{count, number} squares, {over, number} of them hollow: those had ended.',
  'register.here':
    'A company that is not in the public register has no key, so it gets nothing. The list is all there is.',
  'register.hereSays':
    '{count, plural, one {# square, one for each company here} other {# squares, one for each company here}}; {over, number} are hollow: nothing of theirs goes on.',
  'register.count':
    '{count, plural, one {One company is in the register now,} other {# companies are in the register now,}} with {features, plural, one {# feature} other {# features}}.',
  'register.link': 'Open the register',

  'ended.title': 'A film feature that ended',
  'ended.line': 'The end is a part of each decision, also years later.',
  'ended.then':
    'The film tips of 2014 were shut in 2015. Elsewhere a stream of what friends posted went on for some 80,000 accounts, years after its feature had ended.',
  'ended.source': 'press reports of 18 December 2018.',
  'ended.thenSays': '{count, number} dots, each for a thousand accounts whose stream went on.',
  'ended.here':
    'The last moment of a feature is a part of each decision. From then on every call is refused, also years later. The feature stays on the list.',
  'ended.hereSays':
    'A time line of “{name}” by {company}: open from {from, date, medium} to {to, date, medium}, shut since.',
  'ended.one':
    '“{name}” by {company} was open from {from, date, medium} to {to, date, medium}. It has been shut since.',
  'ended.count':
    '{count, plural, =0 {No feature of the register has ended yet.} one {# feature of the register has ended.} other {# features of the register have ended.}}',
  'ended.link': 'Look at what has ended',
} as const satisfies Readonly<Record<string, string>>

/** The name of a text of the tour. */
export type TourKey = keyof typeof tourEn
