// The load generator of a bench, in a process of its own: callers in a closed loop over keep-alive connections.
import { once } from 'node:events'
import { answerRequests } from '../answer-requests.ts'
import { runSlice } from '../closed-loop.ts'
import type { LoadOrder, Target } from '../messages.ts'
import { meterOf } from '../meter.ts'
import type { ShapeName } from '../shapes.ts'
import { PAGE, pathOf, type VariantName } from '../variants.ts'
import { type HttpAnswer, type HttpConnection, openConnection } from './http-client.ts'
import { type ProofSource, proofMaker } from './proofs.ts'
import { watchWithdrawal } from './withdrawal.ts'

const [{ url, targets, key }] = (await once(process, 'message')) as [LoadOrder]
const { host, port } = new URL(url)
const makeProofs = proofMaker(key)

/** One page that can be asked for, with its proofs. */
interface Source {
  readonly proofs: ProofSource
  request(): string
}

const sources = new Map<string, readonly Source[]>()
const connections: HttpConnection[] = []
/** How many requests a cell made last time: so many proofs are made before the next. */
const madeLast = new Map<string, number>()

function sourceOf({ token }: Target, path: string): Source {
  const proofs = makeProofs(`${url}${path}`, token)
  const head = [
    `GET ${path}?limit=${PAGE} HTTP/1.1`,
    `host: ${host}`,
    `authorization: DPoP ${token}`,
    'countersign-purpose: group_activity',
    'dpop: ',
  ].join('\r\n')
  return { proofs, request: () => `${head}${proofs.take()}\r\n\r\n` }
}

function sourcesOf(variant: Exclude<VariantName, 'sql'>, shape: ShapeName): readonly Source[] {
  const name = `${variant} ${shape}`
  const known = sources.get(name)
  if (known !== undefined) return known
  const made = targets
    .filter((target) => target.shape === shape && !target.leaves)
    .map((target) => sourceOf(target, pathOf(variant, target.thread)))
  if (made.length === 0) throw new Error(`nothing to ask for: ${name}`)
  sources.set(name, made)
  return made
}

function connection(caller: number): HttpConnection {
  const known = connections[caller]
  if (known?.isUsable()) return known
  // Most callers rest while other cells are measured: what the server has closed, or is about to, is opened anew.
  known?.close()
  const opened = openConnection(Number(port))
  connections[caller] = opened
  return opened
}

function overHttp(variant: VariantName): Exclude<VariantName, 'sql'> {
  if (variant === 'sql') throw new Error('plain SQL is not asked for over HTTP')
  return variant
}

/** Whether it is a page; a server with too much to do says 503. @throws Error for any other answer */
function isPage({ status, body }: HttpAnswer): boolean {
  if (status !== 200 && status !== 503)
    throw new Error(`an answer of ${status}: ${body.toString('utf8').slice(0, 300)}`)
  return status === 200
}

answerRequests({
  async slice({ variant, shape, callers, metered, ...times }) {
    const cell = `${variant} ${shape} ${callers}`
    const pages = sourcesOf(overHttp(variant), shape)
    const each = Math.ceil((1.3 * (madeLast.get(cell) ?? 2 * callers)) / pages.length)
    for (const { proofs } of pages) proofs.prepare(each)
    let turn = 0
    const slice = await runSlice(callers, times, meterOf(metered), async (caller) => {
      const page = pages[turn++ % pages.length]
      return page !== undefined && isPage(await connection(caller).send(page.request()))
    })
    madeLast.set(cell, turn)
    return slice
  },
  async check({ variant, shape }) {
    let least = Number.POSITIVE_INFINITY
    for (const page of sourcesOf(overHttp(variant), shape)) {
      const answer = await connection(0).send(page.request())
      if (!isPage(answer)) return 0
      least = Math.min(least, (JSON.parse(answer.body.toString('utf8')) as { items: unknown[] }).items.length)
    }
    return least
  },
  withdrawal: ({ callers, which }) => {
    const target = targets.filter(({ leaves }) => leaves)[which]
    if (target?.withdrawal == null) throw new Error(`there is no permission ${which} to withdraw`)
    const page = sourceOf(target, pathOf('protected', target.thread))
    page.proofs.prepare(4 * callers)
    return watchWithdrawal({ url, callers, connection, request: page.request, ...target.withdrawal })
  },
})
process.send?.({ ready: true })
process.once('disconnect', () => {
  for (const one of connections) one.close()
})
