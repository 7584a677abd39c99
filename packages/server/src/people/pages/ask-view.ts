// The ask card (design §1, §3): who asks, for what, until when, which of your words; two equal buttons, one tap.
import type { AskId, ContactField, CountersignatureId, Instant, ThreadId } from '@countersign/protocol'
import { askLabels, contactWords } from '../../acts/ask-text.ts'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { listWords } from '../../http/words.ts'
import { answerChoices } from './answer-form.ts'

/** An ask as the person asked sees it. It never says who asked or what others answered (COP-01). */
export interface AskView {
  readonly id: AskId
  readonly thread: ThreadId
  /** The exact words the answer is given on, hashed into it (REC-01), one paragraph each. */
  readonly screen: {
    readonly hash: string
    readonly title: string
    readonly lines: readonly string[]
    readonly contactFields: readonly ContactField[]
  }
  readonly company: string
  /** The reader's own answer in force for this; null when there is none. */
  readonly answer: {
    readonly id: CountersignatureId
    readonly answer: 'allow' | 'never'
    readonly everywhere: boolean
    readonly history: boolean
    readonly contactFields: readonly ContactField[]
    readonly endAt: Instant
  } | null
}

/** The card: open while unanswered, one line with a way to change afterwards. */
export function askCard(ask: AskView, now: Instant): Html {
  const body = ask.answer === null ? question(ask) : answered(ask, ask.answer, now)
  return html`<section class="ask" id="${ask.id}" aria-labelledby="${ask.id}-title">${body}</section>`
}

function question(ask: AskView): Html {
  return html`<p class="ask-kicker">${ask.company} asks</p>
    <h2 id="${ask.id}-title">${ask.screen.title}</h2>
    ${ask.screen.lines.map((line) => html`<p>${line}</p>`)} ${answerForm(ask)}`
}

function answerForm(ask: AskView): Html {
  return html`<form method="post" action="/threads/${ask.thread}/asks/${ask.id}" class="answer">
    <fieldset class="choices">
      <legend>My answer is for</legend>
      <label><input type="radio" name="scope" value="thread" checked /> ${askLabels.thread}</label>
      <label><input type="radio" name="scope" value="all" /> ${askLabels.all}</label>
    </fieldset>
    ${answerChoices(ask.screen.hash, ask.screen.contactFields)}
  </form>`
}

function answered(ask: AskView, answer: NonNullable<AskView['answer']>, now: Instant): Html {
  const where = answer.everywhere ? 'in all your threads' : 'in this thread'
  const contacts = answer.contactFields.map((field) => contactWords[field])
  const said =
    answer.answer === 'allow'
      ? html`${ask.company} may have your words ${where}${answer.history ? ', earlier ones too,' : ''} until
        ${time(answer.endAt, dayWords(answer.endAt, now))}. ${contacts.length > 0 && `Through friends of yours who use it, it may get ${listWords(contacts)}.`}`
      : html`${ask.company} never gets your words ${where}. It will not ask you again.`
  return html`<h2 id="${ask.id}-title">You said ${answer.answer === 'allow' ? 'yes' : 'no'} to ${ask.company}</h2>
    <p>${said}</p>
    <details>
      <summary>Change your answer</summary>
      <form method="post" action="/privacy/answers/${answer.id}/end">
        <input type="hidden" name="thread" value="${ask.thread}" />
        <button class="plain wide">Take it back: no answer</button>
      </form>
      ${ask.screen.lines.map((line) => html`<p>${line}</p>`)} ${answerForm(ask)}
    </details>`
}
