// Sends an answer of the gate: the bytes that were checked and hashed, and no others.
import type { FastifyReply } from 'fastify'
import type { Answer } from '../gate/gate.ts'

/** Releases an answer to its caller, byte for byte. @throws {Problem} BUSY when it came too late to leave */
export async function sendAnswer(reply: FastifyReply, answer: Answer): Promise<void> {
  await answer.release(async (body) => {
    const { raw } = reply
    // Nobody is there any more: no byte leaves, and the ledger is told so.
    if (raw.destroyed || raw.socket === null || raw.socket.destroyed) return false
    // Of no use to a hijacked reply but to whoever asks it afterwards which decision it was.
    reply.header('countersign-decision', answer.decision)
    reply.hijack()
    const bytes = Buffer.from(body, 'utf8')
    raw.writeHead(200, {
      ...headersOfHooks(reply),
      'content-type': 'application/json; charset=utf-8',
      'content-length': bytes.length,
      'countersign-decision': answer.decision,
      'cache-control': 'no-store',
    })
    // A connection that breaks from here on may have carried some of it, so it counts as sent.
    await new Promise<void>((resolve) => {
      raw.once('close', resolve)
      raw.end(bytes, resolve)
    })
    return true
  })
}

/** What the rate limiter has set, and what lets a page read it; a hijacked reply would leave them out. */
function headersOfHooks(reply: FastifyReply): Record<string, string> {
  const set = Object.entries(reply.getHeaders()).filter(([name]) => /^(ratelimit|access-control)-/.test(name))
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]))
}
