// Eight signs in a row, one for each power: those that are held stand out.
import { verbs } from '@countersign/protocol/verbs'
import { useLocale } from 'react-aria-components'
import { verbList } from '../privacy/words.ts'
import { useText } from '../text/text.tsx'

type Verb = (typeof verbs)[number]

const signs: Readonly<Record<Verb, string>> = {
  'threads.list': 'M5 7h14M5 12h14M5 17h9',
  'messages.read':
    'M3 12c3-5 6-7 9-7s6 2 9 7c-3 5-6 7-9 7s-6-2-9-7zM12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5z',
  'members.see':
    'M9 11a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM3.5 19c.5-3.5 2.5-5 5.5-5s5 1.5 5.5 5M16 5.5a3 3 0 0 1 0 5.5M17.5 14.3c1.8.7 2.7 2.2 3 4.7',
  'messages.write': 'M4 20l1-4L16 5l3 3L8 19z',
  'messages.delete': 'M5 7h14M9 7V5h6v2M7 7l1 13h8l1-13',
  'contact.own':
    'M12 8.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7zM15.5 8.5v5c0 3 4.5 2.5 4.5-1.5a8 8 0 1 0-3 6.2',
  'friends.list': 'M12 20c-6-4-8-7-8-10a4 4 0 0 1 8-1a4 4 0 0 1 8 1c0 3-2 6-8 10z',
  'friends.contact': 'M3.5 6h17v12h-17zM3.5 7l8.5 6l8.5-6',
}

const CELL = 34

/** The row under what it belongs to, and the powers held in words below it. */
export function Powers({
  name,
  held,
  tone,
}: {
  readonly name: string
  readonly held: readonly Verb[]
  readonly tone: 'out' | 'own'
}) {
  const text = useText()
  const { locale } = useLocale()
  const words = verbList(text, locale, held)
  return (
    <div className="my-3 first:mt-0">
      <p className="font-semibold wrap-anywhere">{name}</p>
      <div aria-hidden="true">
        <Signs held={held} tone={tone} says={words} />
      </div>
      <p className="text-sm">{words}</p>
    </div>
  )
}

/** The row alone; `says` is what it shows. */
export function Signs({
  held,
  tone,
  says,
}: {
  readonly held: readonly Verb[]
  readonly tone: 'out' | 'own'
  readonly says: string
}) {
  const lit = tone === 'out' ? 'fill-warn-tint stroke-warn text-warn' : 'fill-tint stroke-accent text-accent'
  return (
    <svg
      role="img"
      aria-label={says}
      viewBox={`0 0 ${verbs.length * CELL} ${CELL}`}
      className="my-1.5 w-full max-w-md"
    >
      {verbs.map((verb, n) => {
        const has = held.includes(verb)
        return (
          <g
            key={verb}
            transform={`translate(${n * CELL} 0)`}
            className={has ? lit : 'fill-none stroke-line text-edge'}
          >
            <rect x={1.5} y={1.5} width={CELL - 3} height={CELL - 3} rx={6} />
            <path
              className="fill-none stroke-current"
              strokeWidth={has ? 2 : 1.5}
              strokeLinecap="round"
              strokeLinejoin="round"
              transform="translate(5 5)"
              d={signs[verb]}
            />
          </g>
        )
      })}
    </svg>
  )
}
