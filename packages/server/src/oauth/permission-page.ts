// The permission screen as a page: the screen's own words, and beside them the person's threads and what they ticked.
import { DAY_MS, type Instant, type ThreadId } from '@countersign/protocol'
import type { ThreadPreview } from '../acts/preview-permission.ts'
import { type Html, html } from '../http/html.ts'
import { page } from '../http/page.ts'
import type { PermissionScreen } from './permission-screen.ts'
import { previewSection } from './preview-section.ts'

/** What a person has ticked so far. Everything is off until they tick it. */
export interface Ticked {
  readonly choices: ReadonlySet<string>
  readonly threads: ReadonlySet<string>
  readonly history: boolean
  /** A day, YYYY-MM-DD; null for the screen's own default. */
  readonly until: string | null
}

/** Nothing ticked: how every screen begins (PER-03). */
export const nothingTicked: Ticked = { choices: new Set(), threads: new Set(), history: false, until: null }

/** What the page needs beside the screen. */
export interface PermissionPageParts {
  readonly screen: PermissionScreen
  readonly screenHash: string
  readonly action: string
  readonly guard: string
  readonly personName: string
  readonly threads: readonly { readonly id: ThreadId; readonly label: string }[]
  readonly ticked: Ticked
  readonly now: Instant
  /** What has to be put right, in words, when the form came back. */
  readonly problem: string | null
  /** What the ticks would give now of the person's own, when they asked to see it. */
  readonly previews: readonly ThreadPreview[] | null
}

/** The whole page. Without script; yes and no are one click each, alike in size, order and look. */
export function permissionPage(parts: PermissionPageParts): string {
  const { screen, ticked, problem } = parts
  return page({
    title: screen.title,
    locale: screen.locale,
    width: 'form',
    body: html`<h1>${screen.title}</h1>
      <p class="lead">${screen.lead}</p>
      <p>${screen.asks}</p>
      <p class="soft">You are signed in as ${parts.personName}.</p>
      ${problem !== null && html`<p class="notice bad" role="alert">${problem}</p>`}
      <p class="notice">${screen.beyond}</p>
      <form method="post" action="${parts.action}">
        <input type="hidden" name="guard" value="${parts.guard}">
        <input type="hidden" name="screen" value="${parts.screenHash}">
        <h2>${screen.choicesTitle}</h2>
        <p class="soft">${screen.choicesNote}</p>
        ${screen.purposes.map(
          ({ title, choices }) => html`<fieldset>
            <legend>${title}</legend>
            ${choices.map(({ key, label, covers }) =>
              tick({ name: 'choice', value: key, on: ticked.choices.has(key), label, note: covers }),
            )}
          </fieldset>`,
        )}
        ${threadPicker(parts)}
        ${
          screen.history !== null &&
          html`<fieldset>${tick({ name: 'history', value: 'on', on: ticked.history, ...screen.history })}</fieldset>`
        }
        ${untilField(parts)}
        ${screen.history !== null && html`<p class="preview-ask"><button class="plain" name="answer" value="preview" formaction="${parts.action}#preview">See what this would give now</button></p>`}
        ${parts.previews !== null && previewSection({ ...parts, previews: parts.previews })}
        <section class="sheet">
          <h2>${screen.notTitle}</h2>
          <ul>${screen.not.map((line) => html`<li>${line}</li>`)}</ul>
          <h2>${screen.backTitle}</h2>
          <p>${screen.back}</p>
        </section>
        <div class="answers">
          <button name="answer" value="no">${screen.no}</button>
          <button name="answer" value="yes">${screen.yes}</button>
        </div>
      </form>`,
  })
}

function tick(parts: { name: string; value: string; on: boolean; label: string; note: string }): Html {
  return html`<label class="choice">
    <input type="checkbox" name="${parts.name}" value="${parts.value}" ${parts.on && html`checked`}>
    <span>${parts.label}</span>
    <small>${parts.note}</small>
  </label>`
}

function threadPicker({ screen, threads, ticked }: PermissionPageParts): Html {
  if (screen.threads === null) return html``
  return html`<fieldset>
    <legend>${screen.threads.title}</legend>
    <p class="soft">${screen.threads.note}</p>
    ${threads.length === 0 && html`<p>You are in no thread yet.</p>`}
    ${threads.map(
      ({ id, label }) => html`<label class="choice">
        <input type="checkbox" name="thread" value="${id}" ${ticked.threads.has(id) && html`checked`}>
        <span>${label}</span>
      </label>`,
    )}
  </fieldset>`
}

function untilField({ screen: { until }, ticked, now }: PermissionPageParts): Html {
  const inDays = (days: number): string => dayOf(now + days * DAY_MS)
  return html`<label class="field">
    <span>${until.label}</span>
    <input type="date" name="until" required value="${ticked.until ?? inDays(until.defaultDays - 1)}"
      min="${inDays(0)}" max="${inDays(until.maxDays - 1)}">
    <small>${until.note}</small>
  </label>`
}

/** A day in UTC, YYYY-MM-DD. */
function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10)
}
