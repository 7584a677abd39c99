// The words about one's addresses in English.

export const contactEn = {
  'contact.whose':
    'An address belongs to the person it reaches. It goes to a company only if you allow that company your own, or tick it for one that a friend uses. Nobody else can give it away.',
  'contact.none': 'No address yet.',
  'contact.list': 'Your addresses',
  'contact.reaches': 'reaches you',
  'contact.unproven': 'not proven: it leaves for nobody',
  'contact.email': 'Add an e-mail address',
  'contact.emailWhy':
    'We send a mail there to see that it reaches you. Nothing is kept until you say yes to it.',
  'contact.send': 'Send the mail',
  'contact.sent': 'A mail is on its way to {email}. Open the page it names within an hour.',
  'contact.remove': 'Remove',
  'contact.removeWhich': 'Remove {address}',
  'contact.removed': 'Taken away. It leaves for nobody from now on.',
  'contact.confirm': 'Is this your address?',
  'contact.confirmWhy':
    'You are signed in as {name}. If you asked for the mail that led you here, the address it came to becomes yours.',
  'contact.yes': 'Yes, it is mine',
  'contact.no': 'No, go back',
  'contact.proven': 'This address is yours. It goes to no company unless you tick it for one.',
  'contact.back': 'Back to privacy',
} as const satisfies Readonly<Record<string, string>>
