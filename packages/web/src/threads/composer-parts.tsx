// What stands above the box to write in: what it is for, whom is meant, and what was picked to go along.
import type { Me } from '../data/session.ts'
import type { Thread } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import type { Writing } from './composer.tsx'
import { FilesToSend, type PickedFiles } from './files-to-send.tsx'

/** The files picked, and where to drop others while some are held over the window. */
export function Picked({ thread, files }: { readonly thread: string; readonly files: PickedFiles }) {
  const text = useText()
  return (
    <>
      {files.list.length > 0 && <FilesToSend thread={thread} files={files.list} />}
      {files.isOver && (
        <p className="pointer-events-none fixed inset-4 z-20 grid place-items-center rounded-box border-4 border-dashed border-accent bg-sheet text-xl">
          {text('file.drop')}
        </p>
      )}
    </>
  )
}

/** The members whom an @ could mean. */
export function Meant({
  members,
  onPick,
}: {
  readonly members: readonly Thread['members'][number][]
  readonly onPick: (member: Thread['members'][number]) => void
}) {
  const text = useText()
  if (members.length === 0) return null
  return (
    <ul aria-label={text('write.mention')} className="mb-2 flex flex-wrap gap-2">
      {members.slice(0, 6).map((member) => (
        <li key={member.id}>
          <button
            type="button"
            onClick={() => onPick(member)}
            className="cursor-pointer rounded-full border border-edge px-3 py-1 hover:border-accent"
          >
            @{member.name}
          </button>
        </li>
      ))}
    </ul>
  )
}

/** What the box is for, when it is not for new words. */
export function Note({
  writing,
  me,
  onCancel,
}: {
  readonly writing: Exclude<Writing, { kind: 'new' }>
  readonly me: Me
  readonly onCancel: () => void
}) {
  const text = useText()
  const said =
    writing.kind === 'change'
      ? text('write.changing')
      : writing.to.author.id === me.id
        ? text('write.replyingSelf')
        : text('write.replying', { name: writing.to.author.name })
  return (
    <p className="mb-2 flex items-center gap-3 border-s-4 border-accent ps-3 text-sm text-soft">
      <span className="flex-1">{said}</span>
      <IconButton icon="close" label={text('write.cancel')} onPress={onCancel} />
    </p>
  )
}
