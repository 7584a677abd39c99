// `npm run prove`: one of its proofs for real, and its page as people see it.
import { chromium } from 'playwright-core'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { findChromium } from '../src/chromium.ts'
import { moments, victims } from '../src/proofs/kills/deck.ts'
import { pageOf } from '../src/proofs/prove/page/page.ts'
import { full, stepsOf } from '../src/proofs/prove/plan.ts'
import type { ProofRun } from '../src/proofs/prove/proof-run.ts'
import { type Proof, runStep } from '../src/proofs/prove/run-step.ts'
import { verdictOf } from '../src/proofs/prove/verdict.ts'
import { accessible, picture } from './_pictures.ts'

vi.setConfig({ testTimeout: 120_000 })

const steps = stepsOf(full)
const never = new AbortController().signal

describe('a proof', () => {
  const [worlds] = steps
  if (worlds === undefined) throw new Error('no proof of worlds')

  it('is run through the command line, and gives figures and details', async () => {
    const proof = await runStep({ ...worlds, args: ['worlds', '--count', '80', '--http', '0'] }, never)
    expect(proof.figures.length).toBeGreaterThan(3)
    expect(Object.keys(proof.details)).toContain('outcomes')
    expect(pageOf(runOf([proof]))).toContain('How calls ended')
  })

  it('that ends before it has figures has none', async () => {
    const proof = await runStep({ ...worlds, args: ['worlds', '--count', 'many'] }, never)
    expect(proof.figures).toEqual([])
    expect(verdictOf(steps, [proof], false).missing).toContain('worlds')
  })
})

function runOf(proofs: readonly Proof[]): ProofRun {
  return {
    at: '2026-11-23T20:00:00.000Z',
    seconds: 4_000,
    sizes: full,
    machine: { commit: 'a'.repeat(40), PostgreSQL: '18.4, embedded', Node: '24.21.0' },
    verdict: verdictOf(steps, proofs, false),
    proofs,
  }
}

/** Proofs as they tell of themselves, `held` or with one figure that does not hold. */
function proofs(held: boolean): readonly Proof[] {
  const figure = (what: string, expected: string, seen: string, ok = true) => ({
    what,
    duty: 'design §12',
    expected,
    seen,
    ok,
  })
  const details: Record<Proof['name'], Proof['details']> = {
    worlds: {
      outcomes: {
        'messages.read items': 300_000,
        'messages.read NO_GRANT': 200_000,
        'members.see items': 90,
      },
      faults: Array.from({ length: 30 }, (_, i) => ({
        layer: ['rule', 'look', 'wire'][i % 3] ?? '',
        what: `fault ${i}`,
        duty: 'design §4',
        calls: 2 ** (i % 20),
        found: held || i > 0 ? 'a difference' : null,
      })),
      withheld: {
        '8 They have not allowed it.': 900,
        '11 <b>It</b> was sent before the grant began.': 1_800,
      },
    },
    races: { codes: { NO_GRANT: 20, BUSY: 3 } },
    events: {},
    kills: {
      kills: victims.flatMap((victim) =>
        moments.map((moment, i) => ({ victim, moment, served_after_ms: 200 + 300 * i })),
      ),
    },
  }
  return steps.map(({ name, title, says, args }) => ({
    name,
    title,
    says,
    command: `countersign ${args.join(' ')}`,
    seconds: 600,
    figures: [
      figure('differences', '0', held ? '0' : '2', held),
      figure('calls', '≥ 1000000', '1000040'),
      figure('planted: a cache', 'found', 'after 12 reads'),
      figure('acts: grant given', '', '400 (2 refused)'),
      figure('seconds', '', '601'),
    ],
    details: details[name],
  }))
}

describe('the page', async () => {
  const browser = await chromium.launch(await findChromium())
  afterAll(() => browser.close())

  it.each([
    ['held', true, 'All 12 promises held'],
    ['broken', false, '4 of 12 promises broken'],
  ] as const)(
    'of a run that %s is whole, readable and asks nobody for anything',
    async (name, held, title) => {
      const context = await browser.newContext()
      const page = await context.newPage()
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await page.setContent(pageOf(runOf(proofs(held))))
      expect(await page.locator('h1').innerText()).toContain(title)
      expect(await page.locator('figure').count()).toBe(7)
      expect(await page.locator('strong.wrong').count()).toBe(held ? 0 : 5)
      expect(await page.locator('figure b').count()).toBe(0)
      expect(await page.getByText('1,000,040').first().isVisible()).toBe(true)
      await picture(page, `prove-${name}`)
      await accessible(page, `prove-${name}`)
      expect(asked).toEqual([])
      await context.close()
    },
  )
})
