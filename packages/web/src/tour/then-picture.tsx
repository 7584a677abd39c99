// The 2018 side of each door as a picture, from the numbers of the public record.

import type { DoorId } from './doors.ts'
import { centreOf, Dots } from './dots.tsx'
import {
  bankFeature,
  companiesReported,
  deviceMakers,
  messagePowers,
  millionsReached,
  openDoor,
  peopleAnInstaller,
  story,
  thousandsStreamed,
} from './facts.ts'
import { Signs } from './powers.tsx'
import { Span } from './span.tsx'
import { useTourText } from './tour-text.ts'

/** The picture of a door. */
export function ThenPicture({ door }: { readonly door: DoorId }) {
  const say = useTourText()
  switch (door) {
    case 'send-a-song': {
      const count = millionsReached
      return <Dots count={count} toneOf={() => 'out'} says={say('send-a-song.thenSays', { count })} />
    }
    case 'recommend-a-film':
      return <Signs held={messagePowers} tone="out" says={say('recommend-a-film.thenSays')} />
    case 'bank-receipt':
      return <Span {...story} bars={[{ ...bankFeature, tone: 'out' }]} says={say('bank-receipt.thenSays')} />
    case 'friends-addresses': {
      const count = peopleAnInstaller
      const toneOf = (n: number) => (n === centreOf(count) ? 'own' : 'out')
      return <Dots count={count} toneOf={toneOf} says={say('friends-addresses.thenSays', { count })} />
    }
    case 'who-got-what': {
      const count = companiesReported
      const says = say('who-got-what.thenSays', { count })
      return <Dots count={count} square toneOf={() => 'hollow'} says={says} />
    }
    case 'withdraw': {
      const { ended, closed } = openDoor
      return (
        <Span
          {...story}
          bars={[
            { from: story.from, to: ended, tone: 'allowed' },
            { from: ended, to: closed, tone: 'out' },
          ]}
          says={say('withdraw.thenSays')}
        />
      )
    }
    case 'register': {
      const { all: count, ended: over } = deviceMakers
      const toneOf = (n: number) => (n < count - over ? 'out' : 'hollow')
      return <Dots count={count} square toneOf={toneOf} says={say('register.thenSays', { count, over })} />
    }
    case 'ended': {
      const count = thousandsStreamed
      return <Dots count={count} toneOf={() => 'out'} says={say('ended.thenSays', { count })} />
    }
  }
}
