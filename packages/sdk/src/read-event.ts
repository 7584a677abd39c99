// An event out of its text, as a stream or a webhook brought it.
import { type EventType, type PartnerEvent, partnerEvent } from '@countersign/protocol/events'
import { UnexpectedAnswerError } from './errors.ts'
import { isObject } from './json.ts'

/**
 * The event in a text.
 * @returns undefined for a type newer than this SDK: there is nothing it could mean to its caller
 * @throws UnexpectedAnswerError when it is none
 */
export function readEvent(text: string): PartnerEvent | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new UnexpectedAnswerError('an event is not JSON', { cause })
  }
  if (isObject(value) && typeof value['type'] === 'string' && !isKnown(value['type'])) return undefined
  const parsed = partnerEvent.safeParse(value)
  if (!parsed.success) throw new UnexpectedAnswerError('an event is not as its type is documented')
  return parsed.data
}

function isKnown(type: string): type is EventType {
  return partnerEvent.options.some(({ shape }) => shape.type.value === type)
}
