// Asks once, when a message is sent, what the page behind its first link says of itself; readers' browsers ask nobody.
import { type MessageId, type ThreadId, visibleWords } from '@countersign/protocol'
import { z } from 'zod'
import { pictureTypes } from '../files/raster.ts'
import { jsonIn } from '../outbound/outbound.ts'
import { copyPicture } from '../outbound/picture.ts'
import type { LinkProvider } from '../outbound/providers.ts'
import { makeSecret } from '../ports/random.ts'
import { insertLinkCard } from '../store/link-cards.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'

/** An oEmbed answer (oembed.com §2.3.4), as far as it is used: never its HTML. */
const oembed = z.object({
  title: z.string(),
  author_name: z.string().optional().catch(undefined),
  thumbnail_url: z.string().optional().catch(undefined),
})

type Outbound = Pick<System, 'outbound'>

/**
 * Keeps a link card for a message whose words hold a link of a provider the operator named. The provider learns that
 * somebody here sent this link, and nothing else. Whatever goes wrong, the message stays what it is: words with a link.
 */
export async function keepLinkCard(
  system: Pick<System, 'app' | 'clock' | 'random' | 'outbound' | 'settings' | 'live'>,
  {
    thread,
    message,
    text,
  }: { readonly thread: ThreadId; readonly message: MessageId; readonly text: string },
): Promise<void> {
  const link = firstLink(text)
  if (link === undefined) return
  const provider = system.settings.linkProviders.find(({ matches }) => matches(link))
  if (provider === undefined) return
  const page = await askProvider(system, provider, link)
  if (page === undefined) return
  const picture = page.thumbnail === undefined ? undefined : await copyFrom(system, page.thumbnail)
  await insertLinkCard(system.app, {
    thread,
    message,
    link,
    title: page.title,
    author: page.author ?? null,
    provider: provider.name,
    pictureKey: picture === undefined ? null : makeSecret(system.random),
    picture: picture ?? null,
    madeAt: await decisionTime(system, system.app),
  })
  system.live.tell({ type: 'thread', thread })
}

/** The first https link of a text, as browsers write it; the points and brackets of the sentence around it are not its. */
export function firstLink(text: string): string | undefined {
  const found = /https:\/\/[^\s<>"'`]+/.exec(text)?.[0].replace(/[.,;:!?)\]}]+$/, '')
  if (found === undefined || !URL.canParse(found)) return undefined
  const { href, username, password, port } = new URL(found)
  return username === '' && password === '' && port === '' && href.length <= 500 ? href : undefined
}

async function askProvider(
  { outbound }: Outbound,
  { endpoint }: LinkProvider,
  link: string,
): Promise<
  | {
      readonly title: string
      readonly author: string | undefined
      readonly thumbnail: string | undefined
    }
  | undefined
> {
  const query = new URLSearchParams({ url: link, format: 'json', maxwidth: '640', maxheight: '640' })
  const sent = await outbound.send({
    url: `${endpoint}?${query.toString()}`,
    accept: ['application/json', 'application/json+oembed', 'text/json'],
    maxBytes: 64 * 1024,
    timeoutMs: 3_000,
    redirects: 3,
  })
  if (!sent.ok || sent.value.status !== 200) return undefined
  const parsed = oembed.safeParse(jsonIn(sent.value))
  const title = parsed.success ? shownWords(parsed.data.title) : undefined
  if (!parsed.success || title === undefined) return undefined
  const { author_name: author, thumbnail_url: thumbnail } = parsed.data
  return { title, author: author === undefined ? undefined : shownWords(author), thumbnail }
}

async function copyFrom({ outbound }: Outbound, address: string): Promise<Uint8Array | undefined> {
  const sent = await outbound.send({
    url: address,
    accept: pictureTypes,
    maxBytes: 4 * 1024 * 1024,
    timeoutMs: 3_000,
    redirects: 3,
  })
  return sent.ok && sent.value.status === 200 ? copyPicture(sent.value.body) : undefined
}

/** One line of at most 200 characters; undefined for words that hide or reorder something. */
function shownWords(text: string): string | undefined {
  const line = [...text.replace(/\s+/g, ' ').trim()].slice(0, 190).join('')
  const parsed = visibleWords(200).safeParse(line)
  return parsed.success ? parsed.data : undefined
}
