// What mails say in English.
import { isPurpose, purposes } from '@countersign/protocol'
import type { MailWords } from './mail-words.ts'

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

export const mailWordsEn: MailWords = {
  aCompany: 'A company',
  something: 'Something',
  firstDisclosure: (company, link) => ({
    subject: `${company} got something of yours`,
    text: `${company} got something of yours for the first time, through somebody else's connection, because you had said yes to it.

See what it got, and stop it with one click if you want to:

${link}

You get this once for each company.
`,
  }),
  featureEnding: ({ company, feature, endAt }, link) => ({
    subject: `${feature} of ${company} ends on ${day.format(endAt)}`,
    text: `${feature} of ${company}, which you allowed something, ends on ${day.format(endAt)}. From then on it gets nothing more through that. You need not do anything.

See what it may have until then, and what it got:

${link}
`,
  }),
  reminder(standing, more, link) {
    const lines = standing.map(({ company, feature, purpose, endAt }) => {
      const why = isPurpose(purpose) ? purposes[purpose].words : purpose
      return `- ${company}, ${feature}: for ${why}. Until ${day.format(endAt)}.`
    })
    if (more > 0) lines.push(`- and ${more} more.`)
    return {
      subject: 'What you allow companies still stands',
      text: `You have not looked for ninety days at what you allow companies. This still stands:

${lines.join('\n')}

Look through it, and withdraw with one click what you no longer want:

${link}

You get this every ninety days while something stands and you do not look. To get it no more by mail, use the link below or the one
your mail program shows; it waits for you on the page then.
`,
    }
  },
  account: {
    passkey_added: (url) => ({
      subject: 'A passkey was added to your account',
      text: `A passkey was added to your Countersign account. Whoever holds it can sign in.

If that was not you, remove it and change your password:

${url}/account
`,
    }),
    passkey_removed: (url) => ({
      subject: 'A passkey was removed from your account',
      text: `A passkey was removed from your Countersign account. It signs nobody in any more.

If that was not you, look through your passkeys and change your password:

${url}/account
`,
    }),
    passkey_copied: (url) => ({
      subject: 'A passkey of yours was refused',
      text: `A passkey of your Countersign account was refused: it signed with a count that was used before, so there may be two of it. Nobody was signed in.

Remove that passkey and add a new one:

${url}/account
`,
    }),
    password_changed: (url) => ({
      subject: 'Your password was changed',
      text: `The password of your Countersign account was changed by somebody who was signed in, and every other browser was signed out.

If that was not you, set it anew with a code by mail or from paper, then look through your passkeys and make new recovery codes:

${url}/recover
`,
    }),
    recovery_codes_made: (url) => ({
      subject: 'New recovery codes were made for your account',
      text: `New recovery codes were made for your Countersign account. Those from before count no more.

If that was not you, change your password and make new codes yourself:

${url}/account
`,
    }),
    password_recovered: (url) => ({
      subject: 'Your password was set anew',
      text: `The password of your Countersign account was set anew with a recovery code, and every browser was signed out.

If that was not you, set it anew yourself and make new recovery codes: whoever did it has one of yours, or reads your mail.

${url}/recover
`,
    }),
    key_waits: (url) => ({
      subject: 'A new browser wants to sign for you',
      text: `A new browser of your Countersign account asks to sign your answers to companies. In seven days it can, unless you stop it; at once, if another device of yours vouches for it.

If that was not you, stop it and change your password:

${url}/account
`,
    }),
    key_added: (url) => ({
      subject: 'A browser can sign for you',
      text: `A device of yours vouched for another browser. From now on that one can sign your answers to companies too.

If that was not you, end its key and change your password:

${url}/account
`,
    }),
    key_ended: (url) => ({
      subject: 'A key of yours was ended',
      text: `A key with which a browser signed your answers to companies was ended. What it signed before stays as it is.

If that was not you, change your password and look through your devices:

${url}/account
`,
    }),
  },
  proof: (publicUrl, link) => ({
    subject: 'Is this your address?',
    text: `Somebody who is signed in to Countersign at ${publicUrl} says that this is their address.

If that is you, open this page within an hour and say yes there:

${link}

If it is not you, do nothing. Nothing was kept, and this code works for nobody but the one who asked for it.
`,
  }),
  addressRemoved: (publicUrl, link) => ({
    subject: 'This address was taken away',
    text: `This address was just taken away from an account at ${publicUrl}. From now on nothing of that account comes here, and no company gets it.

If that was you, there is nothing to do. If it was not, somebody is using your account: sign in, end all other sessions and change the password:

${link}
`,
  }),
  reset: (publicUrl, link) => ({
    subject: 'A new password',
    text: `Somebody wants to set a new password for your Countersign account at ${publicUrl}.

If that is you, open this page within fifteen minutes:

${link}

If it is not you, do nothing: your password stays as it is. Nobody at Countersign asks you for this address.
`,
  }),
}
