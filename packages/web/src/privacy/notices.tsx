// What the reader was told, the newest first, and whether reminders come by mail too.
import { useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLocale } from 'react-aria-components'
import { type Notice, noticesQuery, remindersQuery, sawNotices, useRemindByMail } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { Problem } from '../ui/problem.tsx'
import { Tick } from '../ui/tick.tsx'
import { dayIn } from './words.ts'

/** The notices. */
export function Notices() {
  const text = useText()
  const { data: notices } = useSuspenseQuery(noticesQuery)
  const { data: reminders } = useSuspenseQuery(remindersQuery)
  const remind = useRemindByMail()
  // What is new stays marked while the page is open, though the server knows by then that it was seen.
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const unseen = notices.filter(({ seen_at }) => seen_at === null).map(({ id }) => id)
    if (unseen.length === 0) return
    setFresh((before) => new Set([...before, ...unseen]))
    // Not told, it is told at the next look.
    sawNotices(unseen).catch(() => undefined)
  }, [notices])
  return (
    <section aria-labelledby="notices" className="my-8">
      <h2 id="notices" className="text-xl">
        {text('notices.title')}
      </h2>
      <Tick
        label={text('remind.label')}
        isOn={remind.isPending ? remind.variables : reminders.by_mail}
        onChange={(on) => remind.mutate(on)}
      />
      {remind.isError && <Problem error={remind.error} />}
      <ul>
        {notices.map((one) => (
          <Row key={one.id} notice={one} isNew={fresh.has(one.id)} />
        ))}
      </ul>
    </section>
  )
}

function Row({ notice, isNew }: { readonly notice: Notice; readonly isNew: boolean }) {
  const text = useText()
  const { locale } = useLocale()
  const company = notice.partner?.name ?? text('notice.company')
  return (
    <li className={`border-b border-line py-2.5 ${isNew ? 'font-semibold' : ''}`}>
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
