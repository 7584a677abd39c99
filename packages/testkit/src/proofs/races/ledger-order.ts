// The order of a ledger, judged from its records alone: nothing was permitted or disclosed behind the end of what it rests on.
import type {
  FeatureId,
  LedgerRecord,
  MessageId,
  PersonId,
  RecordOf,
  ThreadId,
  ThreadSetting,
} from '@countersign/protocol'

/** Opens a disclosed item's id, which is of the scope of a decision's person and partner. */
export type OpenMessage = (
  decision: Pick<RecordOf<'decision'>, 'person' | 'partner'>,
  id: string,
) => MessageId | undefined

/** Reads records in the log's order and says of each what is wrong with its place. */
export interface OrderCheck {
  see(record: LedgerRecord, index: number): readonly string[]
}

interface Standing {
  readonly grants: Map<string, RecordOf<'grant_given'> | RecordOf<'grant_amended'>>
  readonly answers: Map<string, RecordOf<'countersignature_given'>>
  readonly restricted: Set<PersonId>
  readonly members: Set<string>
  readonly settings: Map<ThreadId, ThreadSetting>
  readonly ends: Map<FeatureId, number>
  readonly deleted: Set<MessageId>
  /** The decision whose disclosures follow. */
  decision: RecordOf<'decision'> | undefined
}

/**
 * The promise of design §5, from the rows: with everything before a permit or a disclosure taken as it stands there, its
 * permission is in force. Shares nothing with the turnstile, which decides by change rows and never reads records.
 */
export function orderCheck(openMessage: OpenMessage): OrderCheck {
  const standing: Standing = {
    grants: new Map(),
    answers: new Map(),
    restricted: new Set(),
    members: new Set(),
    settings: new Map(),
    ends: new Map(),
    deleted: new Set(),
    decision: undefined,
  }
  return {
    see(record, index) {
      const wrong =
        record.kind === 'decision'
          ? behindDecision(standing, record)
          : record.kind === 'disclosure'
            ? behindDisclosure(standing, record, openMessage)
            : []
      takeIn(standing, record)
      return wrong.map((why) => `entry ${index}: ${record.kind} behind ${why}`)
    },
  }
}

function takeIn(standing: Standing, record: LedgerRecord): void {
  const { grants, answers, restricted, members, settings, ends, deleted } = standing
  switch (record.kind) {
    case 'grant_given':
    case 'grant_amended':
      grants.set(record.grant, record)
      break
    case 'grant_withdrawn':
      grants.delete(record.grant)
      break
    case 'countersignature_given':
      answers.set(record.countersignature, record)
      break
    case 'countersignature_ended':
      answers.delete(record.countersignature)
      break
    case 'switch_set':
      if (record.on) restricted.add(record.person)
      else restricted.delete(record.person)
      break
    case 'membership_changed':
      if (record.change === 'joined') members.add(`${record.person} ${record.thread}`)
      else members.delete(`${record.person} ${record.thread}`)
      break
    case 'thread_setting_set':
      settings.set(record.thread, record.setting)
      break
    case 'feature_ended':
      ends.set(record.feature, record.ends_at)
      break
    case 'message_deleted':
      deleted.add(record.message)
      break
    case 'decision':
      standing.decision = record
      break
    default:
      break
  }
}

function behindDecision(standing: Standing, record: RecordOf<'decision'>): readonly string[] {
  if (record.outcome !== 'permit') return []
  const { person, thread, feature, verb, at } = record
  const grant = standing.grants.get(record.grant ?? '')
  const wrong = [
    grant === undefined && 'the end of its grant',
    grant !== undefined && at >= grant.ends_at && 'the time its grant ends',
    grant !== undefined && !grant.verbs.includes(verb) && 'the narrowing of its verbs',
    grant !== undefined &&
      thread !== null &&
      !grant.threads.includes(thread) &&
      'the narrowing of its threads',
    standing.restricted.has(person) && "its person's switch",
    at >= (standing.ends.get(feature) ?? Number.POSITIVE_INFINITY) && 'the end of its feature',
    thread !== null && !standing.members.has(`${person} ${thread}`) && "its person's leaving",
    thread !== null && standing.settings.get(thread) === 'closed' && 'the closing of its thread',
  ]
  return wrong.filter((why) => why !== false)
}

function behindDisclosure(
  standing: Standing,
  record: RecordOf<'disclosure'>,
  openMessage: OpenMessage,
): readonly string[] {
  const { decision } = standing
  if (decision?.decision !== record.decision || decision.outcome !== 'permit') return ['no permit of its own']
  const { person, under, at, items } = record
  const { verb } = decision
  const ground = standing.grants.get(under) ?? standing.answers.get(under)
  const allows =
    ground !== undefined && (ground.kind !== 'countersignature_given' || ground.answer === 'allow')
  const deleted = items.some(({ kind, id }) => {
    const message = kind === 'member' || kind === 'thread_title' ? undefined : openMessage(decision, id)
    return message !== undefined && standing.deleted.has(message)
  })
  const left = items.some(({ kind }) => kind === 'member') && decision.thread !== null
  const wrong = [
    !allows && 'the end of what it stands on',
    ground !== undefined && at >= ground.ends_at && 'the time at which what it stands on ends',
    standing.restricted.has(person) && "its person's switch",
    // That a person has a thread is part of what they granted; their "never" is about what is theirs in it.
    !(verb === 'threads.list' && record.through === 'own') &&
      saidNever(standing, record, decision.thread) &&
      "its person's never",
    deleted && 'the deletion of a message',
    left && !standing.members.has(`${person} ${decision.thread}`) && "its member's leaving",
  ]
  return wrong.filter((why) => why !== false)
}

function saidNever(
  { answers }: Standing,
  { person, feature, purpose, at }: RecordOf<'disclosure'>,
  thread: ThreadId | null,
): boolean {
  return [...answers.values()].some(
    (given) =>
      given.person === person &&
      given.answer === 'never' &&
      given.feature === feature &&
      given.purpose === purpose &&
      (given.thread === null || given.thread === thread) &&
      at < given.ends_at,
  )
}
