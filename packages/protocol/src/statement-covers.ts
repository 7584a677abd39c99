// Whether a signed statement says what a stored grant or answer says: a row may have become narrower since, never wider.
import type { Countersignature } from './countersignature.ts'
import type { Grant } from './grant.ts'
import type { StatementOf } from './statement.ts'

/** Whether the grant is the one that was signed, or less of it: powers, fields and threads can go, the end can come earlier. */
export function coversGrant(said: StatementOf<'grant_given'>, grant: Grant): boolean {
  return (
    said.person === grant.person &&
    said.grant === grant.id &&
    said.partner === grant.partner &&
    said.feature === grant.feature &&
    said.manifest_version === grant.manifestVersion &&
    said.purpose === grant.purpose &&
    said.screen_hash === grant.screenHash &&
    said.locale === grant.locale &&
    said.starts_at === grant.startAt &&
    grant.endAt <= said.ends_at &&
    (said.history || !grant.history) &&
    isPart(grant.verbs, said.verbs) &&
    isPart(grant.fields, said.fields) &&
    isPart(grant.threads, said.threads)
  )
}

/** Whether the answer is the one that was signed. Nothing of an answer changes but that it ends. */
export function coversAnswer(said: StatementOf<'countersignature_given'>, answer: Countersignature): boolean {
  return (
    said.person === answer.person &&
    said.countersignature === answer.id &&
    said.partner === answer.partner &&
    said.feature === answer.feature &&
    said.manifest_version === answer.manifestVersion &&
    said.purpose === answer.purpose &&
    said.thread === answer.thread &&
    said.answer === answer.answer &&
    said.starts_at === answer.startAt &&
    said.ends_at === answer.endAt &&
    said.history === answer.history &&
    said.screen_hash === answer.screenHash &&
    said.contact_fields.length === answer.contactFields.length &&
    isPart(answer.contactFields, said.contact_fields)
  )
}

function isPart(some: readonly string[], all: readonly string[]): boolean {
  const said = new Set(all)
  return some.every((one) => said.has(one))
}
