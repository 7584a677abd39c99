// What the reader asked a company to delete, what it said, and the way to ask: everything, or one feature (DEL-02).
import { useLocale } from 'react-aria-components'
import { type Company, type Deletion, useAskDeletion } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Folded, Tag } from '../ui/facts.tsx'
import { Problem } from '../ui/problem.tsx'
import { dayIn, listed } from './words.ts'

interface Part {
  readonly company: Company
  readonly onDone: (words: string) => void
}

/** The part of a company's card; nothing where it got nothing. */
export function Deletions({ company, onDone }: Part) {
  const text = useText()
  const { partner, deletions, deletable } = company
  if (deletions.length + deletable.length === 0) return null
  return (
    <section aria-labelledby={`${partner.id}-delete`}>
      <h3 id={`${partner.id}-delete`} className="mt-4 text-lg">
        {text('delete.title')}
      </h3>
      {deletions.length > 0 && (
        <ul>
          {deletions.map((deletion) => (
            <Asked key={deletion.id} deletion={deletion} />
          ))}
        </ul>
      )}
      {deletable.length > 0 && <Ask company={company} onDone={onDone} />}
    </section>
  )
}

function Ask({ company: { partner, deletable }, onDone }: Part) {
  const text = useText()
  const ask = useAskDeletion()
  const press = (feature: string | null) => () =>
    ask.mutate({ partner: partner.id, feature }, { onSuccess: () => onDone(text('delete.done')) })
  const then = `${partner.id}-delete-then`
  return (
    <>
      <div className="my-2 flex flex-wrap items-center gap-3">
        <Button isPending={ask.isPending} aria-describedby={then} onPress={press(null)}>
          {text('delete.all', { company: partner.name })}
        </Button>
        <p id={then} className="min-w-48 flex-1 text-sm text-soft">
          {text('delete.then', { company: partner.name })}
        </p>
      </div>
      {deletable.length > 1 && (
        <Folded title={text('delete.one')}>
          <div className="flex flex-wrap gap-2">
            {deletable.map(({ id, name }) => (
              <Button key={id} size="small" isPending={ask.isPending} onPress={press(id)}>
                {text('delete.feature', { feature: name })}
              </Button>
            ))}
          </div>
        </Folded>
      )}
      {ask.isError && <Problem error={ask.error} />}
    </>
  )
}

function Asked({ deletion }: { readonly deletion: Deletion }) {
  const text = useText()
  const { locale } = useLocale()
  const { feature, through, state, asked_at, due_at, late } = deletion
  const day = (at: string): string => dayIn(locale, at)
  return (
    <li id={deletion.id} className="border-t border-line py-3 target:bg-tint">
      <p className="font-semibold">
        {feature.name}
        <Tag on={state === 'asked'}>{text(`delete.${late && state === 'answered' ? 'late' : state}`)}</Tag>
      </p>
      <p className="text-sm text-soft">
        {text(through === 'own' ? 'delete.own' : 'delete.other')}{' '}
        {text('delete.askedOn', { day: day(asked_at), due: day(due_at) })}
      </p>
      {state === 'overdue' && <p>{text('delete.silent', { company: deletion.partner.name })}</p>}
      <Statement deletion={deletion} />
    </li>
  )
}

function Statement({ deletion: { statement, items, partner, all_gone } }: { readonly deletion: Deletion }) {
  const text = useText()
  const { locale } = useLocale()
  if (statement === null) return null
  const company = partner.name
  if (statement.outcome === 'kept')
    return (
      <>
        <p>{text(`delete.kept.${statement.why}`, { company })}</p>
        <blockquote className="my-1 border-s-4 border-edge ps-3 wrap-anywhere" dir="auto">
          {statement.words}
        </blockquote>
      </>
    )
  const { sub_holders: holders, derived_data: derived } = statement
  const open = holders.filter(({ deleted }) => !deleted).map(({ name }) => name)
  return (
    <>
      {all_gone && <p>{text('delete.allGone', { company })}</p>}
      <p>{text('delete.counts', { company, said: statement.items, items: items ?? 0 })}</p>
      {items !== statement.items && <p className="text-bad">{text('delete.differs')}</p>}
      <p>
        {holders.length === 0
          ? text('delete.noHolders')
          : text('delete.holders', {
              names: listed(
                locale,
                holders.map(({ name }) => name),
              ),
            })}{' '}
        {open.length > 0 && text('delete.holdersOpen', { names: listed(locale, open) })}
      </p>
      <p className="wrap-anywhere">
        {derived.made
          ? text(derived.deleted ? 'delete.derivedGone' : 'delete.derivedStays', { what: derived.what })
          : text('delete.noDerived')}
      </p>
    </>
  )
}
