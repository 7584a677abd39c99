// Forgets when somebody took their things along, once a day has passed in which it counts.
import { DAY_MS } from '@countersign/protocol'
import { deleteExports } from '../store/exports.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** Every hour. */
export function forgetExports({ app }: Pick<System, 'app'>): Job {
  return {
    name: 'forget exports',
    everyMs: 3_600_000,
    run: ({ at }) => deleteExports(app, at - DAY_MS),
  }
}
