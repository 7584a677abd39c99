// What is attached to a message: pictures in a grid whose size is known before they load, and files to be saved.
import { useState } from 'react'
import { useLocale } from 'react-aria-components'
import type { Message } from '../data/messages.ts'
import { useText } from '../text/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { PictureViewer } from './picture-viewer.tsx'

type Attachment = Message['attachments'][number]

/** An attachment that can be shown. */
export type Picture = Attachment & { readonly picture: NonNullable<Attachment['picture']> }

const isPicture = (one: Attachment): one is Picture => one.picture !== null

/** The longest side of a picture that stands alone. */
const SIDE_PX = 320
/** However small or long one is, it can be hit and does not fill the thread. */
const LEAST_PX = 96
const LONGEST = 2.5
/** So many stand two in a line; more stand three. */
const IN_TWOS = 4

/** The attachments, in their order: pictures first. */
export function Attachments({ attachments }: Pick<Message, 'attachments'>) {
  const [open, setOpen] = useState<number | null>(null)
  const pictures = attachments.filter(isPicture)
  const columns = pictures.length > IN_TWOS ? 'grid-cols-3' : 'grid-cols-2'
  const [alone] = pictures
  return (
    <>
      {pictures.length === 1 && alone !== undefined && (
        <div className="my-1 max-w-full" style={sizeOf(alone)}>
          <Thumbnail picture={alone} onOpen={() => setOpen(0)} />
        </div>
      )}
      {pictures.length > 1 && (
        <ul className={`my-1 grid w-80 max-w-full gap-1 ${columns}`}>
          {pictures.map((one, i) => (
            <li key={one.id} className="aspect-square min-w-0">
              <Thumbnail picture={one} onOpen={() => setOpen(i)} />
            </li>
          ))}
        </ul>
      )}
      {attachments
        .filter((one) => !isPicture(one))
        .map((one) => (
          <FileLine key={one.id} attachment={one} />
        ))}
      {open !== null && (
        <PictureViewer pictures={pictures} at={open} onMove={setOpen} onClose={() => setOpen(null)} />
      )}
    </>
  )
}

function sizeOf({ picture: { width, height } }: Picture) {
  const ratio = Math.min(Math.max(width / height, 1 / LONGEST), LONGEST)
  const shown = Math.min(SIDE_PX, SIDE_PX * ratio, Math.max(width, LEAST_PX))
  return { width: shown, aspectRatio: ratio }
}

function Thumbnail({
  picture: { name, alt, picture },
  onOpen,
}: {
  readonly picture: Picture
  readonly onOpen: () => void
}) {
  const text = useText()
  return (
    <button
      type="button"
      aria-label={text('file.open', { name: alt || name })}
      onClick={onOpen}
      className="block size-full cursor-pointer overflow-hidden rounded-box border border-line bg-paper"
    >
      <img
        src={picture.medium}
        srcSet={`${picture.small} 480w, ${picture.medium} 1280w`}
        sizes="320px"
        width={picture.width}
        height={picture.height}
        alt=""
        loading="lazy"
        decoding="async"
        className="size-full object-cover"
      />
    </button>
  )
}

/** A file: what it is called, how large it is, and the way to save it. Of one that an import only named there is no more. */
function FileLine({
  attachment: { name, alt, size, file, media_type: type },
}: {
  readonly attachment: Attachment
}) {
  const text = useText()
  const { locale } = useLocale()
  if (file === null || size === null)
    return <p className="text-sm text-soft">{text('thread.file', { name })}</p>
  const large = sizeWords(locale, size)
  return (
    <div className="my-1">
      <a
        href={file}
        download={name}
        className="flex min-h-11 max-w-full min-w-0 items-center gap-2 rounded-box border border-line bg-paper px-3 py-1.5 hover:border-accent"
      >
        <Icon name={signOf(type)} />
        <span className="sr-only">{text('file.save')} </span>
        <span dir="auto" className="min-w-0 truncate">
          {name}
        </span>{' '}
        <span className="shrink-0 text-sm text-soft">{large}</span>
      </a>
      {alt !== '' && (
        <p dir="auto" className="text-sm text-soft">
          {alt}
        </p>
      )}
    </div>
  )
}

function signOf(type: string): 'sound' | 'film' | 'archive' | 'file' {
  if (type.startsWith('audio/')) return 'sound'
  if (type.startsWith('video/')) return 'film'
  return /zip|compressed|x-tar|x-rar|gzip|bzip/.test(type) ? 'archive' : 'file'
}

/** How large a file is, as people say it. */
function sizeWords(locale: string, bytes: number): string {
  const [unit, count] =
    bytes >= 1e6 ? (['megabyte', bytes / 1e6] as const) : (['kilobyte', Math.max(bytes / 1e3, 1)] as const)
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'megabyte' ? 1 : 0,
  }).format(count)
}
