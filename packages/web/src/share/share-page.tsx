// The share sheet (design §7): a company's card as we draw it, whom it goes to, and a second step that confirms; the company learns none of it.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { CardView } from '../cards/card-view.tsx'
import { confirm, type Ticket } from '../data/catalogue.ts'
import { friendsQuery } from '../data/friends.ts'
import { meQuery } from '../data/session.ts'
import { type Draft, draftQuery, pick, type Target } from '../data/sharing-cards.ts'
import { threadsQuery } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { othersIn, titleFor } from '../threads/titles.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Page } from '../ui/page.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Problem } from '../ui/problem.tsx'

const linkLook = 'text-accent underline'

/** Where it goes, with the name the reader knows it by. */
interface Picked {
  readonly ticket: Ticket
  readonly title: string
}

/** The page of `/share/:draft`. */
export function SharePage() {
  const id = useParams({ from: '/share/$draft', select: ({ draft }) => draft })
  const { data: draft } = useSuspenseQuery(draftQuery(id))
  const choose = useMutation({
    mutationFn: async ({ target, title }: { readonly target: Target; readonly title: string }) =>
      ({ ticket: await pick(id, target), title }) satisfies Picked,
  })
  const send = useMutation({ mutationFn: (ticket: Ticket) => confirm(ticket) })
  if (send.data !== undefined && choose.data !== undefined)
    return <Sent draft={draft} thread={send.data.thread} title={choose.data.title} />
  if (choose.data !== undefined)
    return (
      <Confirm
        draft={draft}
        title={choose.data.title}
        isPending={send.isPending}
        error={send.error}
        onYes={() => send.mutate(choose.data.ticket)}
        onNo={() => {
          send.reset()
          choose.reset()
        }}
      />
    )
  return (
    <Pick
      draft={draft}
      isPending={choose.isPending}
      error={choose.error}
      onPick={(target, title) => choose.mutate({ target, title })}
    />
  )
}

/** Each step is a page of its own to whoever listens: its heading takes the focus. */
function Step({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <Page title={title}>
      <div ref={place} tabIndex={-1} className="outline-none">
        {children}
      </div>
    </Page>
  )
}

function Pick({
  draft,
  isPending,
  error,
  onPick,
}: {
  readonly draft: Draft
  readonly isPending: boolean
  readonly error: unknown
  readonly onPick: (target: Target, title: string) => void
}) {
  const text = useText()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data: threads } = useSuspenseQuery(threadsQuery)
  const { friends } = useSuspenseQuery(friendsQuery).data
  const company = draft.partner.name
  const present = threads.filter(({ members }) => members.some(({ id }) => id === me.id))
  // Who can be reached in a direct thread already is there under their name.
  const reached = new Set(
    present
      .filter(({ kind }) => kind === 'direct')
      .flatMap((one) => othersIn(one, me.id).map(({ id }) => id)),
  )
  const others = friends.filter(({ id }) => !reached.has(id))
  return (
    <Step title={text('share.title')}>
      <CardView card={draft.card} via={company} />
      <p className="my-3 text-soft">{text('share.promise', { company })}</p>
      {error !== null && <Problem error={error} />}
      {present.length > 0 && (
        <Targets title={text('share.toThread')}>
          {present.map((thread) => {
            const title = titleFor(text, thread, me.id)
            const [other] = thread.kind === 'direct' ? othersIn(thread, me.id) : []
            return (
              <TargetRow
                key={thread.id}
                title={title}
                mark={other ?? { id: thread.id, name: title }}
                isDisabled={isPending}
                onPress={() => onPick({ thread: thread.id }, title)}
              />
            )
          })}
        </Targets>
      )}
      {others.length > 0 && (
        <Targets title={text('share.toFriend')}>
          {others.map(({ id, name }) => (
            <TargetRow
              key={id}
              title={name}
              mark={{ id, name }}
              isDisabled={isPending}
              onPress={() => onPick({ friend: id }, name)}
            />
          ))}
        </Targets>
      )}
      {present.length + others.length === 0 && (
        <p className="my-4">
          {text('share.nobody')}{' '}
          <Link to="/friends" className={linkLook}>
            {text('nav.friends')}
          </Link>
        </p>
      )}
      <p className="my-6">
        <Back draft={draft}>{text('share.not', { company })}</Back>
      </p>
    </Step>
  )
}

function Targets({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <h2 className="mt-5 mb-2 text-xl">{title}</h2>
      <ul aria-label={title} className="rounded-box border border-line bg-sheet">
        {children}
      </ul>
    </>
  )
}

function TargetRow({
  title,
  mark,
  isDisabled,
  onPress,
}: {
  readonly title: string
  readonly mark: { readonly id: string; readonly name: string }
  readonly isDisabled: boolean
  readonly onPress: () => void
}) {
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        disabled={isDisabled}
        onClick={onPress}
        className="flex min-h-14 w-full cursor-pointer items-center gap-3 px-4 py-2 text-start hover:bg-tint disabled:opacity-60"
      >
        <PersonMark {...mark} />
        <span dir="auto" className="min-w-0 flex-1 wrap-anywhere">
          {title}
        </span>
      </button>
    </li>
  )
}

/** Exactly this card, to exactly this thread, yes or no. */
function Confirm({
  draft,
  title,
  isPending,
  error,
  onYes,
  onNo,
}: {
  readonly draft: Draft
  readonly title: string
  readonly isPending: boolean
  readonly error: unknown
  readonly onYes: () => void
  readonly onNo: () => void
}) {
  const text = useText()
  return (
    <Step key="confirm" title={text('share.sure', { title })}>
      <CardView card={draft.card} via={draft.partner.name} />
      <p className="my-3">{text('share.seen', { company: draft.partner.name })}</p>
      {error !== null && <Problem error={error} />}
      <div className="my-4 grid max-w-md grid-cols-2 gap-3">
        <Button isPending={isPending} onPress={onYes}>
          {text('share.yes')}
        </Button>
        <Button onPress={onNo}>{text('share.no')}</Button>
      </div>
      <p className="text-sm text-soft">{text('share.once')}</p>
    </Step>
  )
}

/** Where it went, and the way back. */
function Sent({
  draft,
  thread,
  title,
}: {
  readonly draft: Draft
  readonly thread: string
  readonly title: string
}) {
  const text = useText()
  const company = draft.partner.name
  return (
    <Step key="sent" title={text('share.sent')}>
      <Callout kind="good">{text('share.sentWords', { title, company })}</Callout>
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <Link to="/threads/$thread" params={{ thread }} className={linkLook}>
          {text('share.see', { title })}
        </Link>
        <Back draft={draft}>{text('share.back', { company })}</Back>
      </p>
    </Step>
  )
}

/** The company's own address, as the register has it; it is not told who comes. */
function Back({ draft, children }: { readonly draft: Draft; readonly children: ReactNode }) {
  return (
    <a href={draft.partner.homepage} rel="noreferrer" className={linkLook}>
      {children}
    </a>
  )
}
