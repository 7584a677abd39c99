// Recovery codes: how many are left, and ten new ones, shown this once.
import { useSuspenseQuery } from '@tanstack/react-query'
import { codesQuery, makeCodes, useAccountAct } from '../data/account.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Section } from './account-page.tsx'
import { ProofOrProblem } from './proof.tsx'

/** The part about recovery codes. */
export function CodesSection() {
  const text = useText()
  const { left, made_at } = useSuspenseQuery(codesQuery).data
  const make = useAccountAct(makeCodes)
  const again = (): void => make.mutate(undefined)
  return (
    <Section title={text('codes.title')}>
      <p className="mb-3">{text('codes.what')}</p>
      <p className="mb-3 text-soft">{made_at === null ? text('codes.none') : text('codes.left', { left })}</p>
      {make.data && (
        <Callout kind="good">
          <p>{text('codes.once')}</p>
          <ul aria-label={text('codes.title')} className="mt-2 grid gap-x-6 font-mono sm:grid-cols-2">
            {make.data.codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </Callout>
      )}
      <Button isPending={make.isPending} onPress={again}>
        {text(made_at === null ? 'codes.make' : 'codes.remake')}
      </Button>
      <ProofOrProblem error={make.error} retry={again} />
    </Section>
  )
}
