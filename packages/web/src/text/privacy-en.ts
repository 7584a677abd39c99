// The words of the privacy centre in English.
import { fieldWords, verbWords } from '@countersign/protocol/words'

const items = '{items, plural, one {# item} other {# items}}'
const reads = '{reads, plural, one {# read} other {# reads}}'

export const privacyEn = {
  'privacy.title': 'Privacy',
  'privacy.restOff': 'Share nothing with any company',
  'privacy.restOffWords': 'One switch that beats everything below, and what others connect. Nobody is told.',
  'privacy.restOffAct': 'Switch on',
  'privacy.restOn': 'You share nothing with any company',
  'privacy.restOnWords':
    'No company gets anything of yours, whatever you or others allowed before. Your permissions rest below.',
  'privacy.restOnAct': 'Switch off again',
  'privacy.reach': 'How to reach you',
  'privacy.reachWords': 'Addresses that are yours, which no company gets unless you say so.',
  'privacy.none': 'No company has anything of yours',
  'privacy.noneWords':
    'When you connect one, or answer when a company asks, it shows up here: what it may have, until when, and each time it got something.',
  'privacy.noneLink': 'See which companies there are',
  'privacy.over': 'Over',
  'privacy.gotNothing': 'It got nothing of yours so far.',
  'privacy.gotSome': `It got ${items} of yours, in ${reads}.`,
  'privacy.rests': 'Your switch is on, so it gets nothing more.',
  'privacy.noMore': 'It gets nothing more.',
  'privacy.refused': 'Last refused {day, date, medium}: {why}',
  'privacy.foot':
    'This list is made from the record that is written before anything leaves. It covers all that went through Countersign. A company keeps what it got until it deletes it, and people you write with can copy what they read.',

  'refusal.RESTRICTED': 'your switch is on.',
  'refusal.NO_GRANT': 'you allowed it nothing.',
  'refusal.WITHDRAWN': 'you had withdrawn the permission.',
  'refusal.EXPIRED': 'your permission had run out.',
  'refusal.INACTIVE': 'you had not used it for 90 days.',
  'refusal.other': 'it asked for something you had not allowed.',

  'line.says': `{company} got ${items} in ${reads}.`,
  'line.allowed': 'allowed',
  'line.own': 'items it got',
  'line.others': 'through others',
  'line.now': 'now',

  'grant.title': 'What you allowed',
  'grant.ended': 'Ended: {count, number}',
  'grant.may': '{company} may {verbs}, for {purpose}.',
  'grant.threads': 'Threads',
  'grant.goneThread': 'a thread that is gone',
  'grant.data': 'Data',
  'grant.noData': 'none, it only sends',
  'grant.earlier': 'Earlier messages',
  'grant.yes': 'yes',
  'grant.no': 'no',
  'grant.givenAt': 'Given',
  'grant.endsAt': 'Ends',
  'grant.endedAt': 'Ended',
  'grant.lastUse': 'You last used it',
  'grant.noUse': 'not since you gave it',
  'grant.got': 'It got something',
  'grant.times': '{count, plural, one {# time} other {# times}}',
  'grant.withdraw': 'Withdraw',
  'grant.then':
    'It stops at once: the next read is refused. What {company} got before stays there until it deletes it.',
  'grant.thenSends': 'It stops at once: {company} can no longer send for you.',
  'grant.receipts': 'Save the receipts',
  'grant.withdrawn': 'Withdrawn. It holds from now on.',

  'standing.live': 'live',
  'standing.feature_ended': 'feature ended',
  'standing.void': 'not valid: its screen was wrong',
  'standing.withdrawn': 'withdrawn',
  'standing.superseded': 'replaced by a newer one',
  'standing.expired': 'run out',
  'standing.inactive': 'asleep: not used for 90 days',
  'standing.ended': 'ended',

  'answer.title': 'What you answered when others asked',
  'answer.yes': '{feature}: you said yes',
  'answer.never': '{feature}: you said never',
  'answer.yesThread':
    'Others may connect {company} to a thread; then it may have your words in {thread}. For {purpose}.',
  'answer.yesAll':
    'Others may connect {company} to a thread; then it may have your words in all your threads. For {purpose}.',
  'answer.neverThread': '{company} never gets your words in {thread}, whoever connects it. For {purpose}.',
  'answer.neverAll': '{company} never gets your words, whoever connects it. For {purpose}.',
  'answer.contact': 'Through your friends',
  'answer.takeBack': 'Take it back',
  'answer.thenYes': 'It stops at once. No answer is a no.',
  'answer.thenNever': 'No answer is still a no, but others may ask you again.',
  'answer.change': 'Change your answer',
  'answer.takenBack': 'Taken back. It holds from now on.',
  'answer.changed': 'Changed. It holds from now on.',

  'others.title': 'Through somebody else’s connection',
  'others.words': `${items} of yours reached {company} because somebody in a thread with you connected it, and you had said yes. To stop it, take your answer back above, or use the switch at the top.`,

  'delete.title': 'Have it deleted',
  'delete.all': 'Ask {company} to delete everything',
  'delete.then':
    '{company} has ten days to say what it did; its answer is shown here. Silence stops it. What you still allow goes on until you withdraw it. What came through others is asked for without your name, though it can then tell that one person wrote it all.',
  'delete.one': 'Ask for one feature only',
  'delete.feature': 'Ask for {feature}',
  'delete.done': 'Asked. The company is told now, and has ten days to answer.',
  'delete.asked': 'asked',
  'delete.overdue': 'no answer in time',
  'delete.answered': 'answered',
  'delete.late': 'answered late',
  'delete.own': 'What came through your own connection.',
  'delete.other': 'What came through somebody else’s connection.',
  'delete.askedOn': 'Asked on {day}, to be answered by {due}.',
  'delete.silent': '{company} let the time pass. It was stopped: it gets nothing of anybody.',
  'delete.allGone': 'By its own word, nothing is left.',
  'delete.counts':
    '{company} says {said, plural, one {# item is} other {# items are}} gone. The record has {items, number}.',
  'delete.differs': 'The two numbers differ. The operator has been told.',
  'delete.noHolders': 'It says it handed nothing on.',
  'delete.holders': 'It had handed it on to {names}.',
  'delete.holdersOpen': 'Not confirmed yet: {names}.',
  'delete.noDerived': 'It says it made nothing of it.',
  'delete.derivedGone': 'What it had made of it is gone too: {what}',
  'delete.derivedStays': 'What it made of it stays: {what}',
  'delete.kept.legal_duty': '{company} says a law makes it keep this:',
  'delete.kept.legal_claim': '{company} says it needs this for a claim before a court:',
  'delete.kept.other': '{company} says it keeps this:',

  'notices.title': 'Notices',
  'notices.thread': 'Open the thread',
  'notice.first_disclosure':
    '{company} got something of yours for the first time through somebody else’s connection.',
  'notice.asked': '{company} asks in one of your threads. Until you answer, the answer is no.',
  'notice.setting_changed': 'How one of your threads shares with companies was changed.',
  'notice.permission_changed': 'In a thread where all must say yes, what {company} may have has changed.',
  'notice.consent_void':
    'What you allowed {company} counts no more: the screen it was allowed on was not good enough.',
  'notice.owner_changed':
    '{company} belongs to somebody else now. What you allowed it counts no more, unless you allow it anew.',
  'notice.feature_extended':
    'Something of {company} that was about to end goes on a little longer. Why is in the register.',
  'notice.certification_due':
    'The yearly check of {company} is due. Without it every call is refused from its hour on.',
  'notice.placement_removed':
    '{company} took away a card you had sent through it. You can bring it back in the thread, for thirty days.',
  'notice.placement_restored': 'A card you had sent through {company}, and that it took away, is back.',
  'notice.passkey_added': 'A passkey was added to your account. If that was not you, remove it.',
  'notice.passkey_removed': 'A passkey of yours was removed. If that was not you, change your password.',
  'notice.passkey_copied':
    'A passkey of yours was refused: it may have been copied. Remove it and add a new one.',
  'notice.key_waits':
    'A new browser asks to sign your answers. In seven days it can, unless you stop it under your devices.',
  'notice.key_added': 'Another browser of yours can sign your answers now. If that was not you, end its key.',
  'notice.key_ended': 'A key that signed your answers was ended. If that was not you, change your password.',
  'notice.reminder': 'What you allow still stands. Each of them is listed above, with its way out.',
  'notice.feature_ending':
    'Something of {company} that you use ends soon. From then on it gets nothing through that.',
  'notice.password_changed': 'Your password was changed. If that was not you, set it anew.',
  'notice.password_recovered': 'Your password was set anew with a code. If that was not you, set it again.',
  'notice.recovery_codes_made': 'New recovery codes were made. Those from before count no more.',
  'notice.deletion_answered': '{company} says what it did when you asked it to delete. See it above.',
  'notice.deletion_overdue':
    '{company} let ten days pass and did not say what it deleted. It was stopped and gets nothing more.',
  'notice.report_looked_at': 'A message you reported was looked at. Thank you for saying so.',
  'notice.company': 'A company',

  'remind.label': 'Remind me by mail too, when I have not looked here for ninety days',

  'take.title': 'Take everything along',
  'take.words':
    'One file with all you wrote, allowed and answered, and with each time something went out. What others wrote is theirs to take.',
  'take.act': 'Make it ready',
  'take.counts':
    '{messages, plural, one {# message} other {# messages}}, {disclosures, plural, one {# read} other {# reads}} of companies, {permissions, plural, one {# permission} other {# permissions}}, {answers, plural, one {# answer} other {# answers}}.',
  'take.save': 'Save the file',
  'take.progress': 'How far it has come',
  'take.whole': 'The file is whole. If the connection broke, save it again within the hour.',

  'close.title': 'Close your account',
  'close.signedIn': 'You are signed in as {name}. Closing cannot be undone.',
  'close.ends': 'What ends',
  'close.endsPermissions':
    '{count, plural, one {# permission of yours ends at once, and the company is told.} other {# permissions of yours end at once, and the companies are told.}}',
  'close.endsCompanies': 'No company gets anything of yours any more, also through others.',
  'close.endsThreads':
    'You leave every thread, your friends lose you from their lists, and your addresses are deleted.',
  'close.endsName': 'Nobody signs in as you, and nobody else gets your sign-in name.',
  'close.stays': 'What stays',
  'close.staysWords':
    'What you wrote stays with the people you wrote it to, under your name. To take it back, delete it first.',
  'close.staysRecord': 'The record of who got what stays, so that it can still be checked.',
  'close.staysCompany': 'A company keeps what it got before until it deletes it.',
  'close.act': 'Close my account',
  'close.keep': 'Keep it and go back',
  'close.done': 'Your account is closed',
  'close.doneWords': 'Nothing of yours reaches any company from now on.',
  'close.start': 'To the start',

  'verb.threads.list': verbWords['threads.list'],
  'verb.messages.read': verbWords['messages.read'],
  'verb.members.see': verbWords['members.see'],
  'verb.messages.write': verbWords['messages.write'],
  'verb.messages.delete': verbWords['messages.delete'],
  'verb.contact.own': verbWords['contact.own'],
  'verb.friends.list': verbWords['friends.list'],
  'verb.friends.contact': verbWords['friends.contact'],

  'field.thread.title': fieldWords['thread.title'],
  'field.thread.kind': fieldWords['thread.kind'],
  'field.message.text': fieldWords['message.text'],
  'field.message.sent_at': fieldWords['message.sent_at'],
  'field.message.author': fieldWords['message.author'],
  'field.message.edited_at': fieldWords['message.edited_at'],
  'field.message.reply_to': fieldWords['message.reply_to'],
  'field.message.reactions': fieldWords['message.reactions'],
  'field.message.attachments': fieldWords['message.attachments'],
  'field.message.card': fieldWords['message.card'],
  'field.member.name': fieldWords['member.name'],
  'field.member.joined_at': fieldWords['member.joined_at'],
  'field.contact.email': fieldWords['contact.email'],
  'field.contact.phone': fieldWords['contact.phone'],
  'field.friend.name': fieldWords['friend.name'],
  'field.friend.since': fieldWords['friend.since'],
} as const satisfies Readonly<Record<string, string>>
