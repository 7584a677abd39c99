// How the page looks: one column on a phone, light or dark as the reader's system is, nothing loaded from anywhere.

/** The style sheet of the page. */
export const style = `
:root { color-scheme: light dark; --ground: #fbfaf8; --panel: #ffffff; --ink: #1d2126; --quiet: #5b6470; --line: #dcdfe3;
  --protected: #1c5fc4; --open: #c2570c; --sql: #5b6470; --hit: #1a7a43; --missed: #b3261e; --goal: #7a3fb8; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171b; --panel: #1c2026; --ink: #e8eaed; --quiet: #a3acb8; --line: #343b44;
  --protected: #7fb0ff; --open: #ff9d57; --sql: #a3acb8; --hit: #63cf90; --missed: #ff8a80; --goal: #c79bff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0 0 .25rem; } p { margin: .25rem 0 .75rem; max-width: 46rem; } .quiet { color: var(--quiet); }
.grid3, .grid2 { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.grid2 { grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); align-items: start; }
.panel, figure { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; margin: 0; min-width: 0; }
.panel figure { border: 0; padding: 0; margin-top: .5rem; } figcaption { font-size: .85rem; color: var(--quiet); margin-bottom: .25rem; }
svg { display: block; width: 100%; max-width: 30rem; height: auto; }
svg text { font: 10.5px system-ui, sans-serif; fill: var(--quiet); } svg .row { fill: var(--ink); }
.grid { stroke: var(--line); stroke-width: 1; } .range { stroke: var(--peer); stroke-width: 2; stroke-linecap: round; opacity: .55; }
.mark.full { fill: var(--peer); stroke: var(--peer); } .mark.hollow { fill: var(--panel); stroke: var(--peer); } .mark { stroke-width: 1.6; }
.protected, .looked { --peer: var(--protected); } .open, .open-commit { --peer: var(--open); } .sql { --peer: var(--sql); }
.hit { --peer: var(--hit); } .missed { --peer: var(--missed); }
.goal { stroke: var(--goal); stroke-width: 1.5; stroke-dasharray: 4 3; } svg .goal-label { fill: var(--goal); }
.verdict { font-weight: 700; color: var(--peer); } ul { margin: .25rem 0; padding-left: 1.2rem; } li { margin: .2rem 0; }
.legend { list-style: none; padding: .75rem; display: grid; gap: .35rem; } .legend li { display: flex; gap: .5rem; align-items: flex-start; }
.legend span { min-width: 0; overflow-wrap: anywhere; } .legend svg { width: 1rem; flex: none; margin-top: .3rem; }
.scroll { overflow-x: auto; margin: .75rem 0; } table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child { text-align: left; } thead th { color: var(--quiet); font-weight: 600; vertical-align: bottom; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; font-size: .9rem; } dt { color: var(--quiet); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
summary { cursor: pointer; } summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--goal); outline-offset: 2px; }
`
