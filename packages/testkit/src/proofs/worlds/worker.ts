// One worker of a run: plays its worlds until done, or until nobody listens any more.
import { runWorlds } from './run.ts'
import { openStage } from './stage.ts'
import type { FromWorker, WorkerOrder } from './workers.ts'

const order = JSON.parse(process.argv[2] ?? '{}') as WorkerOrder
// What was seen is told before the channel closes; after that there is nobody to tell.
const tell = (said: FromWorker): void => void (process.connected && process.send?.(said))

let goOn = true
process.once('disconnect', () => {
  goOn = false
})
// Ctrl-C reaches every process of the terminal; the one that started the workers says when to end.
process.on('SIGINT', () => undefined)

const stage = await openStage(order.server)
try {
  await runWorlds(stage, order.run, {
    onTally: (tally) => tell({ tally }),
    onFinding: (found) => tell({ found }),
    goOn: () => goOn,
  })
} finally {
  await stage.close()
}
if (process.connected) process.disconnect()
