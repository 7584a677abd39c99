// What a partner proposes to one person, while it can still be confirmed.
import type { DraftId, PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { type Draft, findDraft } from '../store/drafts.ts'
import { findPartner, type Partner } from '../store/partners.ts'
import type { System } from '../system.ts'

/** The draft and who proposes it. @throws {Problem} NOT_FOUND for one made for somebody else */
export async function readDraft(
  { app }: Pick<System, 'app'>,
  { person, draft: id }: { readonly person: PersonId; readonly draft: DraftId },
): Promise<{ readonly draft: Draft; readonly partner: Partner }> {
  const draft = await findDraft(app, id, person)
  const partner = draft && (await findPartner(app, draft.partner))
  if (draft === undefined || partner === undefined) throw new Problem('NOT_FOUND')
  return { draft, partner }
}
