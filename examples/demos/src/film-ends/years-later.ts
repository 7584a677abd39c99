// December 2018: the film service is still in the register, still certified, and tries again with everything it kept.
import type { Partner } from '@countersign/sdk'
import { fewAtATime } from '../in-turn.ts'
import { grantsOf, signIn } from '../people.ts'
import { outcomeOf } from '../reader.ts'
import type { Stage } from '../stage.ts'
import { clientOf, renewing, type Viewer } from './audience.ts'
import { ENDS, FILMS, PROBES, SHARE, tipOf, toSend, YEARS_LATER } from './story.ts'

/** What a company that kept everything can try: each in turn, for one person after the other. */
const tries: readonly ((partner: Partner, viewer: Viewer, n: number) => Promise<unknown>)[] = [
  async (partner, viewer, n) => (await clientOf(partner, viewer)).draft(SHARE, tipOf(n)),
  async (partner, viewer) => first((await clientOf(partner, viewer)).threads(SHARE)),
  async (partner, viewer, n) => (await renewing(partner, viewer)).draft(SHARE, tipOf(n)),
  (partner) => partner.connect({ asks: toSend }),
]

interface Registered {
  readonly features: readonly { readonly state: string; readonly end_at: string | null }[]
}

/** Plays it. */
export async function threeYearsLater(
  { platform, operator, figures, crowd, say }: Stage,
  partner: Partner,
  viewers: readonly Viewer[],
): Promise<void> {
  await operator.moveClock(YEARS_LATER, 'runs')
  // A year without certification would refuse it for that alone; here nothing but the end does.
  await operator.certify(FILMS)
  const probes = crowd(PROBES)
  say(`December 2018: the film service tries ${probes} times`)
  const codes = await fewAtATime(Array.from({ length: probes }), async (_, n) => {
    const viewer = viewers[n % viewers.length]
    const tried = tries[n % tries.length]
    if (viewer === undefined || tried === undefined) throw new Error('nothing to try')
    return outcomeOf(tried(partner, viewer, n))
  })
  const permits = codes.filter((code) => code === 'permit').length
  figures.equal('SUN-01', 'tries in December 2018', probes, codes.length)
  figures.equal('SUN-01', 'of them, permitted', 0, permits)
  const [viewer] = viewers
  if (viewer === undefined) throw new Error('nobody let the film service send')
  await signIn(viewer.person)
  const [grant] = await grantsOf(viewer.person)
  figures.equal('TRN-02', 'the permission on a page of then', 'feature_ended', grant?.standing ?? 'none')
  const entry = (await (await fetch(`${platform}/register/${FILMS}.json`)).json()) as Registered
  const features = entry.features.map(({ state, end_at }) => `${state} ${end_at}`).join(' ')
  figures.equal('SUN-01', 'the feature in the register', `ended ${new Date(ENDS).toISOString()}`, features)
}

function first<Answer>(list: { answers(): AsyncIterable<Answer> }): Promise<unknown> {
  return list.answers()[Symbol.asyncIterator]().next()
}
