// About one thread: its members, how it shares with companies, and leaving it.
import type { Instant, PersonId, ThreadId, ThreadSetting } from '@countersign/protocol'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { personMark } from './person-mark.ts'
import type { FriendLine } from './thread-list-view.ts'

/** What the page shows. */
export interface AboutThread {
  readonly id: ThreadId
  readonly title: string
  readonly kind: 'direct' | 'group'
  readonly setting: ThreadSetting
  /** Settings a member may choose: what this place asks for at least, and stricter ones. */
  readonly choices: readonly ThreadSetting[]
  readonly members: readonly {
    readonly id: PersonId
    readonly name: string
    readonly mine: boolean
    readonly joinedAt: Instant
  }[]
  /** Friends of the reader who are not in the thread. */
  readonly addable: readonly FriendLine[]
}

const settingWords: Readonly<Record<ThreadSetting, { readonly name: string; readonly says: string }>> = {
  author: {
    name: 'Each for themselves',
    says: "A company gets the words of those who said yes, and nobody else's.",
  },
  'all-parties': {
    name: 'Only when all say yes',
    says: 'A company gets nothing until everyone here has said yes.',
  },
  closed: { name: 'Closed', says: 'No company gets anything from this thread, whatever anyone said.' },
}

/** The page of `/threads/:id/about`. */
export function aboutThread(about: AboutThread, now: Instant): Html {
  return html`<div class="column">
    <p><a href="/threads/${about.id}">‹ Back to the thread</a></p>
    <h1>${about.title}</h1>
    <section aria-labelledby="sharing">
      <h2 id="sharing">Companies in this thread</h2>
      ${settingForm(about)}
    </section>
    <section aria-labelledby="members">
      <h2 id="members">Members</h2>
      <ul class="people">
        ${about.members.map(
          ({
            id,
            name,
            mine,
            joinedAt,
          }) => html`<li>${personMark(id, name)} <span>${name}${mine ? ' (you)' : ''}</span>
            <span class="soft">since ${time(joinedAt, dayWords(joinedAt, now))}</span></li>`,
        )}
      </ul>
      ${about.kind === 'group' ? addForm(about) : ''}
    </section>
    ${about.kind === 'group' ? leaveForm(about.id) : ''}
  </div>`
}

function settingForm(about: AboutThread): Html {
  const fixed = about.choices.length < 2
  return html`<form class="stack" method="post" action="/threads/${about.id}/setting">
    <fieldset class="rich-choices">
      <legend>Anyone here can change this. Everyone is told that it changed, not by whom.</legend>
      ${about.choices.map(
        (
          setting,
        ) => html`<label><input type="radio" name="setting" value="${setting}" ${setting === about.setting ? html`checked` : ''} />
          <span><strong>${settingWords[setting].name}</strong> ${settingWords[setting].says}</span></label>`,
      )}
    </fieldset>
    ${fixed ? html`<p class="soft">There is nothing else to choose here.</p>` : html`<button class="plain">Save for everyone here</button>`}
  </form>`
}

function addForm(about: AboutThread): Html {
  if (about.addable.length === 0) return html`<p class="soft">All your friends are here already.</p>`
  return html`<form class="inline" method="post" action="/threads/${about.id}/members">
    <label for="add">Add a friend</label>
    <select id="add" name="person">${about.addable.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select>
    <button class="plain">Add</button>
  </form>`
}

function leaveForm(id: ThreadId): Html {
  return html`<section aria-labelledby="leaving">
    <h2 id="leaving">Leave</h2>
    <p>You keep what was written while you were here. Others can still read what you wrote.</p>
    <form method="post" action="/threads/${id}/leave"><button class="plain">Leave this thread</button></form>
  </section>`
}
