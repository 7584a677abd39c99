// What the ticks would give now of the reader's own words, thread by thread, by the gate itself; nothing is given by looking (PER-03).
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { OwnWords } from '../cards/own-words.tsx'
import {
  type PermissionPreview,
  type PermissionScreen,
  previewQuery,
  type Ticks,
} from '../data/permission.ts'
import { useText } from '../text/text.tsx'
import { titleOf } from '../threads/titles.ts'
import { Problem } from '../ui/problem.tsx'

/** Opened by the reader; follows what they tick. */
export function Preview({ screen, ticks }: { readonly screen: PermissionScreen; readonly ticks: Ticks }) {
  const text = useText()
  const [open, setOpen] = useState(false)
  const isReady = ticks.choices.length > 0
  const found = useQuery({ ...previewQuery(screen, ticks), enabled: open && isReady })
  return (
    <details className="my-4" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="min-h-9 cursor-pointer py-1.5 text-accent">{text('permission.preview')}</summary>
      <section
        aria-label={text('permission.previewTitle')}
        role="status"
        className="my-2 rounded-box bg-tint px-4 py-3"
      >
        {!isReady && <p>{text('permission.tickFirst')}</p>}
        {isReady && found.isPending && <p>{text('app.loading')}</p>}
        {isReady && found.isError && <Problem error={found.error} />}
        {isReady && found.isSuccess && <Found screen={screen} found={found.data} history={ticks.history} />}
      </section>
    </details>
  )
}

function Found({
  screen,
  found,
  history,
}: {
  readonly screen: PermissionScreen
  readonly found: PermissionPreview
  readonly history: boolean
}) {
  const text = useText()
  if (found.items.length === 0) return <p>{text('permission.readsNothing')}</p>
  return (
    <>
      <p className="text-sm text-soft">{text('ask.ownOnly')}</p>
      {found.items.map(({ purpose, thread, ...preview }) => {
        const own = screen.own_threads.find(({ id }) => id === thread)
        return (
          <div key={`${purpose} ${thread}`} className="my-3">
            <h3 dir="auto" className="text-lg">
              {own !== undefined && titleOf(text, own.title, own.others)}
            </h3>
            <p className="text-sm text-soft">
              {screen.purposes.find((one) => one.purpose === purpose)?.title}
            </p>
            <OwnWords {...preview} history={history} />
          </div>
        )
      })}
    </>
  )
}
