// The picture of the register: which company has which power, as a table of dots and as bars; drawn here, without scripts.
import { type Verb, verbs } from '@countersign/protocol'
import { type Html, html } from '../http/html.ts'
import { verbWords } from '../http/words.ts'
import type { RegisteredPartner } from './register-model.ts'

/** The shortest name of each power, for a column. */
const shortWords: Readonly<Record<Verb, string>> = {
  'threads.list': 'List threads',
  'messages.read': 'Read messages',
  'members.see': 'See members',
  'messages.write': 'Send cards',
  'messages.delete': 'Delete its own',
  'contact.own': 'Your contacts',
  'friends.list': 'See friends',
  'friends.contact': "Friends' contacts",
}

/** The heads of the eight columns. */
export function powerHeads(): Html {
  return html`${verbs.map(
    (verb) =>
      html`<th scope="col" class="power"><span title="May ask to ${verbWords[verb]}">${shortWords[verb]}</span></th>`,
  )}`
}

/** The eight cells of a row: a full dot for what it may ask for, a ring for what it cannot ask for now. */
export function powerCells({ powers }: Pick<RegisteredPartner, 'powers'>): Html {
  return html`${verbs.map((verb) => html`<td class="power">${dot(powers, verb)}</td>`)}`
}

function dot({ live, past }: RegisteredPartner['powers'], verb: Verb): Html | false {
  if (live.includes(verb)) return mark('may', 'may ask')
  return past.includes(verb) && mark('was', 'not now')
}

const mark = (kind: 'may' | 'was', words: string): Html =>
  html`<svg class="dot ${kind}" viewBox="0 0 12 12" width="12" height="12" role="img" aria-label="${words}"><circle cx="6" cy="6" r="4.5" /></svg>`

/** How many companies may ask for each power now; each bar leads to them. */
export function powerBars(partners: readonly RegisteredPartner[], hrefOf: (verb: Verb) => string): Html {
  const counts = verbs.map((verb) => partners.filter(({ powers }) => powers.live.includes(verb)).length)
  const most = Math.max(1, ...counts)
  return html`<ul class="bars">${verbs.map((verb, i) => {
    const count = counts[i] ?? 0
    return html`<li><a href="${hrefOf(verb)}"><span>${sentence(verbWords[verb])}</span> <strong>${count}</strong></a>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="100" height="4" /><rect class="fill" width="${((count / most) * 100).toFixed(1)}" height="4" /></svg></li>`
  })}</ul>`
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`
