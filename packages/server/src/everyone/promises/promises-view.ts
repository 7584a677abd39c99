// The promises page: each clause in plain words, the rule that keeps it, and what its tests said last.
import type { Instant } from '@countersign/protocol'
import { momentWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords } from '../../http/words.ts'
import type { ClauseClaim, DutyClaim, LinkedTest, Promises, Standing } from './claims.ts'

const standingWords: Readonly<Record<Standing, string>> = {
  kept: 'kept',
  part: 'kept in part',
  'not-yet': 'not kept yet',
  'not-run': 'not tested here',
  broken: 'broken',
}

const order: readonly Standing[] = ['broken', 'kept', 'part', 'not-run', 'not-yet']

/** The page of `/promises`. */
export function promisesPage(promises: Promises, now: Instant): Html {
  const { sources, clauses, duties, testedAt } = promises
  return html`<h1>Promises</h1>
    <p class="lead">What two agreements with a regulator and a bill asked of a social network, in plain words. Beside each: the
      rule that keeps it here, and what the tests of that rule said last.</p>
    ${runNotice(testedAt, clauses, now)}
    ${counts(clauses)}
    ${sources.map(
      ({
        id,
        name,
        force,
      }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${name}</h2><p class="soft">${force}</p>
      ${clauses.filter(({ clause }) => clause.source === id).map((one) => clauseView(one, now))}</section>`,
    )}
    <section aria-labelledby="duties"><h2 id="duties">All ${duties.length} duties</h2>
      <p class="soft">From law, orders, guidance and the public record of 2018.</p>
      <details><summary>Show them</summary><ul class="rows">${duties.map((duty) => html`<li>${dutyView(duty, now)}</li>`)}</ul></details></section>
    <p class="soft">What software cannot do: a partner keeps what it got until it deletes it, and members of a chat can copy what
      they read. The same <a href="/promises.json">as data</a>.</p>`
}

function runNotice(testedAt: string | null, clauses: readonly ClauseClaim[], now: Instant): Html {
  if (testedAt === null)
    return html`<p class="notice warn">No test was run on this server’s own copy of the program, so this page claims nothing.
      It says what the rules are. <code>npm test</code> tries them, and this page then shows what came out.</p>`
  const broken = clauses.filter(({ standing }) => standing === 'broken').length
  const at = Date.parse(testedAt)
  return broken > 0
    ? html`<p class="notice bad">${countWords(broken, 'promise')} of these did not hold when last tested,
        ${time(at, momentWords(at, now))}.</p>`
    : html`<p class="notice">Last tested here ${time(at, momentWords(at, now))}. A result counts only when the test was run on the
        very code that serves this page.</p>`
}

function counts(clauses: readonly ClauseClaim[]): Html {
  const shown = order
    .map((standing) => [standing, clauses.filter((one) => one.standing === standing).length] as const)
    .filter(([, count]) => count > 0)
  return html`<dl class="numbers">${shown.map(
    ([standing, count]) => html`<div><dt>${standingWords[standing]}</dt><dd>${count}</dd></div>`,
  )}</dl>`
}

function clauseView({ clause, standing, duties }: ClauseClaim, now: Instant): Html {
  return html`<article class="sheet clause is-${standing}" id="${clause.id}" aria-labelledby="${clause.id}-words">
    <h3 id="${clause.id}-words">${clause.words} ${tag(standing)}</h3>
    <p class="soft">${clause.place}</p>
    ${duties.map((duty) => dutyView(duty, now))}</article>`
}

function dutyView({ duty, standing, tests }: DutyClaim, now: Instant): Html {
  return html`<div class="duty"><p><strong>${duty.rule}</strong> <code>${duty.id}</code> ${tag(standing)}</p>
    ${duty.missing !== '' && html`<p class="soft">Not there yet: ${duty.missing}.</p>`}
    ${tests.length === 0 && html`<p class="soft">Nothing holds it yet.</p>`}
    ${
      tests.length > 0 &&
      html`<details><summary>${countWords(tests.length, 'test file')} ${tests.length === 1 ? 'holds' : 'hold'} it</summary>
      <ul>${tests.map((test) => html`<li><code>${test.path}</code>: ${testWords(test, now)}</li>`)}</ul></details>`
    }</div>`
}

function testWords({ result, older }: LinkedTest, now: Instant): Html | string {
  if (result === null) return 'not run here'
  const at = Date.parse(result.at)
  const said = {
    passed: `passed (${countWords(result.passed, 'test')})`,
    failed: `failed (${result.failed} of ${countWords(result.passed + result.failed, 'test')})`,
    skipped: 'skipped, so it says nothing',
  }[result.outcome]
  return html`${said}, ${time(at, momentWords(at, now))}${older && ', on other code than serves here'}`
}

const tag = (standing: Standing): Html =>
  html`<span class="tag${standing === 'broken' ? ' bad' : standing === 'kept' ? ' good' : ''}">${standingWords[standing]}</span>`
