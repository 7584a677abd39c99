// One message: words, card, what it answers, reactions, who has read so far; deleted ones keep their place.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { memo } from 'react'
import { useLocale } from 'react-aria-components'
import { CardView, OutLink } from '../cards/card-view.tsx'
import { deleteMessage, type Message, react, renewMessages, restoreMessage } from '../data/messages.ts'
import { useText } from '../text/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { clockWords, dayWords } from '../ui/moments.ts'
import { PersonMark } from '../ui/person-mark.tsx'
import { Problem } from '../ui/problem.tsx'
import { Attachments } from './attachments.tsx'
import type { Row } from './rows.ts'

/** What a row needs to show and to do. */
export interface MessageRowProps {
  readonly row: Row
  readonly me: string
  /** The one that was looked for. */
  readonly isWanted: boolean
  /** The names of those who have read up to here. */
  readonly seen: string | undefined
  readonly mayAct: boolean
  readonly onAct: (message: Message, at: Element) => void
  readonly onJump: (message: string) => void
}

/** A message in its place. It is drawn again only when something of it changed: a window holds hundreds. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const text = useText()
  const { locale } = useLocale()
  const { row, seen, isWanted } = props
  const { message, isMine, follows } = row
  const at = new Date(message.sent_at)
  const who = isMine ? text('thread.you') : message.author.name
  return (
    <li data-id={message.id} id={message.id} className={follows ? 'mt-1' : 'mt-4'}>
      {row.newDay && (
        <p className="my-4 text-center text-sm text-soft">
          <span className="rounded-full border border-line bg-sheet px-3 py-1">
            {dayWords(locale, at, new Date())}
          </span>
        </p>
      )}
      {row.firstUnread && (
        <p className="my-3 border-t-2 border-accent text-center text-sm font-semibold text-accent">
          {text('thread.unread')}
        </p>
      )}
      <div className={`flex gap-2 ${isMine ? 'flex-row-reverse' : ''}`}>
        {!isMine && (
          <span className={`w-10 shrink-0 ${follows ? 'invisible' : ''}`}>
            {!follows && <PersonMark {...message.author} />}
          </span>
        )}
        <article
          aria-label={`${who}, ${clockWords(locale, at)}`}
          className={`group flex max-w-[85%] min-w-0 flex-col sm:max-w-[70%] ${isMine ? 'items-end' : 'items-start'}`}
        >
          {!(follows || isMine) && <p className="text-sm font-semibold">{who}</p>}
          <div className={`flex max-w-full items-end gap-1.5 ${isMine ? 'flex-row-reverse' : ''}`}>
            <div
              className={`min-w-0 rounded-box border px-3 py-2 ${isMine ? 'border-accent bg-tint' : 'border-line bg-sheet'} ${isWanted ? 'outline-2 outline-offset-2 outline-accent' : ''}`}
            >
              {message.deleted_at === null ? (
                <Content {...props} />
              ) : (
                <Gone message={message} isMine={isMine} />
              )}
            </div>
            <Beside {...props} />
          </div>
          {message.deleted_at === null && message.reactions.length > 0 && (
            <p className="mt-1 flex flex-wrap gap-1">
              <Reactions message={message} me={props.me} mayAct={props.mayAct} />
            </p>
          )}
          {seen !== undefined && (
            <p className="text-sm text-soft">{text('thread.readBy', { names: seen })}</p>
          )}
        </article>
      </div>
    </li>
  )
})

function Content({ row: { message }, onJump }: MessageRowProps) {
  const text = useText()
  const { answers, origin_author: origin, via, card, link_card: page } = message
  return (
    <>
      {answers !== null && (
        <button
          type="button"
          onClick={() => onJump(answers.id)}
          className="mb-1 block w-full cursor-pointer border-s-4 border-accent ps-2 text-start text-sm text-soft"
        >
          <span className="block font-semibold">{answers.author.name}</span>
          <span dir="auto" className="line-clamp-2">
            {answers.excerpt === '' ? text('file.only') : (answers.excerpt ?? text('thread.noExcerpt'))}
          </span>
        </button>
      )}
      {answers === null && message.reply_to !== null && (
        <p className="mb-1 border-s-4 border-line ps-2 text-sm text-soft">{text('thread.answersUnseen')}</p>
      )}
      {origin !== null && (
        <p className="text-sm text-soft">{text('thread.forwardedFrom', { name: origin.name })}</p>
      )}
      {message.text !== '' && <Words message={message} />}
      {page !== null && <LinkCard page={page} />}
      {card !== null && <CardView card={card} via={via?.partner.name ?? ''} />}
      {card === null && via !== null && <p className="text-sm text-soft">{via.label}</p>}
      {message.attachments.length > 0 && <Attachments attachments={message.attachments} />}
    </>
  )
}

/** Words with the names in them made out; whatever stands in them is text. */
function Words({ message: { text: words, mentions } }: { readonly message: Message }) {
  const parts: (string | { readonly name: string; readonly at: number })[] = []
  let from = 0
  for (const { start, end } of [...mentions].sort((a, b) => a.start - b.start)) {
    parts.push(words.slice(from, start), { name: words.slice(start, end), at: start })
    from = end
  }
  parts.push(words.slice(from))
  return (
    <p dir="auto" className="whitespace-pre-wrap">
      {parts.map((part) =>
        typeof part === 'string' ? (
          part
        ) : (
          <strong key={part.at} className="text-accent">
            {part.name}
          </strong>
        ),
      )}
    </p>
  )
}

