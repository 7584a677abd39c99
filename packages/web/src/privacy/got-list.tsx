// Each time a company got something: what, what for, through whose connection, under which yes, and where the record is.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useLocale } from 'react-aria-components'
import { type Disclosure, disclosuresQuery } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/problem.tsx'
import { fieldList, purposeWords } from './words.ts'

/** The list, of one company or of all; more of it when asked for. */
export function GotList({
  partner,
  thread = null,
}: {
  readonly partner: string | null
  readonly thread?: string | null
}) {
  const text = useText()
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery(
    disclosuresQuery(partner, thread),
  )
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <p role="status">{text('app.loading')}</p>
  const all = data.pages.flatMap(({ items }) => items)
  if (all.length === 0)
    return (
      <p className="text-soft">{text(partner === null && thread === null ? 'got.none' : 'got.noneHere')}</p>
    )
  return (
    <>
      <ol>
        {all.map((one) => (
          <Row key={one.ledger.index} one={one} />
        ))}
      </ol>
      {hasNextPage && (
        <Button isPending={isFetching} onPress={() => void fetchNextPage()}>
          {text('got.older')}
        </Button>
      )}
    </>
  )
}

function Row({ one }: { readonly one: Disclosure }) {
  const text = useText()
  const { locale } = useLocale()
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  const own = one.through === 'own'
  const yes = one.under.startsWith('grant_') ? 'got.permission' : 'got.answer'
  return (
    <li className="border-b border-line py-2.5">
      <p className="flex flex-wrap justify-between gap-x-4">
        <strong>{text('got.items', { company: one.partner.name, items: one.items })}</strong>
        <time dateTime={one.at}>{moment.format(new Date(one.at))}</time>
      </p>
      {!one.delivered && <p>{text('got.dropped')}</p>}
      <p className="text-sm text-soft">
        {text('got.why', {
          data: fieldList(text, locale, one.fields),
          purpose: purposeWords(text, one.purpose),
        })}{' '}
        {text(own ? 'got.own' : 'got.other')}{' '}
        <a href={`/privacy#${one.under}`} className="text-accent underline">
          {text(yes)}
        </a>
        . {text('got.leaf', { index: one.ledger.index })}{' '}
        <a href={`/privacy/got/${one.ledger.index}`} className="text-accent underline">
          {text('got.open')}
        </a>
      </p>
    </li>
  )
}
