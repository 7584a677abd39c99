// Refuses what another site makes a browser send: every state-changing request of a page names our own origin.
import { Problem } from '../problems.ts'

/**
 * Checks the Origin header browsers put on every POST. A request without one does not come from a page of ours.
 * @throws {Problem} WRONG_ORIGIN
 */
export function assertOwnOrigin(publicUrl: string, origin: string | undefined): void {
  if (origin === undefined || origin !== new URL(publicUrl).origin) throw new Problem('WRONG_ORIGIN')
}
