// Two integrations on devices that nobody was to see: they want a key without an entry, and then the key of somebody else.
import { generateKeyPairSync } from 'node:crypto'
import type { Partner } from '@countersign/sdk'
import { OperatorRefusal } from '../operator.ts'
import { outcomeOf } from '../reader.ts'
import { type DemoPartner, setUpPartner } from '../recorded-partner.ts'
import type { Stage } from '../stage.ts'
import { GROUP, hidden, toRead } from './companies.ts'
import { HIDDEN } from './story.ts'
import type { Company } from './traffic.ts'

/** Plays both. Resolves with those of them that got data all the same. */
export async function tryUnseen(stage: Stage, town: readonly Company[]): Promise<readonly DemoPartner[]> {
  const { figures } = stage
  const [sibling] = town
  if (sibling === undefined) throw new Error('there is no company whose token could be lent')
  const tried: Tried[] = []
  for (const device of hidden) tried.push(await tryOne(stage, device, sibling))
  const refused = (way: keyof Tried, ...codes: readonly string[]): number =>
    tried.filter((one) => codes.includes(one[way])).length
  const asks = 'hidden integrations refused when they ask for a key without an entry'
  figures.equal('TRN-03', asks, HIDDEN, refused('unlisted', 'BAD_REQUEST'))
  const comes = 'refused when they come without one'
  figures.equal('TRN-03', comes, HIDDEN, refused('unknown', 'AUTHORIZATION_REFUSED'))
  const signsUp = 'refused when they register their own software'
  figures.equal('TRN-03', signsUp, HIDDEN, refused('dynamic', '404'))
  const lent = 'refused with the token of a company that is in the register'
  figures.equal('TRN-03', lent, HIDDEN, refused('lent', 'AUTHORIZATION_REFUSED', 'CONNECTION_ENDED'))
  return hidden.filter((_, n) => tried[n]?.lent === 'permit')
}

/** How each way in ended, by the code or the status it was refused with. */
type Tried = Readonly<Record<'unlisted' | 'unknown' | 'dynamic' | 'lent', string>>

async function tryOne({ platform, operator }: Stage, device: DemoPartner, sibling: Company): Promise<Tried> {
  const unlisted = await operator
    .register({ ...device, homepage: `https://${device.slug}.example`, unlisted: true })
    .then(
      () => 'permit',
      (error: unknown) => (error instanceof OperatorRefusal ? String(error.code) : 'failed'),
    )
  const nobody = `client_${'0'.repeat(32)}`
  const software = (await setUpPartner(platform, async () => nobody, device)).listen(() => undefined)
  const unknown = await outcomeOf(software.connect({ asks: toRead }))
  const dynamic = await fetch(`${platform}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: [`https://${device.slug}.example/callback`] }),
  })
  return { unlisted, unknown, dynamic: String(dynamic.status), lent: await tryLent(software, sibling) }
}

/** All that another company was given, in software with keys of its own: what is bound to a key is worth nothing without. */
async function tryLent(software: Partner, { client }: Company): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const dpopKey = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256' }
  const lent = await software.client({
    connection: { ...client.connection, dpopKey },
    save: async () => undefined,
  })
  return outcomeOf(lent.threads(GROUP).answers()[Symbol.asyncIterator]().next())
}
