// The page of a run: whether every promise held, then each proof with its drawings and figures, then what it ran on.

import { type Html, html, htmlText } from '../../../../../server/src/http/html.ts'
import type { Figure } from '../../figures.ts'
import { isFault, plantedFaults } from '../planted.ts'
import type { ProofRun } from '../proof-run.ts'
import type { Proof } from '../run-step.ts'
import { headline, isPromise } from '../verdict.ts'
import { duration, grouped, groupedIn } from '../words.ts'
import { drawingsOf } from './drawings.ts'
import { style } from './style.ts'

/** A longer table of faults is shut at first, unless one was missed. */
const MOST_OPEN = 12

/** The page as one document that needs nothing else. */
export function pageOf(run: ProofRun): string {
  const { verdict, proofs, seconds, at } = run
  return htmlText(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${headline(verdict)} · Countersign</title><style>${style}</style></head><body>
<header class="${verdict.held ? 'held' : 'broken'}"><p class="quiet">Countersign, proved on ${day(at)}</p>
<h1>${mark(verdict.held)}${headline(verdict)}</h1>
<p class="lead">${summary(run)}</p>
<nav aria-label="Proofs"><ul class="tiles">${proofs.map(tile)}${verdict.missing
    .filter((name) => !proofs.some((proof) => proof.name === name))
    .map(
      (name) => html`<li><span class="panel">${mark(false)}<span><strong>${name}</strong>
<small>not run</small></span></span></li>`,
    )}</ul></nav></header>
<main>${proofs.map(section)}${machine(run)}</main>
<footer class="quiet"><p>Made in ${duration(seconds)} by <code>npm run prove</code>; every number is in <code>figures.json</code> beside this page.</p></footer>
</body></html>
`)
}

function day(at: string): string {
  return `${at.slice(0, 10)}, ${at.slice(11, 16)} UTC`
}

function mark(ok: boolean): Html {
  return ok
    ? html`<span class="mark ok" aria-hidden="true">✓</span>`
    : html`<span class="mark wrong" aria-hidden="true">✗</span>`
}

/** What was thrown at it, in a sentence. */
function summary({ sizes, proofs, seconds }: ProofRun): string {
  const faults = proofs.flatMap(plantedFaults)
  const found = faults.filter(({ ok }) => ok).length
  const planted =
    faults.length === 0 ? '' : `; ${found} of ${faults.length} faults planted on purpose were found`
  return `${grouped(sizes.count)} calls in random worlds, ${grouped(sizes.http)} of them over HTTP; ${sizes.servers} servers racing for ${duration(sizes.seconds)}; ${grouped(sizes.kills)} kills under load; ${grouped(sizes.events)} events to partners that fail, hang, lie and die${planted}. ${duration(seconds)} on one machine.`
}

function isHeld({ figures }: Proof): boolean {
  return figures.length > 0 && figures.every(({ ok }) => ok)
}

function tile(proof: Proof): Html {
  const promises = proof.figures.filter(isPromise)
  const held = promises.filter(({ ok }) => ok).length
  const said = promises.length === 0 ? 'ended before it had figures' : `${held} of ${promises.length} hold`
  return html`<li><a href="#${proof.name}">${mark(isHeld(proof))}<span><strong>${proof.title}</strong>
<small>${said}, ${duration(proof.seconds)}</small></span></a></li>`
}

function section(proof: Proof): Html {
  const { name, title, says, command, figures } = proof
  const faults = plantedFaults(proof)
  const found = faults.filter(({ ok }) => ok).length
  const promises = figures.filter((figure) => isPromise(figure) && !isFault(figure))
  const told = figures.filter((figure) => !isPromise(figure))
  const drawings = drawingsOf(proof)
  return html`<section id="${name}"><h2>${mark(isHeld(proof))}${title}</h2><p>${says}</p>
${figures.length === 0 && html`<p class="wrong">It ended before it had its numbers; what it said stood on the terminal.</p>`}
${drawings.length > 0 && html`<div class="drawings">${drawings}</div>`}
${promises.length > 0 && html`<h3>Promises</h3>${table(promises)}`}
${
  faults.length > 0 &&
  html`<details${faults.length <= MOST_OPEN || found < faults.length ? html` open` : ''}><summary>Faults planted on purpose: ${found} of ${faults.length} found</summary>${table(faults)}</details>`
}
${
  told.length > 0 &&
  html`<details><summary>Also told: ${told.length} numbers nobody promised</summary>${table(told)}</details>`
}
<p class="quiet">Again: <code>${command}</code></p></section>`
}

function table(figures: readonly Figure[]): Html {
  const promised = figures.some(isPromise)
  const head = promised
    ? html`<th scope="col">Duty</th><th scope="col">Expected</th><th scope="col">Seen</th>`
    : html`<th scope="col">Duty</th><th scope="col">Seen</th>`
  const row = (figure: Figure): Html => {
    const { what, duty, expected, seen, ok } = figure
    return html`<tr class="${ok ? 'ok' : 'wrong'}"><th scope="row"><div class="what">${promised && mark(ok)}<span>${what}${
      !ok && html` <strong class="wrong">does not hold</strong>`
    }</span></div></th><td data-label="duty">${duty}</td>${
      promised && html`<td data-label="expected">${expected === '' ? 'nothing' : groupedIn(expected)}</td>`
    }<td data-label="seen">${seen === '' ? 'nothing' : groupedIn(seen)}</td></tr>`
  }
  return html`<table class="figures"><thead><tr><th scope="col">What</th>${head}</tr></thead><tbody>${figures.map(row)}</tbody></table>`
}

function machine({ machine: facts, at, seconds }: ProofRun): Html {
  const all = Object.entries({ ...facts, begun: at, took: duration(seconds) })
  return html`<section id="machine"><h2>What it ran on</h2><dl>${all.map(
    ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`,
  )}</dl></section>`
}
