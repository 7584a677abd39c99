// A person with 500 contacts connects a shop; seven of the 500 let it have their e-mail address, one only that they are there.
import type { Client, Connection, ContactItem } from '@countersign/sdk'
import { findBytes, type Needle } from '../byte-search.ts'
import { connect, signInAt } from '../connect.ts'
import type { Figures } from '../figures.ts'
import { fewAtATime, listOf } from '../in-turn.ts'
import { answerFor, done, ownDisclosures, type Person, signUp } from '../people.ts'
import { outcomeOf } from '../reader.ts'
import { type Received, setUpPartner } from '../recorded-partner.ts'
import type { Stage } from '../stage.ts'
import { ALLOWED, CONTACTS, emailOf, FIND, loginOf, nameOf, owner, SHOP, shop } from './story.ts'

interface Book {
  readonly magdalena: Person
  /** The first of the 500, who are at their browsers: seven who allow, one who ticks nothing, one who says never. */
  readonly acting: readonly Person[]
  readonly emails: readonly string[]
}

interface Granted {
  readonly partner: { readonly id: string; readonly name: string }
  readonly feature: { readonly id: string }
}

/** Plays the shop's part. */
export async function sellToFriends({ platform, operator, figures }: Stage): Promise<void> {
  const book = await fill({ platform, operator })
  figures.equal('COP-07', 'contacts in the address book', CONTACTS, book.emails.length)
  const received: Received[] = []
  const shopAs = await setUpPartner(platform, operator.register, shop)
  const partner = shopAs.listen((one) => void received.push(one))
  const clientOf = (connection: Connection): Promise<Client> =>
    partner.client({ connection, save: async () => undefined })
  const signedIn = await outcomeOf(contactsOf(await clientOf(await signInAt(partner, book.magdalena))))
  figures.equal('COP-07', 'signed in only: what the shop may have of her friends', 'NO_GRANT', signedIn)
  const asks = [{ purpose: FIND, actions: ['contact.own', 'friends.contact'] }] as const
  const { connection } = await connect(partner, book.magdalena, asks, { threads: [], history: false }, null)
  const client = await clientOf(connection)
  const early = (await contactsOf(client)).length
  figures.equal('COP-07', 'she allows, nobody else does: addresses of others', 0, early)
  await answer(book)
  await look(book, client, received, figures)
}

async function fill({ platform, operator }: Pick<Stage, 'platform' | 'operator'>): Promise<Book> {
  const names = Array.from({ length: CONTACTS }, (_, n) => nameOf('contact', n))
  const magdalena = await signUp(platform, owner)
  const acting = await fewAtATime(names.slice(0, ALLOWED + 2), (name) =>
    signUp(platform, { login: loginOf(name), name }),
  )
  const rest = await operator.openAccounts(names.slice(acting.length))
  const ids = [...acting.map(({ id }) => id), ...rest]
  const emails = names.map(emailOf)
  const addresses = ids.map((person, i) => ({ person, email: emails[i] ?? '' }))
  await operator.proveAddresses([{ person: magdalena.id, email: emailOf(owner.name) }, ...addresses])
  await operator.befriend(ids.map((id) => [magdalena.id, id]))
  return { magdalena, acting, emails }
}

/** Seven tick their e-mail address, the eighth allows without ticking anything, the ninth wants nothing of it. */
async function answer({ magdalena, acting }: Book): Promise<void> {
  const grants = await done<{ items: readonly Granted[] }>(magdalena.browser.call('GET', '/api/v1/grants'))
  const granted = grants.items.find(({ partner }) => partner.name === SHOP)
  if (granted === undefined) throw new Error('she gave the shop nothing')
  const asked = {
    partner: granted.partner.id,
    feature: granted.feature.id,
    manifest_version: 1,
    purpose: FIND,
  }
  await fewAtATime(acting, (person, i) => {
    if (i < ALLOWED) return answerFor(person, asked, { answer: 'allow', contact_fields: ['contact.email'] })
    return answerFor(person, asked, { answer: i === ALLOWED ? 'allow' : 'never' })
  })
}

async function look(
  book: Book,
  client: Client,
  received: readonly Received[],
  figures: Figures,
): Promise<void> {
  const from = received.length
  const own = await listOf(client.ownContact(FIND))
  const others = await contactsOf(client)
  figures.equal('COP-07', 'seven allow: her own addresses', 1, own.length)
  figures.equal('COP-07', 'seven allow: addresses of others', ALLOWED, others.length)
  const fields = new Set([...own, ...others].flatMap((item) => Object.keys(item)))
  for (const known of ['kind', 'id', 'friend']) fields.delete(known)
  figures.equal('COP-07', 'fields of a contact that came out', 'email', [...fields].join(' '))
  searchBytes(book, received.slice(from), figures)
  const told = await fewAtATime(book.acting, async (person) => (await ownDisclosures(person)).length)
  const seven = told.slice(0, ALLOWED).filter((count) => count === 1).length
  figures.equal('TRN-04', 'of the seven, who see it once on their own page', ALLOWED, seven)
  const rest = told.slice(ALLOWED).reduce((sum, count) => sum + count, 0)
  figures.equal('TRN-01', 'lines on the pages of two who let nothing pass', 0, rest)
  const hers = (await ownDisclosures(book.magdalena)).filter(({ partner }) => partner.name === SHOP)
  figures.equal('TRN-01', 'lines on her own page about her own address', 1, hers.length)
}

function searchBytes({ emails, acting }: Book, received: readonly Received[], figures: Figures): void {
  const bytes = received.map((one) => one.bytes)
  const needles = emails.map((text): Needle => ({ what: 'an address', text }))
  const found = (of: readonly Needle[]): number => findBytes(bytes, of).length
  const others = `of the other ${CONTACTS - ALLOWED} addresses, found in the bytes`
  figures.equal('COP-07', others, 0, found(needles.slice(ALLOWED)))
  figures.equal('COP-07', 'the same search for the seven finds', ALLOWED, found(needles.slice(0, ALLOWED)))
  const names = emails.map((_, n): Needle => ({ what: 'a name', text: nameOf('contact', n) }))
  figures.equal('COP-06', `of the ${CONTACTS} names, found in the bytes`, 0, found(names))
  const ids = acting.map(({ id }): Needle => ({ what: 'an id', text: id }))
  figures.equal('SCP-06', "of the platform's ids for them, found in the bytes", 0, found(ids))
}

function contactsOf(client: Client): Promise<readonly ContactItem[]> {
  return listOf(client.friendContacts(FIND, { limit: 200 }))
}
