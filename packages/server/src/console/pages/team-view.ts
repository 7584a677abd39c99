// Who works for a company, who is invited, and what each may do.
import type { Instant, PersonId } from '@countersign/protocol'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { staffRoles } from '../../store/partner-staff.ts'
import type { Partner } from '../../store/partners.ts'
import type { StaffInvitation } from '../../store/staff-invitations.ts'
import type { Colleague } from '../model.ts'
import { companyPath } from './frame.ts'

/** What the page shows. */
export interface TeamView {
  readonly company: Partner
  readonly me: PersonId
  readonly isOwner: boolean
  readonly team: readonly Colleague[]
  readonly invitations: readonly StaffInvitation[]
  /** An invitation just made: the only time its address can be seen. */
  readonly made: string | null
}

/** The page's body. */
export function teamView(view: TeamView, now: Instant): Html {
  const { company, team, isOwner, made } = view
  return html`${
    made !== null &&
    html`<div class="notice" role="status"><p>Hand this address over yourself. It works once, and is shown only now.</p>
      <p><code class="whole">${made}</code></p></div>`
  }
    <p>Owners decide who works here, and do whatever takes something away from everybody. Developers do everything else.</p>
    <ul class="rows">${team.map((one) => colleagueRow(one, view, now))}</ul>
    ${isOwner && invitationPart(view, now)}
    ${!isOwner && html`<p class="soft">To invite somebody, ask an owner of ${company.name}.</p>`}`
}

function colleagueRow({ person, name, role, since }: Colleague, view: TeamView, now: Instant): Html {
  const { company, me, isOwner } = view
  const mine = person === me
  const action = `${companyPath(company, '/team')}/${person}`
  const other = role === 'owner' ? 'developer' : 'owner'
  return html`<li class="split"><span><strong>${name}${mine ? ' (you)' : ''}</strong> <span class="tag">${role}</span>
      <span class="soft">since ${time(since, dayWords(since, now))}</span></span>
    <span class="inline">
      ${
        isOwner &&
        html`<form method="post" action="${action}/role"><input type="hidden" name="role" value="${other}" />
        <button class="plain small" aria-label="Make ${other}: ${name}">Make ${other}</button></form>`
      }
      ${
        (isOwner || mine) &&
        html`<form method="post" action="${action}/remove">
        <button class="plain small" aria-label="${mine ? 'Leave the company' : `Remove ${name}`}">${mine ? 'Leave' : 'Remove'}</button></form>`
      }
    </span></li>`
}

function invitationPart({ company, invitations }: TeamView, now: Instant): Html {
  const action = `${companyPath(company, '/team')}/invitations`
  return html`<section class="sheet" aria-labelledby="invite-title">
    <h2 id="invite-title">Invite somebody</h2>
    <form class="inline" method="post" action="${action}">
      <label for="role">As</label>
      <select id="role" name="role" class="short">${[...staffRoles].reverse().map((role) => html`<option value="${role}">${role}</option>`)}</select>
      <button>Make an invitation</button>
    </form>
    ${
      invitations.length > 0 &&
      html`<h3>Open invitations</h3><ul class="plain-list">${invitations.map(
        ({
          hash,
          role,
          madeBy,
          expiresAt,
        }) => html`<li class="split"><span>${role}${madeBy === null ? ', by the operator' : ''},
          good until ${time(expiresAt, dayWords(expiresAt, now))}</span>
          <form method="post" action="${action}/${hash}/remove"><button class="plain small">Take back</button></form></li>`,
      )}</ul>`
    }
  </section>`
}
