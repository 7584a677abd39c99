// The tour's answer, written field by field.
import type { TourCompany, TourFacts } from '../acts/tour-facts.ts'
import { time, type Wire } from './present.ts'

/** What the tour shows. */
export function presentTour(me: Wire<'me'> | null, facts: TourFacts): Wire<'tour'> {
  const { companies, registered, over, features, featuresEnded, endedFilm } = facts
  const { music, film, bank, contacts } = companies
  return {
    me,
    companies: {
      music: presentTourCompany(music),
      film: presentTourCompany(film),
      bank: presentTourCompany(bank),
      contacts: presentTourCompany(contacts),
    },
    register: { companies: registered, over, features, features_ended: featuresEnded },
    ended_film: endedFilm && {
      company: endedFilm.company,
      slug: endedFilm.slug,
      name: endedFilm.name,
      start_at: time(endedFilm.startAt),
      end_at: time(endedFilm.endAt),
    },
  }
}

function presentTourCompany(company: TourCompany | null): Wire<'tour'>['companies']['music'] {
  if (company === null) return null
  const { name, homepage, offers } = company
  return {
    name,
    homepage,
    offers: offers.map(({ feature, purpose, verbs }) => ({ feature, purpose, verbs: [...verbs] })),
  }
}
