// One permission or answer in the privacy centre, with every field of the dashboard contract (TRN-02) and its way out.
import type { ContactField, CountersignatureId, Field, GrantId, Instant, Verb } from '@countersign/protocol'
import { contactWords } from '../../acts/ask-text.ts'
import { dayWords, momentWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords, fieldWords, listWords, purposeWords, verbWords } from '../../http/words.ts'
import { answerChoices } from './answer-form.ts'

/** A grant as its person sees it. */
export interface PermissionView {
  readonly id: GrantId
  readonly feature: string
  readonly purpose: string
  readonly verbs: readonly Verb[]
  readonly fields: readonly Field[]
  /** Titles of the threads it covers. */
  readonly threads: readonly string[]
  readonly history: boolean
  readonly givenAt: Instant
  readonly endsAt: Instant
  /** Why it gives nothing now; null while it is in force. */
  readonly ended: { readonly at: Instant | null; readonly words: string } | null
  /** Whether there is anything left to withdraw. */
  readonly withdrawable: boolean
  readonly lastUsedAt: Instant | null
  /** How many times something left under it. */
  readonly disclosures: number
}

/** A countersignature as its person sees it. */
export interface AnswerView {
  readonly id: CountersignatureId
  readonly feature: string
  readonly purpose: string
  readonly answer: 'allow' | 'never'
  /** The thread's title; null for all threads. */
  readonly thread: string | null
  readonly history: boolean
  /** What friends may let pass. */
  readonly contactFields: readonly ContactField[]
  readonly givenAt: Instant
  readonly endsAt: Instant
  readonly ended: { readonly at: Instant | null; readonly words: string } | null
  /** The words a new answer is given on; null when the feature asks for nothing any more. */
  readonly screen: {
    readonly hash: string
    readonly lines: readonly string[]
    readonly contactFields: readonly ContactField[]
  } | null
}

/** A permission with what happens when it is withdrawn, said before the one click that does it. */
export function permissionView(company: string, permission: PermissionView, now: Instant): Html {
  const { ended, verbs } = permission
  return html`<li class="permission${ended === null ? '' : ' is-over'}" id="${permission.id}">
    <h4>${permission.feature} <span class="tag ${ended === null ? 'on' : ''}">${ended === null ? 'live' : ended.words}</span></h4>
    <p>${company} may ${listWords(verbs.map((verb) => verbWords[verb]))}, for ${purposeWords(permission.purpose)}.</p>
    <dl class="facts">
      ${permission.threads.length === 0 ? '' : fact('Threads', listWords(permission.threads))}
      ${permission.fields.length === 0 ? fact('Data', 'none, it only sends') : fact('Data', listWords(permission.fields.map((field) => fieldWords[field])), true)}
      ${permission.verbs.includes('messages.read') && fact('Earlier messages', permission.history ? 'yes' : 'no')}
      ${fact('Given', time(permission.givenAt, dayWords(permission.givenAt, now)))}
      ${ended?.at == null ? fact('Ends', time(permission.endsAt, dayWords(permission.endsAt, now))) : fact('Ended', time(ended.at, momentWords(ended.at, now)))}
      ${fact('You last used it', permission.lastUsedAt === null ? 'not since you gave it' : time(permission.lastUsedAt, dayWords(permission.lastUsedAt, now)))}
      ${fact('It got something', countWords(permission.disclosures, 'time'))}
    </dl>
    ${
      permission.withdrawable
        ? html`<form method="post" action="/privacy/permissions/${permission.id}/withdraw" class="way-out">
          <button class="plain">Withdraw</button>
          <p class="soft">${
            permission.fields.length === 0
              ? `It stops at once: ${company} can no longer send for you.`
              : `It stops at once: the next read is refused. What ${company} got before stays there until it deletes it.`
          }</p>
        </form>`
        : ''
    }
  </li>`
}

/** An answer with its way back. */
export function answerView(company: string, answer: AnswerView, now: Instant): Html {
  const where = answer.thread === null ? 'in all your threads' : `in ${answer.thread}`
  const words =
    answer.answer === 'allow'
      ? `Others may connect ${company} to a thread; then it may have your words ${where}${answer.history ? ', earlier ones too' : ''}.`
      : `${company} never gets your words ${where}, whoever connects it.`
  return html`<li class="permission${answer.ended === null ? '' : ' is-over'}" id="${answer.id}">
    <h4>${answer.feature}: you said ${answer.answer === 'allow' ? 'yes' : 'never'}
      <span class="tag ${answer.ended === null ? 'on' : ''}">${answer.ended === null ? 'live' : answer.ended.words}</span></h4>
    <p>${words} For ${purposeWords(answer.purpose)}.</p>
    <dl class="facts">
      ${answer.contactFields.length > 0 && fact('Through your friends', listWords(answer.contactFields.map((field) => contactWords[field])))}
      ${fact('Given', time(answer.givenAt, dayWords(answer.givenAt, now)))}
      ${answer.ended?.at == null ? fact('Ends', time(answer.endsAt, dayWords(answer.endsAt, now))) : fact('Ended', time(answer.ended.at, momentWords(answer.ended.at, now)))}
    </dl>
    ${
      answer.ended === null
        ? html`<form method="post" action="/privacy/answers/${answer.id}/end" class="way-out">
          <button class="plain">Take it back</button>
          <p class="soft">${answer.answer === 'allow' ? 'It stops at once. No answer is a no.' : 'No answer is still a no, but others may ask you again.'}</p>
        </form>
        ${answer.screen !== null && changeForm(answer, answer.screen)}`
        : ''
    }
  </li>`
}

/** The same words and the same two buttons as the ask card, for the scope the answer has. */
function changeForm({ id, thread }: AnswerView, screen: NonNullable<AnswerView['screen']>): Html {
  return html`<details>
    <summary>Change your answer</summary>
    ${screen.lines.map((line) => html`<p>${line}</p>`)}
    <form method="post" action="/privacy/answers/${id}/change">
      ${answerChoices(screen.hash, thread === null ? screen.contactFields : [])}
    </form>
  </details>`
}

function fact(name: string, value: string | Html, wide = false): Html {
  return html`<div ${wide && html`class="wide"`}><dt>${name}</dt><dd>${value}</dd></div>`
}
