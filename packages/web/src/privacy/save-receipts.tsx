// Saves the signed receipts of a permission or an answer as one file.
import { useMutation } from '@tanstack/react-query'
import { receiptsOf } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/problem.tsx'

/** The button. */
export function SaveReceipts({
  kind,
  id,
  describedBy,
}: {
  readonly kind: 'grants' | 'answers'
  readonly id: string
  readonly describedBy: string
}) {
  const text = useText()
  const save = useMutation({
    mutationFn: () => receiptsOf(kind, id),
    onSuccess: (content) => saveAs(`receipts-${id}.json`, content),
  })
  return (
    <>
      <Button
        size="small"
        aria-describedby={describedBy}
        isPending={save.isPending}
        onPress={() => save.mutate()}
      >
        {text('grant.receipts')}
      </Button>
      {save.isError && <Problem error={save.error} />}
    </>
  )
}

function saveAs(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
