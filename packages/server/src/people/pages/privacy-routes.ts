// The privacy centre's routes: the page, each time something went out, the switch, withdrawing.
import type { Instant } from '@countersign/protocol'
import { z } from 'zod'
import { listDisclosures } from '../../acts/list-disclosures.ts'
import { setSwitch } from '../../acts/set-switch.ts'
import { withdrawGrant } from '../../acts/withdraw-grant.ts'
import { partnerNames } from '../../store/names.ts'
import { markNoticesSeen, noticesOf, type SeenNotice } from '../../store/notices.ts'
import type { System } from '../../system.ts'
import { companyViews, disclosureOf } from './privacy-model.ts'
import { gotPage, type PrivacyPage, privacyPage } from './privacy-view.ts'
import { goOn, idIn, type PageScope, pageTime, show, signedIn, type Visitor } from './scope.ts'

const NOTICES_SHOWN = 30
const DISCLOSURES_SHOWN = 50

/** What was just done, as the address says after a form. */
const done = z.enum(['withdrawn', 'taken-back', 'changed', 'switch']).optional()

/** Adds the privacy centre. */
export function privacyPages({ http, system }: PageScope): void {
  http.get(
    '/privacy',
    { schema: { hide: true, querystring: z.object({ done }) } },
    async (request, reply) => {
      const visitor = await signedIn(system, request)
      const now = pageTime(system)
      const companies = await companyViews(system, visitor, now)
      const notices = await noticeViews(system, visitor, now)
      const body = privacyPage(
        { restricted: visitor.restricted, companies, notices, done: request.query.done ?? null },
        now,
      )
      return show(reply, { title: 'Privacy', body, visitor, here: '/privacy' })
    },
  )
  const gotQuery = z.object({ before: z.coerce.number().int().nonnegative().optional() })
  http.get('/privacy/got', { schema: { hide: true, querystring: gotQuery } }, async (request, reply) => {
    const visitor = await signedIn(system, request)
    const before = request.query.before ?? null
    const found = await listDisclosures(system, { person: visitor.id, limit: DISCLOSURES_SHOWN + 1, before })
    const shown = found.slice(0, DISCLOSURES_SHOWN)
    const older = found.length > shown.length ? (shown.at(-1)?.leafIndex ?? null) : null
    const body = gotPage({ disclosures: shown.map(disclosureOf), older }, pageTime(system))
    return show(reply, { title: 'Who got what', body, visitor, here: '/privacy' })
  })
  http.post(
    '/privacy/switch',
    { schema: { hide: true, body: z.object({ on: z.enum(['yes', 'no']) }) } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      await setSwitch(system, { person, on: request.body.on === 'yes' })
      return goOn(reply, '/privacy?done=switch')
    },
  )
  http.post(
    '/privacy/permissions/:grant/withdraw',
    { schema: { hide: true, params: z.object({ grant: z.string() }) } },
    async (request, reply) => {
      const { id: person } = await signedIn(system, request)
      const grant = idIn('grant', request.params.grant)
      await withdrawGrant(system, { person, grant })
      return goOn(reply, '/privacy?done=withdrawn')
    },
  )
}

/** The newest notices; being shown is being seen. */
async function noticeViews(system: System, { id }: Visitor, now: Instant): Promise<PrivacyPage['notices']> {
  const notices = await noticesOf(system.app, id, { limit: NOTICES_SHOWN, before: null })
  const names = await partnerNames(system.app, [...new Set(notices.flatMap(({ partner }) => partner ?? []))])
  const unseen = notices.filter(({ seenAt }) => seenAt === null)
  if (unseen.length > 0)
    await markNoticesSeen(
      system.app,
      id,
      unseen.map((notice) => notice.id),
      now,
    )
  return notices.map((notice) => ({
    at: notice.madeAt,
    words: noticeWords(
      notice,
      notice.partner === null ? 'A company' : (names.get(notice.partner) ?? 'A company'),
    ),
    thread: notice.thread,
    seen: notice.seenAt !== null,
  }))
}

/** What a notice says. It names no person (COP-03). */
function noticeWords({ kind }: SeenNotice, company: string): string {
  const words = {
    first_disclosure: `${company} got something of yours for the first time through somebody else's connection.`,
    asked: `${company} asks in one of your threads. Until you answer, the answer is no.`,
    setting_changed: 'How one of your threads shares with companies was changed.',
    placement_removed: `${company} took away a card you had sent through it. You can bring it back in the thread, for thirty days.`,
    placement_restored: `A card you had sent through ${company}, and that it took away, is back.`,
    permission_changed: `In a thread where all must say yes, what ${company} may have has changed.`,
    consent_void: `What you allowed ${company} counts no more: the screen it was allowed on was not good enough.`,
    owner_changed: `${company} belongs to somebody else now. What you allowed it counts no more, unless you allow it anew.`,
    feature_extended: `Something of ${company} that was about to end goes on a little longer. Why is in the register.`,
    passkey_added: 'A passkey was added to your account. If that was not you, remove it.',
    passkey_removed: 'A passkey of yours was removed. If that was not you, change your password.',
    passkey_copied: 'A passkey of yours was refused: it may have been copied. Remove it and add a new one.',
    reminder: 'What you allow still stands. Each of them is listed above, with its way out.',
    feature_ending: `Something of ${company} that you use ends soon. From then on it gets nothing through that.`,
    password_changed: 'Your password was changed, and other browsers were signed out.',
    password_recovered:
      'Your password was set anew with a recovery code. If that was not you, do it yourself now.',
    recovery_codes_made: 'New recovery codes were made. Those from before count no more.',
    certification_due: `The yearly check of ${company} is due. Without it every call is refused from its hour on.`,
  } as const satisfies Record<SeenNotice['kind'], string>
  return words[kind]
}
