// Plays one demo against a server, as its people and its partner; prints its figures as one JSON object.
import { playAddressBook } from './address-book/play.ts'
import { playBankDeletes } from './bank-deletes/play.ts'
import { collectFigures, exitCodeOf } from './figures.ts'
import { operatorOf } from './operator.ts'
import { playSongInAGroup } from './song-in-a-group/play.ts'
import type { Stage } from './stage.ts'

const demos: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'address-book': playAddressBook,
  'bank-deletes': playBankDeletes,
  'song-in-a-group': playSongInAGroup,
}

const [name = '', platform = '', size = ''] = process.argv.slice(2)
const demo = demos[name]
if (demo === undefined || !URL.canParse(platform)) {
  process.stderr.write(`Give a demo (${Object.keys(demos).join(', ')}) and the address of a server.\n`)
  process.exitCode = 2
} else {
  const figures = collectFigures(({ what, expected, seen, ok }) =>
    process.stderr.write(
      `  ${ok ? 'ok   ' : 'WRONG'} ${what}: ${seen}${ok ? '' : `, expected ${expected}`}\n`,
    ),
  )
  const operator = operatorOf(process)
  await demo({ platform: new URL(platform).origin, operator, figures, tenth: size === 'tenth' })
  process.stdout.write(JSON.stringify({ name, figures: figures.all }))
  process.exitCode = exitCodeOf(figures.all)
  // The channel to the operator would keep the process waiting.
  if (process.connected) process.disconnect()
}
