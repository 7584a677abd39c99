// The page's last parts: withdrawals, the world, the machine, and how it was measured.
import { duration } from '../data/progress.ts'
import { WITHDRAWAL_CALLERS } from '../run.ts'
import { median } from '../statistics.ts'
import { escapeHtml, figure, table } from './html.ts'
import type { Report } from './report.ts'

/** A permission withdrawn under load: from the click to the last read with data and to the first refused one. */
export function withdrawalSection({ withdrawals }: Report): string {
  if (withdrawals.length === 0) return ''
  const late = withdrawals.reduce((sum, one) => sum + one.dataBegunAfterAcknowledgement, 0)
  const rows = withdrawals.map((one, i) => [
    `withdrawal ${i + 1}`,
    figure(one.acknowledged),
    one.lastData === null ? 'none' : figure(one.lastData),
    figure(one.firstRefusal),
    String(one.dataAfterAcknowledgement),
    String(one.dataBegunAfterAcknowledgement),
  ])
  const head = [
    'milliseconds from the click',
    'acknowledged',
    'last answer with data',
    'first refusal',
    'data whole after the acknowledgement',
    'data asked for after it',
  ]
  const middle = figure(median(withdrawals.map((one) => one.acknowledged)))
  return `<section id="withdrawals"><h2>A permission withdrawn under load</h2>
<p>${WITHDRAWAL_CALLERS} callers read under one permission while its person withdraws it over HTTP. It was acknowledged after
${middle} ms in the middle. Reads begun after an acknowledgement that still gave data: <strong>${late}</strong>.</p>
${table(head, rows)}</section>`
}

/** What was loaded, and how fast. */
export function worldSection({ world, options }: Report): string {
  const { messages, people, threads, memberships, permissions, readers, databaseBytes, loaded } = world
  const size = (databaseBytes / 2 ** 30).toFixed(2)
  const total = loaded.reduce((sum, one) => sum + one.seconds, 0)
  const rows = loaded.map(({ table: name, rows: count, seconds }) => [
    escapeHtml(name),
    figure(count),
    figure(seconds),
    figure(count / seconds),
  ])
  return `<section id="world"><h2>The world</h2>
<p>${figure(messages)} messages in ${figure(threads)} threads, ${figure(people)} people, ${figure(memberships)} memberships,
${figure(permissions)} grants and countersignatures, ${size} GiB in the database, made from seed ${options.seed}; the sizes of
threads and groups, who writes, who has how many friends and permissions follow power laws. Each shape has ${readers} threads
with a granting person of their own.</p>
<p>Loaded by COPY, with every index and constraint in place, in ${duration(total)}:</p>
${table(['table', 'rows', 'seconds', 'rows a second'], rows)}</section>`
}

/** What it ran on. */
export function environmentSection({ environment, slices, busy, postgresCounted }: Report): string {
  const { settings, ...machine } = environment
  const facts: readonly (readonly [string, string])[] = [
    ['processors', `${machine.processors} × ${machine.processor}`],
    ['memory', `${machine.memoryGiB} GiB`],
    ['kernel', machine.kernel],
    ['Node', machine.node],
    ['PostgreSQL', machine.postgres],
    [
      'its settings',
      Object.entries(settings)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    ],
    ['a small durable commit', `${figure(machine.commitMs)} ms in the middle`],
    ['load before', `${figure(machine.loadBefore)} processes in the minute before`],
    [
      'processors busy meanwhile',
      `${figure(100 * busy.all)} %, of which ${figure(100 * busy.ours)} points were server, PostgreSQL and load generator; the rest is the noise`,
    ],
    ['slices', String(slices.length)],
  ]
  const list = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join('')
  const missing = postgresCounted
    ? ''
    : '<p><strong>PostgreSQL ran on another machine: its processor time is not in these figures.</strong></p>'
  return `<section id="machine"><h2>The machine</h2>${missing}<dl>${list}</dl></section>`
}

/** How it was measured, in short; docs/bench.md has it in full. */
export function methodSection({ options }: Report): string {
  const { blocks, measureMs, warmMs, callers, seed } = options
  return `<section id="method"><h2>How it was measured</h2><ul>
<li>${blocks} blocks. In each, every shape at ${callers.join(', ')} callers, in an order drawn from seed ${seed}; there the five peers
one right after the other, in an order drawn too. A slice runs ${warmMs} ms before and at least ${measureMs} ms while it is measured,
and until each caller has had three answers.</li>
<li>A ratio is the median of the ratios within blocks, so that what slows the machine slows both; its range is where that median lies
with 95 in 100 (percentile bootstrap over the blocks).</li>
<li>Processor time is that of the server's process and of PostgreSQL's connections over the whole slice, divided by its answers. The
load generator's is never counted, but it shares the processors, so throughputs are lower than a server alone would reach, and their
ratios nearer to 1.</li>
<li>Every peer answers with 40 messages. The page without consent holds whatever is newest in the thread; the protected one what
everybody allowed.</li>
<li>The method in full, what is not equal, and how to repeat it: <code>docs/bench.md</code>; raw slices: <code>figures.json</code>.</li>
</ul></section>`
}
