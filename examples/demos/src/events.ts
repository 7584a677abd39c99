// What a company's software hears from the platform: followed until it has heard enough, or nothing more comes.
import { isCountersignError, type Partner, type PartnerEvent } from '@countersign/sdk'

/** How long nothing may come before nothing more is waited for. The slowest job of the platform looks every five seconds. */
const SILENCE_MS = 30_000

/**
 * What is told until `enough` says so; what came until then when there is silence.
 * @param enough is asked after each event, with all there were
 */
export async function hear(
  partner: Partner,
  enough: (events: readonly PartnerEvent[]) => boolean,
  silenceMs = SILENCE_MS,
): Promise<readonly PartnerEvent[]> {
  const heard: PartnerEvent[] = []
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), silenceMs)
  try {
    for await (const event of partner.events({ signal: silence.signal })) {
      clearTimeout(timer)
      heard.push(event)
      if (enough(heard)) break
      timer = setTimeout(() => silence.abort(), silenceMs)
    }
  } catch (error) {
    // A platform that has no such stream says nothing, and that is what is counted.
    if (!isCountersignError(error)) throw error
  } finally {
    clearTimeout(timer)
  }
  return heard
}

/** Opens the stream and leaves: from then on there are events for this company, which wait for it to come back. */
export async function subscribe(open: (opened: () => void) => Partner): Promise<void> {
  const left = new AbortController()
  const partner = open(() => left.abort())
  for await (const _ of partner.events({ signal: left.signal })) break
}
