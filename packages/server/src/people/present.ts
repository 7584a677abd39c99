// The only code that shapes what the people's API answers, with the other present-*.ts: a field that is not written here does not leave.
import type { Instant } from '@countersign/protocol'
import type * as wire from '@countersign/protocol/people-api'
import type { z } from 'zod'
import type { AskCard } from '../acts/ask-card.ts'
import { type AskText, askLabels, contactLabels } from '../acts/ask-text.ts'
import type { ListedAnswer } from '../acts/list-answers.ts'
import type { ListedAsk } from '../acts/list-asks.ts'
import type { ListedFriend } from '../acts/list-friends.ts'
import type { ListedGrant } from '../acts/list-grants.ts'
import type { ListedNotice } from '../acts/list-notices.ts'
import type { SignedReceipt } from '../acts/list-receipts.ts'
import type { ListedMember, ListedThread } from '../acts/list-threads.ts'
import type { AnswerPreview } from '../acts/preview-answer.ts'
import type { Sharing } from '../acts/thread-sharing.ts'
import { presentOwnWords } from '../http/present-own-words.ts'
import type { Draft } from '../store/drafts.ts'
import type { FriendLink } from '../store/friend-links.ts'
import type { Partner } from '../store/partners.ts'
import type { Passkey } from '../store/passkeys.ts'
import type { Person } from '../store/people.ts'
import type { ListedSession } from '../store/sessions.ts'
import type { Ticket } from '../store/tickets.ts'

/** What an answer of a name looks like. */
export type Wire<K extends keyof typeof wire> = (typeof wire)[K] extends z.ZodType
  ? z.infer<(typeof wire)[K]>
  : never

/** An instant as RFC 3339. */
export function time(at: Instant): string {
  return new Date(at).toISOString()
}

/** The same, or nothing. */
export const timeOrNull = (at: Instant | null): string | null => (at === null ? null : time(at))

/** The person signed in. */
export function presentMe(
  { id, displayName: name, locale, restricted }: Person,
  acting: boolean,
): Wire<'me'> {
  return { id, name, locale, restricted, acting }
}

/** A passkey; of what its authenticator said, nothing leaves. */
export function presentPasskey({ id, name, madeAt, usedAt }: Passkey): Wire<'passkey'> {
  return { id, name, made_at: time(madeAt), used_at: timeOrNull(usedAt) }
}

/** A browser the person is signed in with. */
export function presentSession(
  { id, browser, madeAt, seenAt }: ListedSession,
  here: boolean,
): Wire<'device'> {
  return { id, browser, made_at: time(madeAt), seen_at: time(seenAt), here }
}

/** What is left of the recovery codes. */
export function presentCodes(codes: {
  readonly left: number
  readonly madeAt: Instant | null
}): Wire<'recoveryCodes'> {
  return { left: codes.left, made_at: timeOrNull(codes.madeAt) }
}

/** A link that makes a friend. */
export function presentLink({ id, madeAt, expiresAt }: FriendLink): Wire<'friendLink'> {
  return { id, made_at: time(madeAt), expires_at: time(expiresAt) }
}

/** A member. */
export function presentMember({ person: id, name, joinedAt }: ListedMember): Wire<'member'> {
  return { id, name, joined_at: time(joinedAt) }
}

/** A thread. */
export function presentThread(thread: ListedThread): Wire<'thread'> {
  const { id, kind, title, effective: setting, createdAt, newest, unread } = thread
  return {
    id,
    kind,
    title,
    setting,
    created_at: time(createdAt),
    members: thread.members.map(presentMember),
    last_message: newest && {
      id: newest.id,
      author: newest.author,
      sent_at: time(newest.sentAt),
      text: newest.text,
      kind: newest.kind,
    },
    unread: unread.count,
    read_to: unread.readTo,
  }
}

/** A friend, or somebody asking. */
export function presentFriend({ person: id, name, since }: ListedFriend): Wire<'friends'>['friends'][number] {
  return { id, name, since: time(since) }
}

/** A permission. */
export function presentGrant(listed: ListedGrant): Wire<'grant'> {
  const { grant, partnerName, featureName, featureSummary, standing, disclosures } = listed
  return {
    id: grant.id,
    partner: { id: grant.partner, name: partnerName },
    feature: { id: grant.feature, name: featureName, summary: featureSummary },
    purpose: grant.purpose,
    verbs: [...grant.verbs],
    fields: [...grant.fields],
    threads: [...grant.threads],
    history: grant.history,
    given_at: time(grant.startAt),
    ends_at: time(grant.endAt),
    standing,
    ended_at: grant.state === 'given' ? null : time(grant.endedAt),
    last_used_at: timeOrNull(listed.lastUsedAt),
    disclosures,
    changes: listed.changes.map(({ kind, at }) => ({ kind, at: time(at) })),
    consequence: `From the moment you withdraw, ${partnerName} gets nothing more through this. What it got before stays with it until it deletes it.`,
  }
}

