// The words of the share sheet in English.
export const shareEn = {
  'share.title': 'Send this',
  'share.promise': '{company} learns nothing about your threads: not who is in them, not which one you pick.',
  'share.toThread': 'To a thread',
  'share.toFriend': 'To a friend',
  'share.nobody': 'There is nobody to send it to yet. Find a friend first:',
  'share.not': 'Do not send, back to {company}',
  'share.sure': 'Send it to {title}?',
  'share.seen': 'Everyone in the thread sees it, and that it came through {company}.',
  'share.yes': 'Yes, send it',
  'share.no': 'No, go back',
  'share.once': 'This can be used once, within five minutes.',
  'share.sent': 'Sent',
  'share.sentWords':
    'Your card is in {title}. {company} was not told: not where it went, not even that you sent it.',
  'share.see': 'See it in {title}',
  'share.back': 'Back to {company}',
} as const satisfies Readonly<Record<string, string>>