/** What the page behind a link said of itself; the reader's browser asks that page nothing. */
function LinkCard({ page }: { readonly page: NonNullable<Message['link_card']> }) {
  return (
    <div className="my-1 max-w-sm overflow-hidden rounded-box border border-line bg-paper">
      {page.picture !== null && (
        <img src={page.picture} alt="" loading="lazy" className="max-h-56 w-full object-cover" />
      )}
      <div className="p-3">
        <p className="text-sm text-soft">{page.provider}</p>
        <p dir="auto" className="font-semibold">
          {page.title}
        </p>
        {page.author !== null && (
          <p dir="auto" className="text-sm text-soft">
            {page.author}
          </p>
        )}
        <OutLink address={page.link} />
      </div>
    </div>
  )
}

/** What stands where something was: who took it away, and for a card of the reader's own how it comes back (WRT-04). */
function Gone({ message, isMine }: { readonly message: Message; readonly isMine: boolean }) {
  const text = useText()
  const { locale } = useLocale()
  const queries = useQueryClient()
  const onSuccess = () => renewMessages(queries, message.thread)
  const restore = useMutation({ mutationFn: () => restoreMessage(message), onSuccess })
  const forGood = useMutation({ mutationFn: () => deleteMessage(message), onSuccess })
  const { restorable_until: until, via } = message
  if (until === null || via === null) return <p className="text-soft italic">{text('thread.deleted')}</p>
  const error = restore.error ?? forGood.error
  return (
    <>
      <p className="text-soft italic">{text('thread.removedBy', { company: via.partner.name })}</p>
      {isMine && Date.now() < Date.parse(until) && (
        <>
          <p className="text-sm text-soft">
            {text('thread.restorable', { day: dayWords(locale, new Date(until), new Date()) })}
          </p>
          <p className="flex gap-4">
            <button
              type="button"
              className="cursor-pointer text-accent underline"
              onClick={() => restore.mutate()}
            >
              {text('thread.restore')}
            </button>
            <button
              type="button"
              className="cursor-pointer text-accent underline"
              onClick={() => forGood.mutate()}
            >
              {text('thread.deleteForGood')}
            </button>
          </p>
        </>
      )}
      {error !== null && <Problem error={error} />}
    </>
  )
}

/** What stands beside a message: when it was sent, whether it was changed, and the way to what can be done with it. */
function Beside({ row: { message, isMine }, mayAct, onAct }: MessageRowProps) {
  const text = useText()
  const { locale } = useLocale()
  const isThere = message.deleted_at === null
  return (
    <span className="flex shrink-0 flex-wrap items-center justify-end gap-x-1 text-xs text-soft">
      {isThere && mayAct && (
        <button
          type="button"
          aria-haspopup="dialog"
          aria-label={isMine ? text('act.onMine') : text('act.onTheirs', { name: message.author.name })}
          onClick={({ currentTarget }) => onAct(message, currentTarget)}
          className="grid size-7 cursor-pointer place-items-center rounded-full hover:bg-tint hover:text-ink"
        >
          <Icon name="more" />
        </button>
      )}
      {message.edited_at !== null && isThere && <span>{text('thread.edited')}</span>}
      <time dateTime={message.sent_at}>{clockWords(locale, new Date(message.sent_at))}</time>
    </span>
  )
}

function Reactions({
  message,
  me,
  mayAct,
}: {
  readonly message: Message
  readonly me: string
  readonly mayAct: boolean
}) {
  const text = useText()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: ({ emoji, on }: { readonly emoji: string; readonly on: boolean }) =>
      react(message, emoji, on),
    onSuccess: () => renewMessages(queries, message.thread),
  })
  const groups = [...Map.groupBy(message.reactions, ({ emoji }) => emoji)]
  return groups.map(([emoji, all]) => {
    const mine = all.some(({ person }) => person.id === me)
    const names = all.map(({ person }) => person.name).join(', ')
    const label = text('thread.reaction', { emoji, names })
    return (
      <button
        key={emoji}
        type="button"
        disabled={!mayAct || change.isPending}
        aria-pressed={mine}
        aria-label={label}
        title={label}
        onClick={() => change.mutate({ emoji, on: !mine })}
        className="cursor-pointer rounded-full border border-line bg-sheet px-2 text-ink aria-pressed:border-accent aria-pressed:bg-tint"
      >
        {emoji} {all.length}
      </button>
    )
  })
}
