// How a forked process answers what the director asks: one request at a time, a failure told instead of a crash.
import type { Slice } from './closed-loop.ts'
import type { Reply, Request, SliceOrder, Withdrawal, WithdrawalOrder } from './messages.ts'

/** What a process can do; one that cannot do something says so when asked. */
export interface Answers {
  slice(order: SliceOrder): Promise<Slice>
  check(order: Pick<SliceOrder, 'variant' | 'shape'>): Promise<number>
  withdrawal?(order: WithdrawalOrder): Promise<Withdrawal>
}

/** Answers every request that comes to this process. */
export function answerRequests(answers: Answers): void {
  process.on('message', (request: Request) => {
    void answer(answers, request)
      .catch(
        (error: unknown): Reply => ({ failed: error instanceof Error ? String(error.stack) : String(error) }),
      )
      .then((reply) => process.send?.(reply))
  })
}

async function answer(answers: Answers, request: Request): Promise<Reply> {
  switch (request.ask) {
    case 'slice':
      return { slice: await answers.slice(request.order) }
    case 'check':
      return { checked: await answers.check(request.order) }
    case 'withdrawal':
      if (answers.withdrawal === undefined) throw new Error('this process watches no withdrawals')
      return { withdrawal: await answers.withdrawal(request.order) }
  }
}
