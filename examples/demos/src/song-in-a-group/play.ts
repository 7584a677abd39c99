// D4: a song in a five-person chat (obligations §7; COP-01 to COP-05, WRT-02, SUN-03), without the 70,000-person run.
import { openReader } from '../reader.ts'
import type { Stage } from '../stage.ts'
import { sendAndRead, setUpTunes } from '../tunes.ts'
import { compareAccounts, compareIds, compareOnArrival } from './accounts.ts'
import { gather } from './group.ts'
import { allowReading, askTheOthers, refuse, requireAllParties } from './read.ts'
import { sendOneSong } from './send-only.ts'
import { withdrawAltogether, withdrawBetweenPages, withdrawUnderLoad } from './withdraw.ts'

/** Plays the demo. @throws whatever keeps it from coming to its end */
export async function playSongInAGroup({ platform, operator, figures }: Stage): Promise<void> {
  const tunes = await setUpTunes(platform, operator.register)
  const group = await gather(platform)
  figures.equal('COP-01', 'members in the thread', 5, group.people.length)
  figures.equal('COP-01', 'messages in it', 40, group.written.length)
  const forAnnika = openReader(tunes, group.annika)
  await sendOneSong(group, forAnnika, figures)
  await allowReading(group, forAnnika, figures)
  await askTheOthers(group, forAnnika, figures)
  await refuse(group, forAnnika, figures)
  await requireAllParties(group, forAnnika, figures)
  await compareOnArrival(group, forAnnika, figures)
  await withdrawBetweenPages(group, forAnnika, figures)
  // Evangeline connects Tunes herself: her export runs beside Annika's.
  const forEvangeline = openReader(tunes, group.evangeline)
  await forEvangeline.connect(sendAndRead, { threads: [group.thread], history: true })
  const readers = [forAnnika, forEvangeline]
  await withdrawUnderLoad(group, readers, figures)
  await withdrawAltogether(group, forAnnika, figures)
  compareIds(readers, figures)
  await compareAccounts(group, readers, figures)
}
