// How the page looks: one column on a phone, light or dark as the reader's system is, nothing loaded from anywhere.

import { html } from '../../../../../server/src/http/html.ts'

/** The style sheet of the page. */
export const style = html`
:root { color-scheme: light dark; --ground: #fbfaf8; --panel: #fff; --ink: #1d2126; --quiet: #5b6470; --line: #dcdfe3;
  --bar: #1c5fc4; --ok: #1a7a43; --wrong: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171b; --panel: #1c2026; --ink: #e8eaed; --quiet: #a3acb8;
  --line: #343b44; --bar: #7fb0ff; --ok: #63cf90; --wrong: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: clamp(1.7rem, 6vw, 2.6rem); line-height: 1.15; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 3rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: .25rem 0 .75rem; max-width: 46rem; } .lead { font-size: 1.1rem; } small { font-size: .8rem; }
.quiet, small, summary, figcaption { color: var(--quiet); } header .quiet { margin: 0; }
code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere; }
.mark { display: inline-block; width: 1.2em; font-weight: 700; flex: none; } .ok.mark { color: var(--ok); }
.wrong.mark, .wrong { color: var(--wrong); } tr.wrong { color: inherit; }
.tiles { list-style: none; margin: 1.25rem 0 0; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); }
.tiles a, .tiles .panel { display: flex; height: 100%; padding: .7rem .8rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: .5rem; color: inherit; text-decoration: none; }
.tiles a:hover { border-color: var(--bar); } .tiles small { display: block; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
.drawings { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); align-items: start; }
figure { margin: .5rem 0; padding: .75rem; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
  min-width: 0; } figcaption { font-size: .9rem; margin-bottom: .5rem; }
.bars { list-style: none; margin: 0; padding: 0; display: grid; gap: .4rem; font-size: .85rem; font-variant-numeric: tabular-nums; }
.bars li { display: grid; grid-template-columns: minmax(0, 11rem) minmax(3rem, 1fr) 8.5rem; gap: .6rem; align-items: center; }
.track { position: relative; display: block; height: .8rem; background: color-mix(in srgb, var(--line) 45%, transparent);
  border-radius: .2rem; }
.bar, .span { position: absolute; inset: 0 auto 0 0; min-width: 2px; background: var(--bar); border-radius: .2rem; }
.span { opacity: .45; } .tick { position: absolute; inset: -.15rem auto -.15rem 0; width: 3px; margin-left: -1px; background: var(--bar); }
.value { display: flex; justify-content: space-between; gap: .5rem; white-space: nowrap; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
.grid td, .grid th { padding: .3rem .5rem; text-align: right; font-weight: 400; } .grid th[scope=row] { text-align: left; white-space: nowrap; }
.grid thead th { color: var(--quiet); } .heat { background: color-mix(in srgb, var(--bar) calc(var(--heat) * 32%), transparent);
  border: 2px solid var(--panel); }
.figures { width: 100%; } .figures th, .figures td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: right;
  vertical-align: top; } .figures thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
.figures th:first-child { text-align: left; font-weight: 400; } .what { display: flex; } .figures thead th:first-child { font-weight: 600; } td[data-label=duty] { color: var(--quiet); white-space: nowrap; }
details { margin: .75rem 0; } summary { cursor: pointer; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem 1rem; font-size: .9rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; } footer { margin-top: 3rem; }
@media (max-width: 40rem) {
  .grid { font-size: .68rem; } .grid td, .grid th { padding: .3rem .15rem; }
  .bars li { grid-template-columns: minmax(0, 1fr) 8.5rem; } .bars .track { grid-column: 1 / -1; grid-row: 2; }
  .figures thead { position: absolute; clip-path: inset(50%); }
  .figures, .figures tbody, .figures tr { display: block; } .figures tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .figures th, .figures td { border: 0; padding: 0 0 0 1.2rem; text-align: left; } .figures th:first-child { padding: 0; }
  .figures td { display: inline-block; font-size: .85rem; white-space: normal; } .figures td::before { content: attr(data-label) " "; color: var(--quiet); }
  td[data-label=duty]::before { content: "" !important; }
}
`
