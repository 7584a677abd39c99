// Plays one demo against a server, as its people and its partner; prints its figures as one JSON object.
import { playAddressBook } from './address-book/play.ts'
import { playBankDeletes } from './bank-deletes/play.ts'
import { collectFigures, exitCodeOf } from './figures.ts'
import { playFilmEnds } from './film-ends/play.ts'
import { playGhostPartners } from './ghost-partners/play.ts'
import { operatorOf } from './operator.ts'
import { playSongInAGroup } from './song-in-a-group/play.ts'
import type { Stage } from './stage.ts'

const demos: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'address-book': playAddressBook,
  'bank-deletes': playBankDeletes,
  'film-ends': playFilmEnds,
  'ghost-partners': playGhostPartners,
  'song-in-a-group': playSongInAGroup,
}

/** A quick look is not the size its duty names. */
const shares: Readonly<Record<string, number>> = { '': 1, tenth: 10, hundredth: 100 }

const [name = '', platform = '', size = ''] = process.argv.slice(2)
const demo = demos[name]
const share = shares[size]
if (demo === undefined || share === undefined || !URL.canParse(platform)) {
  process.stderr.write(`Give a demo (${Object.keys(demos).join(', ')}) and the address of a server.\n`)
  process.exitCode = 2
} else {
  const figures = collectFigures(({ what, expected, seen, ok }) =>
    process.stderr.write(
      `  ${ok ? 'ok   ' : 'WRONG'} ${what}: ${seen}${ok ? '' : `, expected ${expected}`}\n`,
    ),
  )
  const operator = operatorOf(process)
  await demo({
    platform: new URL(platform).origin,
    operator,
    figures,
    crowd: (full, least = 1) => Math.max(least, Math.ceil(full / share)),
    say: (line) => void process.stderr.write(`  ${line}\n`),
  })
  process.stdout.write(JSON.stringify({ name, figures: figures.all }))
  process.exitCode = exitCodeOf(figures.all)
  // The channel to the operator would keep the process waiting.
  if (process.connected) process.disconnect()
}
