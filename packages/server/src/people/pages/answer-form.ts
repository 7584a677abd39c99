// The form of an answer: a tick of its own for each thing a yes can add, never set before, and two equal buttons (PER-03, UX-02).
import { type ContactField, fieldsOf } from '@countersign/protocol'
import { z } from 'zod'
import type { GivenAnswer } from '../../acts/answer-ask.ts'
import { askLabels, contactLabels } from '../../acts/ask-text.ts'
import { type Html, html } from '../../http/html.ts'

/** The ticks and the buttons, with the hash of the card above them. */
export function answerChoices(screenHash: string, contactFields: readonly ContactField[]): Html {
  return html`<input type="hidden" name="screen" value="${screenHash}" />
    <label class="tick"><input type="checkbox" name="history" value="yes" /> ${askLabels.history}</label>
    ${contactFields.map((field) => html`<label class="tick"><input type="checkbox" name="${field}" value="yes" /> ${contactLabels[field]}</label>`)}
    <div class="answers">
      <button name="answer" value="allow">${askLabels.allow}</button>
      <button name="answer" value="never">${askLabels.never}</button>
    </div>`
}

const tick = z.literal('yes').optional()

/** What such a form sends. */
export const answerBody = z.object({
  answer: z.enum(['allow', 'never']),
  history: tick,
  'contact.email': tick,
  'contact.phone': tick,
  screen: z.string(),
})

/**
 * The answer a form gave for one thread or for all. Each tick belongs to what its label says: with a no there is nothing
 * for it to add, nor for contact details to an answer for one thread.
 */
export function answerIn(
  body: z.infer<typeof answerBody>,
  thread: GivenAnswer['thread'],
): Pick<GivenAnswer, 'answer' | 'history' | 'contactFields' | 'screenHash' | 'thread'> {
  const { answer, history, screen: screenHash } = body
  const ticked = fieldsOf['friends.contact'].filter((field) => body[field] === 'yes')
  return {
    answer,
    thread,
    screenHash,
    history: answer === 'allow' && history === 'yes',
    contactFields: answer === 'allow' && thread === null ? ticked : [],
  }
}
