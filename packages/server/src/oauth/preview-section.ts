// The preview on a permission screen: the person's own words that would go, thread by thread, as the partner would get them.
import type { Instant, OutgoingMessage, RefusalCode, ThreadId } from '@countersign/protocol'
import type { ThreadPreview } from '../acts/preview-permission.ts'
import { momentWords, time } from '../http/dates.ts'
import { type Html, html } from '../http/html.ts'
import { purposeWords } from '../http/words.ts'
import { problems } from '../problems.ts'

/** What the section is made of. */
export interface PreviewParts {
  readonly previews: readonly ThreadPreview[]
  readonly threads: readonly { readonly id: ThreadId; readonly label: string }[]
  readonly ticked: { readonly history: boolean }
  readonly screen: { readonly history: { readonly label: string } | null }
  readonly now: Instant
}

/** The section, moved to when the page opens. What others wrote is never in it, whatever they answered. */
export function previewSection({ previews, threads, ticked, screen, now }: PreviewParts): Html {
  const labels = new Map(threads.map(({ id, label }) => [id, label]))
  return html`<section class="sheet preview" id="preview" role="status" aria-labelledby="preview-title">
    <h2 id="preview-title">What it would get of yours now</h2>
    <p class="soft">Only your own words are shown here. Nothing has been given.</p>
    ${previews.length === 0 && html`<p>Nothing you ticked reads messages.</p>`}
    ${previews.map(
      ({ purpose, thread, preview }) => html`<h3>${labels.get(thread) ?? ''}</h3>
        <p class="soft">For ${purposeWords(purpose)}</p>
        ${
          preview.outcome === 'refuse'
            ? html`<p>${refusedWords(preview.code)}</p>`
            : preview.messages.length === 0
              ? html`<p>${nothing(ticked.history, screen.history?.label ?? '')}</p>`
              : html`<ol class="preview-list">${preview.messages.map((message) => html`<li>${line(message, now)}</li>`)}</ol>
                ${preview.more && html`<p>And what you wrote before.</p>`}`
        }`,
    )}
  </section>`
}

/** Why nothing would go, where that is the person's own doing; else the problem's own words. */
function refusedWords(code: RefusalCode): string {
  if (code === 'RESTRICTED') return 'Nothing: you share nothing with companies, as you chose under Privacy.'
  if (code === 'NOT_FOUND') return 'Nothing: this thread is closed to companies.'
  return `Nothing: ${problems[code].title}`
}

function nothing(history: boolean, label: string): string {
  return history
    ? 'Nothing: you have written nothing here yet. What you write from now on would go.'
    : `Nothing of what is already written, as “${label}” is not ticked. What you write from now on would go.`
}

/** One message, with those of its parts that would go. */
function line(message: OutgoingMessage, now: Instant): Html {
  const { sent_at: sentAt, text, card, attachments = [] } = message
  const at = sentAt === undefined ? null : Date.parse(sentAt)
  return html`${at !== null && html`<span class="soft">${time(at, momentWords(at, now))}</span> `}
    ${text !== undefined && text !== '' && html`<span>${text}</span>`}
    ${card !== undefined && html`<span class="soft">A card: ${'title' in card ? card.title : card.type}</span>`}
    ${attachments.map(({ name }) => html`<span class="soft">A file: ${name}</span>`)}
    ${text === undefined && card === undefined && attachments.length === 0 && html`<span class="soft">That you wrote something</span>`}`
}
