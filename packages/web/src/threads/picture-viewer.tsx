// A picture in full: arrow keys go to the others of its message, Escape goes back to where its reader was.
import { useEffect } from 'react'
import { Dialog, Modal, ModalOverlay, useLocale } from 'react-aria-components'
import { useText } from '../text/text.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import type { Picture } from './attachments.tsx'

/** The viewer, over everything. */
export function PictureViewer({
  pictures,
  at,
  onMove,
  onClose,
}: {
  readonly pictures: readonly Picture[]
  readonly at: number
  readonly onMove: (to: number) => void
  readonly onClose: () => void
}) {
  const text = useText()
  const { direction } = useLocale()
  const last = pictures.length - 1
  useEffect(() => {
    const keyed = ({ key }: KeyboardEvent): void => {
      const forward = direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
      const back = direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft'
      if (key === forward && at < last) onMove(at + 1)
      if (key === back && at > 0) onMove(at - 1)
    }
    window.addEventListener('keydown', keyed)
    return () => window.removeEventListener('keydown', keyed)
  }, [at, last, direction, onMove])
  const shown = pictures[at]
  if (shown === undefined) return null
  const { name, alt, file, picture } = shown
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-30 bg-paper"
    >
      <Modal className="h-dvh w-full">
        <Dialog
          aria-label={text('file.viewer', { n: at + 1, count: pictures.length })}
          className="flex h-full flex-col outline-none"
        >
          <div className="flex items-center gap-2 px-3 py-2">
            <p className="min-w-0 flex-1 truncate text-sm text-soft" dir="auto">
              {name}
            </p>
            {file !== null && (
              <a href={file} download={name} className="px-2 text-accent underline">
                {text('file.save')}
              </a>
            )}
            <IconButton icon="close" label={text('app.close')} onPress={onClose} autoFocus />
          </div>
          <div className="grid min-h-0 flex-1 grid-cols-1 grid-rows-1 place-items-center px-3">
            <img
              key={picture.whole}
              src={picture.whole}
              width={picture.width}
              height={picture.height}
              alt={alt || name}
              className="max-h-full max-w-full object-contain"
            />
          </div>
          <div className="flex min-h-14 items-center gap-2 px-3 py-2">
            {last > 0 && (
              <IconButton
                icon="back"
                label={text('file.previous')}
                isDisabled={at === 0}
                onPress={() => onMove(at - 1)}
              />
            )}
            <p dir="auto" className="max-h-24 min-w-0 flex-1 overflow-y-auto text-center">
              {alt}
            </p>
            {last > 0 && (
              <IconButton
                icon="next"
                label={text('file.next')}
                isDisabled={at === last}
                onPress={() => onMove(at + 1)}
              />
            )}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
