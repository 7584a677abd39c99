// D1: the film feature ends (obligations §7; SUN-01, DEL-04, TRN-02). Until the last millisecond it works; from the end on
// nothing does, for nobody, by nothing that was kept, three years later either.
import { setUpPartner } from '../recorded-partner.ts'
import type { Stage } from '../stage.ts'
import { lastMillisecond, neverHadReading, theEnd, withinADay } from './at-the-end.ts'
import { fillTheHouse } from './audience.ts'
import { beginExport, comeForTheRest, openMagazines } from './magazines.ts'
import { ENDS, FILM_TIPS, films, PEOPLE } from './story.ts'
import { threeYearsLater } from './years-later.ts'

/** Plays the demo. @throws whatever keeps it from coming to its end */
export async function playFilmEnds(stage: Stage): Promise<void> {
  const { platform, operator, figures, crowd } = stage
  const filmsAs = await setUpPartner(platform, operator.register, films)
  const partner = filmsAs.listen(() => undefined)
  await operator.endFeature(FILM_TIPS, ENDS)
  const viewers = await fillTheHouse(stage, partner, crowd(PEOPLE))
  figures.equal('SUN-01', 'people who let a film service send tips', crowd(PEOPLE), viewers.length)
  const powers = new Set(
    viewers.flatMap(({ connection }) => connection.granted.flatMap(({ actions }) => actions)),
  )
  figures.equal('SUN-01', 'powers it has', 'messages.write', [...powers].join(' '))
  await neverHadReading(stage, partner, viewers)
  const ending = await openMagazines(stage)
  const late = await lastMillisecond(stage, partner, viewers)
  const reading = await beginExport(ending)
  await theEnd(stage, partner, viewers, { late, reading })
  await withinADay(stage, partner, viewers)
  await comeForTheRest(ending, figures)
  await threeYearsLater(stage, partner, viewers)
}
