// One time a company got something, down to each item of the reader's own; what is not told is counted, and said why (TRN-01, TRN-04).
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useLocale } from 'react-aria-components'
import { kindWords, titleWords } from '../cards/card-words.ts'
import { type DisclosureItems, itemsQuery } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { Page } from '../ui/page.tsx'
import { fieldList, kindCount, purposeWords, verbList } from './words.ts'

type Item = DisclosureItems['items'][number]

/** The page of `/privacy/got/:leaf`. */
export function GotOnePage() {
  const text = useText()
  const { leaf } = useParams({ from: '/privacy/got/$leaf' })
  const { data, hasNextPage, isFetching, fetchNextPage } = useSuspenseInfiniteQuery(itemsQuery(leaf))
  const [first] = data.pages
  if (first === undefined) return null
  const { disclosure, untold } = first
  const items = data.pages.flatMap((page) => page.items)
  return (
    <Page title={text('got.one', { company: disclosure.partner.name, items: disclosure.items })}>
      <p className="mb-4">
        <Link to="/privacy/got" className="text-accent underline">
          {text('got.title')}
        </Link>
      </p>
      {!disclosure.delivered && <p className="mb-4 font-semibold">{text('got.dropped')}</p>}
      <About one={first} />
      {items.length > 0 && (
        <section aria-labelledby="items">
          <h2 id="items" className="mt-6 text-xl">
            {text('got.each2')}
          </h2>
          <ol>
            {items.map((item, n) => (
              <ItemRow key={item.message?.id ?? `${item.kind} ${n}`} item={item} />
            ))}
          </ol>
        </section>
      )}
      {hasNextPage && (
        <p className="my-3">
          <Button isPending={isFetching} onPress={() => void fetchNextPage()}>
            {text('got.more')}
          </Button>
        </p>
      )}
      {untold.length > 0 && <Untold untold={untold} />}
    </Page>
  )
}

function About({ one: { disclosure, verb } }: { readonly one: DisclosureItems }) {
  const text = useText()
  const { locale } = useLocale()
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' })
  const yes = disclosure.under.startsWith('grant_') ? 'got.permission' : 'got.answer'
  return (
    <Facts>
      <Fact name={text('got.when')}>
        <time dateTime={disclosure.at}>{moment.format(new Date(disclosure.at))} UTC</time>
      </Fact>
      <Fact name={text('got.feature')}>{disclosure.feature.name}</Fact>
      <Fact name={text('got.purpose')} wide>
        {purposeWords(text, disclosure.purpose)}
      </Fact>
      {verb !== null && <Fact name={text('got.asked')}>{verbList(text, locale, [verb])}</Fact>}
      <Fact name={text('got.fields')} wide>
        {fieldList(text, locale, disclosure.fields)}
      </Fact>
      <Fact name={text('got.through')}>{text(disclosure.through === 'own' ? 'got.own' : 'got.other')}</Fact>
      <Fact name={text('got.underWhat')}>
        <a href={`/privacy#${disclosure.under}`} className="text-accent underline">
          {text(yes)}
        </a>
      </Fact>
      <Fact name={text('got.record')}>{text('got.leaf', { index: disclosure.ledger.index })}</Fact>
    </Facts>
  )
}

function ItemRow({ item: { kind, message, thread, contact } }: { readonly item: Item }) {
  const text = useText()
  const { locale } = useLocale()
  if (kind === 'contact_field')
    return <Line>{contact === null ? text('got.contactGone') : text('got.contact', { contact })}</Line>
  if (kind === 'thread_title') return <Line>{text('got.threadTitle', { thread: thread?.name ?? '' })}</Line>
  if (kind === 'member')
    return (
      <Line>
        {thread === null ? text('got.memberSomewhere') : text('got.member', { thread: thread.name })}
      </Line>
    )
  if (message === null) return <Line>{text('got.gone')}</Line>
  const day = new Date(message.sent_at)
  if (message.state === 'deleted_since') return <Line>{text('got.deleted', { day })}</Line>
  return (
    <li className="border-b border-line py-2.5">
      {message.text !== '' && <p className="whitespace-pre-wrap wrap-anywhere">{message.text}</p>}
      {message.card !== null && (
        <p className="wrap-anywhere">
          {kindWords(text, message.card)}: {titleWords(locale, message.card)}
        </p>
      )}
      <p className="text-sm text-soft">
        {text('got.said', { day })}
        {thread !== null && (
          <>
            {' '}
            <a href={`/threads/${thread.id}`} className="text-accent underline">
              {text('got.inThread', { thread: thread.name })}
            </a>
          </>
        )}
        {message.state === 'edited_since' && ` ${text('got.edited')}`}
      </p>
    </li>
  )
}

const Line = ({ children }: { readonly children: string }) => (
  <li className="border-b border-line py-2.5 wrap-anywhere">{children}</li>
)

/** What is counted only, each reason once. */
function Untold({ untold }: Pick<DisclosureItems, 'untold'>) {
  const text = useText()
  const { locale } = useLocale()
  const reasons = [...Map.groupBy(untold, ({ why }) => why)]
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return (
    <section aria-labelledby="untold">
      <h2 id="untold" className="mt-6 text-xl">
        {text('got.untold')}
      </h2>
      {reasons.map(([why, all]) => (
        <div key={why} className="my-3 rounded-box border border-line bg-sheet p-4">
          <p className="font-semibold">
            {list.format(all.map(({ kind, count }) => kindCount(text, kind, count)))}
          </p>
          <p>{text(`untold.${why}`)}</p>
        </div>
      ))}
    </section>
  )
}
