// What can be done with a message: react, reply, forward, copy, change, delete, report. One sheet for whichever was picked.
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { Dialog, Popover } from 'react-aria-components'
import { deleteMessage, forwardMessage, type Message, react, renewMessages } from '../data/messages.ts'
import { meQuery } from '../data/session.ts'
import { threadsQuery } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import type { BoxActs } from './message-scroll.tsx'
import { ReportSheet } from './report-sheet.tsx'
import { titleFor } from './titles.ts'

/** Reactions offered in one tap. */
const offered = ['👍', '❤️', '😂', '😮', '🎵'] as const

/** The acts on a message, beside where it was pressed. */
export function MessageActs({
  message,
  at,
  me,
  box,
  onClose,
}: {
  readonly message: Message
  readonly at: Element
  readonly me: string
  readonly box: BoxActs
  readonly onClose: () => void
}) {
  const text = useText()
  const queries = useQueryClient()
  const anchor = useRef(at)
  const [step, setStep] = useState<'acts' | 'delete' | 'forward' | 'report'>('acts')
  const renew = () => renewMessages(queries, message.thread)
  const done = async () => {
    onClose()
    await renew()
  }
  const put = useMutation({ mutationFn: (emoji: string) => react(message, emoji, true), onSuccess: done })
  const erase = useMutation({ mutationFn: () => deleteMessage(message), onSuccess: done })
  const isMine = message.author.id === me
  const begin = (act: (message: Message) => void) => () => {
    onClose()
    act(message)
  }
  if (step === 'forward') return <Forward message={message} onClose={onClose} />
  if (step === 'report') return <ReportSheet message={message} onClose={onClose} />
  return (
    <Popover
      triggerRef={anchor}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      className="rounded-box border border-edge bg-sheet p-2 shadow-lg"
    >
      <Dialog aria-label={text('act.title')} className="outline-none">
        {step === 'delete' ? (
          <>
            <p className="mb-2 max-w-56">{text('act.deleteSure')}</p>
            <Act onPress={() => erase.mutate()}>{text('act.delete')}</Act>
            <Act onPress={onClose}>{text('act.keep')}</Act>
          </>
        ) : (
          <>
            <div className="mb-1 flex gap-1">
              {offered.map((emoji) => (
                <button
                  key={emoji}
                  type="button"
                  aria-label={text('act.reactWith', { emoji })}
                  onClick={() => put.mutate(emoji)}
                  className="size-10 cursor-pointer rounded-full text-xl hover:bg-tint"
                >
                  {emoji}
                </button>
              ))}
            </div>
            <Act onPress={begin(box.reply)}>{text('act.reply')}</Act>
            {message.kind !== 'card' && <Act onPress={() => setStep('forward')}>{text('act.forward')}</Act>}
            {message.text !== '' && (
              <Act
                onPress={() => {
                  void navigator.clipboard.writeText(message.text)
                  onClose()
                }}
              >
                {text('act.copy')}
              </Act>
            )}
            {isMine && message.kind === 'message' && (
              <Act onPress={begin(box.change)}>{text('act.change')}</Act>
            )}
            {isMine && <Act onPress={() => setStep('delete')}>{text('act.delete')}</Act>}
            {!isMine && <Act onPress={() => setStep('report')}>{text('report.act')}</Act>}
          </>
        )}
        {(put.error ?? erase.error) !== null && <Problem error={put.error ?? erase.error} />}
      </Dialog>
    </Popover>
  )
}

function Act({ onPress, children }: { readonly onPress: () => void; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="block min-h-10 w-full cursor-pointer rounded-box px-3 text-start hover:bg-tint"
    >
      {children}
    </button>
  )
}

/** Where to: any thread of the reader's. The words stay those of who wrote them. */
function Forward({ message, onClose }: { readonly message: Message; readonly onClose: () => void }) {
  const text = useText()
  const queries = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data: threads } = useSuspenseQuery(threadsQuery)
  const forward = useMutation({
    mutationFn: (to: string) => forwardMessage(message, to),
    onSuccess: async (_, to) => {
      onClose()
      await renewMessages(queries, to)
    },
  })
  return (
    <Sheet title={text('act.forwardTo')} isOpen onClose={onClose}>
      <ul>
        {threads.map((thread) => (
          <li key={thread.id}>
            <Act onPress={() => forward.mutate(thread.id)}>{titleFor(text, thread, me.id)}</Act>
          </li>
        ))}
      </ul>
      {forward.isError && <Problem error={forward.error} />}
    </Sheet>
  )
}
