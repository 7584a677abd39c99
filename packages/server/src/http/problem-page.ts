// An error as a page: what happened, what to do next, the same stable code and request id as in JSON (RFC 9457).
import type { ProblemCode } from '../problems.ts'
import { html } from './html.ts'
import { page } from './page.ts'

/** The members of a problem that a page shows. */
export interface ShownProblem {
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  readonly detail: string
  readonly request: string
  readonly errors?: readonly { readonly at: string; readonly problem: string }[]
}

/** Where the words for programs would not help a person: the same problem, said to them. */
const forPeople: Partial<Record<ProblemCode, { readonly title: string; readonly detail: string }>> = {
  NOT_FOUND: {
    title: 'There is nothing here for you.',
    detail: 'It may be gone, or it is not yours to see. Check the address, or start again.',
  },
  BAD_REQUEST: {
    title: 'Something in the form does not fit.',
    detail: 'Go back, mend it and send it again.',
  },
  WRONG_ORIGIN: {
    title: 'This was sent from another site.',
    detail: 'Nothing was done. Go to the page here and do it again.',
  },
  WRONG_TYPE: { title: 'This cannot be read.', detail: 'Use the form on the page.' },
  TOO_LARGE: { title: 'That is too much at once.', detail: 'Go back and send less.' },
  TICKET: {
    title: 'This can no longer be sent.',
    detail: 'It was sent before, or too much time went by. Start again where you found it.',
  },
  NO_GRANT: {
    title: 'You have not allowed this company to send for you.',
    detail: 'Connect it again where you found it, then send.',
  },
  WITHDRAWN: {
    title: 'You withdrew the permission for this.',
    detail: 'Nothing was sent. Connect the company again if you want to.',
  },
  RESTRICTED: {
    title: 'Your switch is on.',
    detail: 'You share nothing with any company. Change that on your privacy page if you want to.',
  },
}

/** The page of a problem. It quotes nothing that came with the request. */
export function problemPage(problem: ShownProblem): string {
  const { title, detail } = forPeople[problem.code] ?? problem
  return page({
    title: title.replace(/\.$/, ''),
    body: html`<h1>${title}</h1>
      <p class="lead">${detail}</p>
      ${problem.errors !== undefined && html`<ul>${problem.errors.map(({ at, problem: words }) => html`<li>${fieldName(at)} ${words}.</li>`)}</ul>`}
      <p class="inline">
        ${problem.status === 401 && html`<a class="button" href="/sign-in">Sign in</a>`}
        <a class="button plain" href="/">Go to the start</a>
      </p>
      <p class="soft">Code <code>${problem.code}</code>, request <code>${problem.request}</code></p>`,
  })
}

/** The name of a form's field out of its place in the request. */
function fieldName(at: string): string {
  const name = at.split('/').at(-1) ?? ''
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')
}
