// The promises as data: each clause, the duties that keep it, the tests that hold those and what they said last.
import { z } from 'zod'
import type { DutyClaim, Promises } from './claims.ts'

const standing = z
  .enum(['kept', 'part', 'not-yet', 'not-run', 'broken'])
  .describe('`not-run`: not tested here on the code that serves. `broken`: a test that holds it failed.')

/** `GET /promises.json` */
export const promisesSchema = z.strictObject({
  tested_at: z.iso
    .datetime()
    .nullable()
    .describe('When the newest linked test was run; null: none was run here.'),
  clauses: z.array(
    z.strictObject({
      id: z.string(),
      source: z.string(),
      place: z.string(),
      words: z.string(),
      standing,
      duties: z.array(z.string()),
    }),
  ),
  duties: z.array(
    z.strictObject({
      id: z.string(),
      rule: z.string(),
      standing,
      missing: z.string().describe('What of it is not there yet.'),
      tests: z.array(
        z.strictObject({
          path: z.string(),
          outcome: z.enum(['passed', 'failed', 'skipped']).nullable().describe('Null: not run here.'),
          at: z.iso.datetime().nullable(),
          older_code: z.boolean().describe('It was run on other code than serves here.'),
        }),
      ),
    }),
  ),
})

/** The body of `/promises.json`. */
export function promisesJson({
  sources,
  clauses,
  duties,
  testedAt,
}: Promises): z.input<typeof promisesSchema> {
  return {
    tested_at: testedAt,
    clauses: clauses.map(({ clause, standing: of, duties: kept }) => ({
      id: clause.id,
      source: sources.find(({ id }) => id === clause.source)?.name ?? clause.source,
      place: clause.place,
      words: clause.words,
      standing: of,
      duties: kept.map(({ duty }) => duty.id),
    })),
    duties: duties.map(dutyJson),
  }
}

function dutyJson({
  duty,
  standing: of,
  tests,
}: DutyClaim): z.input<typeof promisesSchema>['duties'][number] {
  return {
    id: duty.id,
    rule: duty.rule,
    standing: of,
    missing: duty.missing,
    tests: tests.map(({ path, result, older }) => ({
      path,
      outcome: result?.outcome ?? null,
      at: result?.at ?? null,
      older_code: older,
    })),
  }
}
