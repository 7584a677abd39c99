// A sheet over the page: one question at a time, closed by Escape, by its own button, or by a tap beside it.
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useText } from '../text/text.tsx'
import { IconButton } from './icon-button.tsx'

/** The sheet; what it holds may close it. */
export function Sheet({
  title,
  isOpen,
  onClose,
  children,
}: {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const text = useText()
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-20 grid place-items-end bg-[rgb(0_0_0/0.45)] sm:place-items-center"
    >
      <Modal className="max-h-[90dvh] w-full overflow-y-auto rounded-t-box border border-line bg-paper sm:max-w-lg sm:rounded-box">
        <Dialog className="p-5 outline-none">
          <div className="mb-3 flex items-center gap-3">
            <Heading slot="title" className="flex-1 text-xl">
              {title}
            </Heading>
            <IconButton icon="close" label={text('app.close')} onPress={onClose} />
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
