// Taking everything along: made ready once the reader showed that it is they, saved by the browser, its progress beside it.
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Label, ProgressBar } from 'react-aria-components'
import { ProofOrProblem } from '../account/proof.tsx'
import { exportAddress, type Prepared, prepareExport, progressQuery } from '../data/leaving.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'

/** The section. */
export function TakeAlong() {
  const text = useText()
  const prepare = useMutation({ mutationFn: prepareExport })
  const again = (): void => prepare.mutate()
  return (
    <section aria-labelledby="take" className="my-8">
      <h2 id="take" className="text-xl">
        {text('take.title')}
      </h2>
      <p className="mb-3">{text('take.words')}</p>
      {prepare.data === undefined && (
        <>
          <Button isPending={prepare.isPending} onPress={again}>
            {text('take.act')}
          </Button>
          <ProofOrProblem error={prepare.error} retry={again} />
        </>
      )}
      {prepare.data !== undefined && <Ready prepared={prepare.data} />}
    </section>
  )
}

function Ready({ prepared: { id, counts } }: { readonly prepared: Prepared }) {
  const text = useText()
  const [begun, setBegun] = useState(false)
  const { data } = useQuery({ ...progressQuery(id), enabled: begun })
  const whole = data?.state === 'whole'
  return (
    <>
      <p className="mb-3">{text('take.counts', counts)}</p>
      <a
        href={exportAddress(id)}
        download
        onClick={() => setBegun(true)}
        className="inline-flex min-h-11 items-center rounded-box border border-accent bg-accent px-4 font-semibold text-accent-ink"
      >
        {text('take.save')}
      </a>
      {begun && !whole && (
        <ProgressBar
          value={data?.done ?? 0}
          maxValue={Math.max(1, data?.total ?? 1)}
          className="mt-4 flex max-w-md flex-col gap-1"
        >
          {({ percentage, valueText }) => (
            <>
              <span className="flex justify-between text-sm">
                <Label>{text('take.progress')}</Label>
                <span>{valueText}</span>
              </span>
              <span className="block h-2 overflow-hidden rounded-full bg-line">
                <span className="block h-full bg-accent" style={{ inlineSize: `${percentage ?? 0}%` }} />
              </span>
            </>
          )}
        </ProgressBar>
      )}
      {whole && <Callout kind="good">{text('take.whole')}</Callout>}
    </>
  )
}
