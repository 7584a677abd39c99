// Reporting a message of somebody else's: why, a word more if wanted, and that it was done.
import { type ReportReason, reportReasons } from '@countersign/protocol/report-reasons'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { type Message, reportMessage } from '../data/messages.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { TextField } from '../ui/text-field.tsx'

/** The sheet. */
export function ReportSheet({
  message,
  onClose,
}: {
  readonly message: Message
  readonly onClose: () => void
}) {
  const text = useText()
  const [reason, setReason] = useState<ReportReason | null>(null)
  const [words, setWords] = useState('')
  const report = useMutation({
    mutationFn: (why: ReportReason) => reportMessage(message, why, words),
  })
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (reason !== null) report.mutate(reason)
  }
  return (
    <Sheet title={text('report.title')} isOpen onClose={onClose}>
      {report.isSuccess ? (
        <p role="status">{text('report.done')}</p>
      ) : (
        <form onSubmit={submit} className="grid gap-4">
          <p>{text('report.says')}</p>
          <fieldset>
            <legend className="mb-1 font-semibold">{text('report.reason')}</legend>
            {reportReasons.map((one) => (
              <label key={one} className="flex cursor-pointer items-center gap-3 py-1.5">
                <input
                  type="radio"
                  name="reason"
                  checked={reason === one}
                  onChange={() => setReason(one)}
                  className="size-4.5 accent-accent"
                />
                {text(`report.${one}`)}
              </label>
            ))}
          </fieldset>
          <TextField
            label={text('report.words')}
            value={words}
            onChange={setWords}
            maxLength={500}
            autoComplete="off"
          />
          {report.isError && <Problem error={report.error} />}
          <Button type="submit" weight="strong" isDisabled={reason === null} isPending={report.isPending}>
            {text('report.send')}
          </Button>
        </form>
      )}
    </Sheet>
  )
}