/** The card an answer is given on. */
export function presentCard(
  {
    partner,
    feature,
    manifestVersion,
    purpose,
  }: Pick<ListedAsk, 'partner' | 'feature' | 'manifestVersion' | 'purpose'>,
  partnerName: AskCard['partnerName'],
  { title, lines, contactFields, hash, locale, termDays }: AskText,
): Wire<'askCard'> {
  return {
    partner: { id: partner, name: partnerName },
    feature,
    manifest_version: manifestVersion,
    purpose,
    title,
    lines: [...lines],
    labels: askLabels,
    contact_choices: contactFields.map((field) => ({ field, label: contactLabels[field] })),
    screen_hash: hash,
    locale,
    term_days: termDays,
  }
}

/** An ask. */
export function presentAsk(listed: ListedAsk): Wire<'ask'> {
  const { ask, thread, askedAt, answer, partnerName, text } = listed
  return {
    id: ask,
    thread,
    asked_at: time(askedAt),
    card: presentCard(listed, partnerName, text),
    answer: answer && {
      id: answer.id,
      answer: answer.answer,
      thread: answer.thread,
      ends_at: time(answer.endAt),
    },
  }
}

/** A preview. */
export function presentPreview(preview: AnswerPreview): Wire<'preview'> {
  if (preview.outcome !== 'permit')
    return { items: [], more: false, nothing: preview.outcome === 'never' ? 'NEVER' : preview.code }
  return { items: presentOwnWords(preview.messages), more: preview.more, nothing: null }
}

/** What companies may have of a reader's words in a thread. */
export function presentSharing({ restricted, reach, asks, offers, choices }: Sharing): Wire<'sharing'> {
  const company = (id: string, name: string) => ({ id, name })
  return {
    restricted,
    reach: reach.map(({ partner, partnerName, since, until }) => ({
      partner: company(partner, partnerName),
      since: timeOrNull(since),
      until: time(until),
    })),
    asks: asks.map(presentAsk),
    offers: offers.map(({ grant, partner, partnerName, purpose }) => ({
      grant,
      partner: company(partner, partnerName),
      purpose,
    })),
    choices: [...choices],
  }
}

/** An answer. */
export function presentAnswer(listed: ListedAnswer): Wire<'answer'> {
  const { countersignature: given, standing, partnerName, featureName, disclosures } = listed
  return {
    id: given.id,
    partner: { id: given.partner, name: partnerName },
    feature: { id: given.feature, name: featureName },
    purpose: given.purpose,
    manifest_version: given.manifestVersion,
    thread: given.thread,
    answer: given.answer,
    history: given.history,
    contact_fields: [...given.contactFields],
    given_at: time(given.startAt),
    ends_at: time(given.endAt),
    ended_at: given.state === 'ended' ? time(given.endedAt) : null,
    standing,
    disclosures,
  }
}

/** A proposal. */
export function presentDraft(
  { id, card, cardHash, expiresAt }: Draft,
  { id: partner, name, homepage }: Pick<Partner, 'id' | 'name' | 'homepage'>,
): Wire<'draft'> {
  return {
    id,
    partner: { id: partner, name, homepage },
    card,
    card_hash: cardHash,
    expires_at: time(expiresAt),
  }
}

/** A ticket. */
export function presentTicket({ id, draft, thread, cardHash, expiresAt }: Ticket): Wire<'ticket'> {
  return { id, draft, thread, card_hash: cardHash, expires_at: time(expiresAt) }
}

/** A notice. */
export function presentNotice(notice: ListedNotice): Wire<'notice'> {
  const { id, kind, partner, partnerName, feature, thread, madeAt, seenAt } = notice
  return {
    id,
    kind,
    partner: partner === null || partnerName === null ? null : { id: partner, name: partnerName },
    feature,
    thread,
    at: time(madeAt),
    seen_at: timeOrNull(seenAt),
  }
}

/** A receipt. */
export function presentReceipt({ event, receipt, jws }: SignedReceipt): Wire<'receipt'> {
  return { id: receipt['dct:identifier'], event, at: receipt['dct:created'], jws, receipt }
}
