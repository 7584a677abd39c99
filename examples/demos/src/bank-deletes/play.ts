// D3: the bank deletes messages (obligations §7; SCP-02, WRT-01, WRT-03, WRT-04). It sends 1,000 receipts, takes back its
// own and nothing else, and is frozen when it takes back too many; not one of them is lost.
import { setUpPartner } from '../recorded-partner.ts'
import type { Stage } from '../stage.ts'
import { gather, sendReceipts } from './households.ts'
import { deleteInBulk } from './storm.ts'
import { bank, CUSTOMERS, DELETES, RECEIPTS_EACH } from './story.ts'
import { takeOneBack, tryOthers, tryToRead } from './tries.ts'

/** Plays the demo. @throws whatever keeps it from coming to its end */
export async function playBankDeletes(stage: Stage): Promise<void> {
  const { platform, operator, figures, crowd } = stage
  const bankAs = await setUpPartner(platform, operator.register, bank)
  const households = await gather(stage, bankAs)
  const each = crowd(RECEIPTS_EACH, RECEIPTS_EACH / 10)
  const served = await Promise.all(
    households.map(async (household, n) => ({ household, sent: await sendReceipts(household, n, each) })),
  )
  const placements = new Set(served.flatMap(({ sent }) => sent.map(({ placement }) => placement)))
  const what = 'transfer receipts sent, each with a ticket of its own'
  figures.equal('WRT-01', what, CUSTOMERS * each, placements.size)
  const [first] = served
  const receipt = first?.sent[0]
  if (first === undefined || receipt === undefined) throw new Error('the bank has no customer')
  await tryToRead(first.household, figures)
  await takeOneBack(first.household, receipt, figures)
  await tryOthers(stage, first.household)
  await deleteInBulk(stage, served, crowd(DELETES, DELETES / 10))
}
