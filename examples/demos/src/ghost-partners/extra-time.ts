// 61 companies want more time: each gets a no, or an entry that everybody can read, and nobody gets time in silence.
import { OperatorRefusal, type Reviewer } from '../operator.ts'
import { passwordOf, signUp } from '../people.ts'
import type { Stage } from '../stage.ts'
import { DAY_MS } from '../time.ts'
import { askingForTime, featureOf } from './companies.ts'
import { AGREED, ASKED, ASKING, ENDED_BEFORE, ENDING_SOON, TOO_LATE, TOO_MUCH } from './story.ts'
import { readRegister } from './traffic.ts'

/** Plays it: one reviewer asks for each of them, a day later another one agrees to what is public. */
export async function askForTime(stage: Stage): Promise<void> {
  const { operator, figures, platform } = stage
  const [asking, agreeing] = await makeReviewers(stage)
  await operator.moveClock(ASKED, 'runs')
  const outcomes: { readonly code: string; readonly exception?: string }[] = []
  for (const [i, company] of askingForTime.entries()) {
    const tooMuch = i >= TOO_LATE && i < TOO_LATE + TOO_MUCH
    const until = (i < TOO_LATE ? ENDED_BEFORE : ENDING_SOON) + (tooMuch ? 60 : 30) * DAY_MS
    const asked = { feature: featureOf(company), until, reason: 'Its successor is late.', as: asking }
    outcomes.push(
      await operator.askException(asked).then(
        (exception) => ({ code: 'public', exception }),
        (error: unknown) => ({ code: error instanceof OperatorRefusal ? String(error.code) : 'failed' }),
      ),
    )
  }
  const count = (code: string): number => outcomes.filter((one) => one.code === code).length
  const open = ASKING - TOO_LATE - TOO_MUCH
  figures.equal('SUN-06', 'requests for more time', ASKING, outcomes.length)
  figures.equal('SUN-06', 'refused, because it is over', TOO_LATE, count('FEATURE_ENDED'))
  figures.equal('SUN-06', 'refused, because it is too much', TOO_MUCH, count('TERM_TOO_LONG'))
  const asked = (await exceptionsOf(platform)).length
  figures.equal('SUN-06', 'asked for in public', open, asked)
  figures.equal('SUN-06', 'silent ones', 0, ASKING - count('FEATURE_ENDED') - count('TERM_TOO_LONG') - asked)
  await operator.moveClock(AGREED, 'runs')
  for (const { exception } of outcomes)
    if (exception !== undefined) await operator.agreeToException({ exception, as: agreeing })
  await judgeRegister(stage, open)
}

async function makeReviewers({ platform, operator }: Stage): Promise<readonly [Reviewer, Reviewer]> {
  const reviewers = []
  for (const [login, name] of [
    ['rita', 'Rita'],
    ['ruben', 'Ruben'],
  ] as const) {
    const { id } = await signUp(platform, { login, name })
    await operator.nameReviewer(id)
    reviewers.push({ login, password: passwordOf(login) })
  }
  const [asking, agreeing] = reviewers
  if (asking === undefined || agreeing === undefined) throw new Error('two people review')
  return [asking, agreeing]
}

async function exceptionsOf(platform: string) {
  return (await readRegister(platform)).flatMap(({ features }) =>
    features.flatMap(({ exception }) => exception ?? []),
  )
}

/** What everybody reads of it: those agreed to, thirty days at most, and nobody else's end has moved. */
async function judgeRegister({ platform, figures }: Stage, open: number): Promise<void> {
  const agreed = (await exceptionsOf(platform)).filter(({ agreed_at }) => agreed_at !== null)
  figures.equal('SUN-06', 'agreed to by somebody else, in public', open, agreed.length)
  const asked = new Set(askingForTime.map(({ slug }) => slug))
  const ends = (await readRegister(platform))
    .filter(({ slug }) => asked.has(slug))
    .flatMap(({ features }) =>
      features.map(({ end_at, exception }) => ({ end: Date.parse(end_at ?? ''), exception })),
    )
  const moved = ends.filter(({ end }) => end !== ENDED_BEFORE && end !== ENDING_SOON)
  const silently = moved.filter(({ exception }) => exception === null).length
  figures.equal('SUN-06', 'ends that moved', open, moved.length)
  figures.equal('SUN-06', 'ends that moved without an entry', 0, silently)
  const days = Math.max(...moved.map(({ end }) => (end - ENDING_SOON) / DAY_MS))
  figures.atMost('SUN-06', 'days the longest of them is', 30, days)
}
