// A withdrawal that was acknowledged holds: nothing a partner received rests on what was taken back before it asked.
import type { PersonId } from '@countersign/protocol'
import { itemsIn, type Recorded } from './answer-check.ts'
import { type Answer, type Journal, possibleStates } from './journal.ts'

/** What a partner may have of somebody, register by register: the states in which it may. */
const opening: Readonly<Record<'answer' | 'switch' | 'grant', readonly string[]>> = {
  answer: ['allow'],
  switch: ['off'],
  grant: ['given', 'narrowed'],
}

/** The name of a person's register. */
export function registerOf(what: keyof typeof opening, person: PersonId): string {
  return `${what} of ${person}`
}

/** The register of a message's words. */
export function wordsOf(mark: string): string {
  return `words of ${mark}`
}

/** The words of a message at a version, which name both. */
export function words(mark: string, version: number, more: string): string {
  return `${mark}.${version} ${more}`
}

/** The mark in words; undefined when they have none. */
export function markIn(text: string): string | undefined {
  return /^(k\d+)\.\d+ /.exec(text)?.[1]
}

/** Everything in an answer that was taken back, deleted or replaced, acknowledged, before the answer was asked for. */
export function staleProblems(
  answer: Answer,
  recorded: Recorded,
  registers: Journal['registers'],
): readonly string[] {
  const { got, person, verb } = answer
  const { decision } = recorded
  if (got.status !== 200 || decision === undefined) return []
  const can = (name: string): ReadonlySet<string> | undefined => {
    const register = registers.get(name)
    return register && possibleStates(register, got.began, got.ended)
  }
  const closed = (what: keyof typeof opening, whose: PersonId, open: readonly string[]): boolean => {
    const states = can(registerOf(what, whose))
    return states !== undefined && !open.some((state) => states.has(state))
  }
  const problems: string[] = []
  const permitted = verb === 'members.see' ? ['given'] : opening.grant
  if (closed('grant', person, permitted)) problems.push(`${decision.decision}: its permission was withdrawn`)
  for (const whose of new Set([person, ...recorded.disclosures.map((one) => one.person)])) {
    if (closed('switch', whose, opening.switch))
      problems.push(`${decision.decision}: holds data of somebody whose switch was on`)
    if (whose !== person && closed('answer', whose, opening.answer))
      problems.push(`${decision.decision}: holds data of somebody who had taken their answer back`)
  }
  return [...problems, ...staleWords(decision.decision, got.body.toString('utf8'), can)]
}

function staleWords(
  named: string,
  text: string,
  can: (name: string) => ReadonlySet<string> | undefined,
): readonly string[] {
  return itemsIn(text).whole.flatMap((item) => {
    const { text: said } = JSON.parse(item) as { text?: string }
    const mark = said === undefined ? undefined : markIn(said)
    const states = mark === undefined ? undefined : can(wordsOf(mark))
    return said === undefined || states === undefined || states.has(said)
      ? []
      : [`${named}: holds words that were changed or deleted before`]
  })
}
