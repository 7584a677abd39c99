// A message on its way: shown at once, and said to be on its way, until it is there or its writer decides.
import { useQueryClient } from '@tanstack/react-query'
import { discard, type Outgoing, postAgain } from '../data/outbox.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/problem.tsx'

/** The row, behind everything that is known to be there. */
export function OutgoingRow({ thread, outgoing }: { readonly thread: string; readonly outgoing: Outgoing }) {
  const text = useText()
  const queries = useQueryClient()
  const { key, state, error } = outgoing
  return (
    <li data-id={key} className="mt-2 flex flex-col items-end">
      <div
        className={`max-w-[85%] rounded-box border px-3 py-2 sm:max-w-[70%] ${state === 'failed' ? 'border-bad bg-bad-tint' : 'border-line bg-tint opacity-75'}`}
      >
        {outgoing.text !== '' && (
          <p dir="auto" className="whitespace-pre-wrap">
            {outgoing.text}
          </p>
        )}
        {outgoing.files.map(({ upload, name }) => (
          <p key={upload} className="text-sm text-soft">
            {text('thread.file', { name })}
          </p>
        ))}
      </div>
      {state === 'sending' ? (
        <p role="status" className="text-sm text-soft">
          {text('thread.sending')}
        </p>
      ) : (
        <div className="flex flex-col items-end gap-2">
          <Problem error={error} />
          <p className="flex gap-2">
            <Button size="small" onPress={() => postAgain(queries, thread, outgoing)}>
              {text('thread.sendAgain')}
            </Button>
            <Button size="small" weight="bad" onPress={() => discard(thread, key)}>
              {text('thread.discard')}
            </Button>
          </p>
        </div>
      )}
    </li>
  )
}
