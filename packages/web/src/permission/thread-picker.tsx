// The reader's threads to tick on a permission screen; many of them can be searched by name.
import { useState } from 'react'
import type { PermissionScreen } from '../data/permission.ts'
import { useText } from '../text/text.tsx'
import { titleOf } from '../threads/titles.ts'
import { TextField } from '../ui/text-field.tsx'
import { Tick, ticked } from '../ui/tick.tsx'

/** More than these are searched rather than looked through. */
const LOOKED_THROUGH = 8

/** The threads; what is ticked stays in sight, whatever is searched for. */
export function ThreadPicker({
  className,
  title,
  note,
  threads,
  picked,
  onPick,
}: {
  readonly className: string
  readonly title: string
  readonly note: string
  readonly threads: PermissionScreen['own_threads']
  readonly picked: readonly string[]
  readonly onPick: (threads: readonly string[]) => void
}) {
  const text = useText()
  const [words, setWords] = useState('')
  const named = threads.map(({ id, title: own, others }) => ({ id, name: titleOf(text, own, others) }))
  const wanted = words.trim().toLocaleLowerCase()
  const shown = named.filter(
    ({ id, name }) => picked.includes(id) || name.toLocaleLowerCase().includes(wanted),
  )
  return (
    <fieldset className={className}>
      <legend className="float-start mb-1 w-full font-semibold">{title}</legend>
      <p className="text-sm text-soft">{note}</p>
      {threads.length === 0 && <p>{text('permission.noThreads')}</p>}
      {threads.length > LOOKED_THROUGH && (
        <TextField label={text('permission.find')} value={words} onChange={setWords} autoComplete="off" />
      )}
      <div className="max-h-72 overflow-y-auto">
        {shown.map(({ id, name }) => (
          <Tick
            key={id}
            value={id}
            label={name}
            isOn={picked.includes(id)}
            onChange={(on) => onPick(ticked(picked, id, on))}
          />
        ))}
      </div>
      {threads.length > 0 && shown.length === 0 && <p role="status">{text('permission.noneFound')}</p>}
    </fieldset>
  )
}
