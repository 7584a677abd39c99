// An error as a page: what happened, what to do next, the same stable code and request id as in JSON (RFC 9457).
import { html } from './html.ts'
import { page } from './page.ts'

/** The members of a problem that a page shows. */
export interface ShownProblem {
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly request: string
}

/** The page of a problem. It quotes nothing that came with the request. */
export function problemPage(problem: ShownProblem): string {
  const signIn = problem.status === 401
  return page({
    title: problem.title.replace(/\.$/, ''),
    body: html`<h1>${problem.title}</h1>
      <p class="lead">${problem.detail}</p>
      <p class="inline">
        ${signIn && html`<a class="button" href="/sign-in">Sign in</a>`}
        <a class="button plain" href="/">Go to the start</a>
      </p>
      <p class="soft">Code <code>${problem.code}</code>, request <code>${problem.request}</code></p>`,
  })
}
