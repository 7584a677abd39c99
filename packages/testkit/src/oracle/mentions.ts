// The text of a message with people cut out of it (reading 19).
import type { Mention } from '@countersign/protocol'

/** What stands where a mention does not pass. */
const someone = 'someone'

/**
 * The text with every stretch of mentions that does not wholly pass replaced by the word "someone". Offsets are UTF-16 units,
 * [start, end).
 */
export function cutMentions(
  text: string,
  mentions: readonly Mention[],
  passes: (mention: Mention) => boolean,
): string {
  let cut = ''
  let done = 0
  for (const stretch of stretchesIn(text, mentions)) {
    const words = text.slice(stretch.start, stretch.end)
    const isKept = stretch.mentions.every(passes)
    cut += text.slice(done, stretch.start) + (isKept ? words : someone)
    done = stretch.end
  }
  return cut + text.slice(done)
}

interface Stretch {
  readonly start: number
  readonly end: number
  readonly mentions: readonly Mention[]
}

/** The stretches of a text that mentions cover, in order: mentions that overlap are one, those that only touch are not. */
function stretchesIn(text: string, mentions: readonly Mention[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  const within = mentions
    .map((mention) => ({
      start: Math.max(0, mention.start),
      end: Math.min(text.length, mention.end),
      mentions: [mention],
    }))
    .filter((stretch) => stretch.start < stretch.end)
    .sort((a, b) => a.start - b.start)
  for (const next of within) {
    const last = stretches.at(-1)
    if (last === undefined || next.start >= last.end) stretches.push(next)
    else
      stretches[stretches.length - 1] = {
        start: last.start,
        end: Math.max(last.end, next.end),
        mentions: [...last.mentions, ...next.mentions],
      }
  }
  return stretches
}
