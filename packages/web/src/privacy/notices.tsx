// What the reader was told, the newest first, and whether reminders come by mail too.
import { useSuspenseQuery } from '@tanstack/react-query'
import { useLocale } from 'react-aria-components'
import { type Notice, noticesQuery, remindersQuery, useRemindByMail } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { CheckField } from '../ui/check-field.tsx'
import { Problem } from '../ui/problem.tsx'
import { dayIn } from './words.ts'

/** The notices. */
export function Notices() {
  const text = useText()
  const { data: notices } = useSuspenseQuery(noticesQuery)
  const { data: reminders } = useSuspenseQuery(remindersQuery)
  const remind = useRemindByMail()
  return (
    <section aria-labelledby="notices" className="my-8">
      <h2 id="notices" className="text-xl">
        {text('notices.title')}
      </h2>
      <CheckField
        label={text('remind.label')}
        isSelected={remind.isPending ? remind.variables : reminders.by_mail}
        onChange={(on) => remind.mutate(on)}
      />
      {remind.isError && <Problem error={remind.error} />}
      <ul>
        {notices.map((one) => (
          <Row key={one.id} notice={one} />
        ))}
      </ul>
    </section>
  )
}

function Row({ notice }: { readonly notice: Notice }) {
  const text = useText()
  const { locale } = useLocale()
  const company = notice.partner?.name ?? text('notice.company')
  return (
    <li className={`border-b border-line py-2.5 ${notice.seen_at === null ? 'font-semibold' : ''}`}>
      {text(`notice.${notice.kind}`, { company })}{' '}
      {notice.thread !== null && (
        <a href={`/threads/${notice.thread}`} className="text-accent underline">
          {text('notices.thread')}
        </a>
      )}{' '}
      <time dateTime={notice.at} className="text-sm text-soft">
        {dayIn(locale, notice.at)}
      </time>
    </li>
  )
}
