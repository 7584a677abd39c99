// One permission with every field of the dashboard contract (TRN-02), and its way out: one click, what follows said before.
import { useLocale } from 'react-aria-components'
import { type Grant, useWithdraw } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Fact, Facts, Tag } from '../ui/facts.tsx'
import { Problem } from '../ui/problem.tsx'
import { SaveReceipts } from './save-receipts.tsx'
import { dayIn, fieldList, listed, purposeWords, verbList } from './words.ts'

/** What the item stands in. */
interface Item {
  readonly grant: Grant
  readonly titles: ReadonlyMap<string, string>
  readonly onDone: (words: string) => void
}

/** A permission. */
export function PermissionItem({ grant, titles, onDone }: Item) {
  const text = useText()
  const { locale } = useLocale()
  const company = grant.partner.name
  const live = grant.standing === 'live'
  const day = (at: string): string => dayIn(locale, at)
  const threads = grant.threads.map((id) => titles.get(id) ?? text('grant.goneThread'))
  return (
    <li id={grant.id} className="border-t border-line py-4 target:bg-tint">
      <h4 id={`${grant.id}-name`} className="font-semibold">
        {grant.feature.name}
        <Tag on={live}>{text(`standing.${grant.standing}`)}</Tag>
      </h4>
      <p>
        {text('grant.may', {
          company,
          verbs: verbList(text, locale, grant.verbs),
          purpose: purposeWords(text, grant.purpose),
        })}
      </p>
      <Facts>
        {threads.length > 0 && <Fact name={text('grant.threads')}>{listed(locale, threads)}</Fact>}
        <Fact name={text('grant.data')} wide={grant.fields.length > 0}>
          {grant.fields.length === 0 ? text('grant.noData') : fieldList(text, locale, grant.fields)}
        </Fact>
        {grant.verbs.includes('messages.read') && (
          <Fact name={text('grant.earlier')}>{text(grant.history ? 'grant.yes' : 'grant.no')}</Fact>
        )}
        <Fact name={text('grant.givenAt')}>{day(grant.given_at)}</Fact>
        {grant.ended_at === null ? (
          <Fact name={text('grant.endsAt')}>{day(grant.ends_at)}</Fact>
        ) : (
          <Fact name={text('grant.endedAt')}>{day(grant.ended_at)}</Fact>
        )}
        <Fact name={text('grant.lastUse')}>
          {grant.last_used_at === null ? text('grant.noUse') : day(grant.last_used_at)}
        </Fact>
        <Fact name={text('grant.got')}>{text('grant.times', { count: grant.disclosures })}</Fact>
      </Facts>
      <WayOut grant={grant} onDone={onDone} />
    </li>
  )
}

const over: ReadonlySet<Grant['standing']> = new Set(['withdrawn', 'superseded', 'expired'])

function WayOut({ grant, onDone }: Omit<Item, 'titles'>) {
  const text = useText()
  const withdraw = useWithdraw()
  const company = grant.partner.name
  const named = `${grant.id}-name`
  const then = text(grant.fields.length === 0 ? 'grant.thenSends' : 'grant.then', { company })
  return (
    <div className="flex flex-wrap items-center gap-3">
      {!over.has(grant.standing) && (
        <>
          <Button
            aria-describedby={`${named} ${grant.id}-then`}
            isPending={withdraw.isPending}
            onPress={() => withdraw.mutate(grant, { onSuccess: () => onDone(text('grant.withdrawn')) })}
          >
            {text('grant.withdraw')}
          </Button>
          <p id={`${grant.id}-then`} className="min-w-48 flex-1 text-sm text-soft">
            {then}
          </p>
        </>
      )}
      <SaveReceipts kind="grants" id={grant.id} describedBy={named} />
      {withdraw.isError && <Problem error={withdraw.error} />}
    </div>
  )
}
