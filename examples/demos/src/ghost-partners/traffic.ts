// The companies of the register at work: each is let in by somebody, reads, and is then looked for in the register.
import type { Client } from '@countersign/sdk'
import { connect } from '../connect.ts'
import { fewAtATime, listOf } from '../in-turn.ts'
import { makeGroup, ownDisclosures, type Person, say, signUp } from '../people.ts'
import { type DemoPartner, type RecordedPartner, setUpPartner } from '../recorded-partner.ts'
import type { Stage } from '../stage.ts'
import { GROUP, others, toRead } from './companies.ts'
import { OWN_INTERESTS, PROVIDERS } from './story.ts'

/** A company of the register, and what its own software holds of somebody. */
export interface Company {
  readonly declared: DemoPartner
  readonly client: Client
  /** How many items it has read. */
  readonly items: number
}

/** The people who let them in, and the companies. */
export interface Town {
  readonly neighbours: readonly Person[]
  readonly companies: readonly Company[]
}

/** So many people let companies in at the same time. */
const NEIGHBOURS = 8

/** Registers them, has each let in by one of the neighbours, and lets it read. */
export async function openTown({ platform, operator, say: tell }: Stage): Promise<Town> {
  const recorded: RecordedPartner[] = []
  for (const declared of others) recorded.push(await setUpPartner(platform, operator.register, declared))
  tell(`${recorded.length} companies more are in the register; each is let in by somebody, and reads`)
  const homes = await fewAtATime(Array.from({ length: NEIGHBOURS }), async (_, home) => {
    const person = await signUp(platform, { login: `neighbour.${home + 1}`, name: `Neighbour ${home + 1}` })
    const friend = await signUp(platform, { login: `friend.${home + 1}`, name: `Friend ${home + 1}` })
    const chat = await makeGroup(person, [friend], 'Next door')
    await say(person, chat, 'One line for everybody I let in.')
    const companies: Company[] = []
    // One after the other: a person has one browser.
    for (const [i, one] of recorded.entries()) {
      const declared = others[i]
      if (i % NEIGHBOURS !== home || declared === undefined) continue
      companies.push(await letIn(person, chat, one, declared))
    }
    return { person, companies }
  })
  const companies = homes.flatMap((home) => home.companies)
  return { neighbours: homes.map(({ person }) => person), companies }
}

async function letIn(
  person: Person,
  chat: string,
  recorded: RecordedPartner,
  declared: DemoPartner,
): Promise<Company> {
  const partner = recorded.listen(() => undefined)
  const { connection } = await connect(partner, person, toRead, { threads: [chat], history: true }, null)
  const client = await partner.client({ connection, save: async () => undefined })
  const [thread] = await listOf(client.threads(GROUP))
  const items = thread === undefined ? [] : await listOf(client.messages(GROUP, thread.id))
  return { declared, client, items: items.length }
}

/** A company as the register shows it to everybody. */
export interface Listed {
  readonly slug: string
  readonly name: string
  readonly role: string
  readonly declared_role: string
  readonly features: readonly {
    readonly slug: string
    readonly state: string
    readonly end_at: string | null
    readonly exception: { readonly new_end_at: string; readonly agreed_at: string | null } | null
  }[]
}

/** The whole register. */
export async function readRegister(platform: string): Promise<readonly Listed[]> {
  const listed: Listed[] = []
  let after: string | null = ''
  while (after !== null) {
    const query: string = after === '' ? '' : `?after=${encodeURIComponent(after)}`
    const answer = await fetch(`${platform}/register.json${query}`)
    const page = (await answer.json()) as { partners: readonly Listed[]; next: string | null }
    listed.push(...page.partners)
    after = page.next
  }
  return listed
}

/** What the register says of those who call themselves service providers. */
export async function judgeRoles({ platform, figures }: Pick<Stage, 'platform' | 'figures'>): Promise<void> {
  const providers = (await readRegister(platform)).filter((one) => one.declared_role === 'processor')
  figures.equal('PER-06', 'companies that call themselves service providers', PROVIDERS, providers.length)
  const third = providers.filter(({ role }) => role === 'third_party').length
  figures.equal('PER-06', 'of them, with purposes of their own: third parties', OWN_INTERESTS, third)
}

/** Register and traffic, held against each other both ways: by what each company's software got, and by people's pages. */
export async function compare(
  { platform, operator, figures }: Stage,
  got: readonly DemoPartner[],
  people: readonly Person[],
): Promise<void> {
  const listed = await readRegister(platform)
  const slugs = new Set(listed.map(({ slug }) => slug))
  const reached = new Set(got.map(({ slug }) => slug))
  figures.equal('TRN-03', 'companies that got something', listed.length, reached.size)
  figures.equal('TRN-03', 'of them, not in the register', 0, countOutside(reached, slugs))
  figures.equal('TRN-03', 'in the register, and got nothing', 0, countOutside(slugs, reached))
  const pages = await fewAtATime(people, async (person) => ownDisclosures(person))
  const named = new Set(pages.flat().map(({ partner }) => partner.name))
  const names = new Set(listed.map(({ name }) => name))
  const difference = countOutside(named, names) + countOutside(names, named)
  figures.equal('TRN-03', 'difference between the register and people’s own pages', 0, difference)
  const { unregistered } = await operator.reconcile()
  figures.equal('TRN-03', 'companies in the ledger and not in the register', 0, unregistered.length)
}

function countOutside(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  return [...some].filter((one) => !others.has(one)).length
}
