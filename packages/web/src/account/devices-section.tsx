// The browsers one is signed in with, to be signed out one by one or all others at once.
import { useSuspenseQuery } from '@tanstack/react-query'
import { type Device, devicesQuery, endOthers, endSession, useAccountAct } from '../data/account.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/problem.tsx'
import { Row } from '../ui/row.tsx'
import { Section } from './account-page.tsx'

/** The part about browsers. */
export function DevicesSection() {
  const text = useText()
  const { items } = useSuspenseQuery(devicesQuery).data
  const others = useAccountAct(endOthers)
  return (
    <Section title={text('devices.title')}>
      <p className="mb-3">{text('devices.what')}</p>
      <ul aria-label={text('devices.title')}>
        {items.map((one) => (
          <DeviceRow key={one.id} one={one} />
        ))}
      </ul>
      {items.length > 1 && (
        <p className="mt-3">
          <Button isPending={others.isPending} onPress={() => others.mutate(undefined)}>
            {text('devices.endOthers')}
          </Button>
        </p>
      )}
      {others.isError && <Problem error={others.error} />}
    </Section>
  )
}

function DeviceRow({ one: { id, browser, made_at, seen_at, here } }: { readonly one: Device }) {
  const text = useText()
  const end = useAccountAct(endSession)
  const name = browser ?? text('devices.unknown')
  const made = text('devices.since', { day: new Date(made_at) })
  const line = here
    ? text('devices.here', { since: made })
    : text('devices.seen', { since: made, day: new Date(seen_at) })
  const signOut = (
    <Button
      size="small"
      aria-label={text('devices.endWhich', { name })}
      isPending={end.isPending}
      onPress={() => end.mutate(id)}
    >
      {text('devices.end')}
    </Button>
  )
  return (
    <Row title={name} line={line} acts={!here && signOut}>
      {end.isError && <Problem error={end.error} />}
    </Row>
  )
}
