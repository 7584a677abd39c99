// Who is in D6: 152 companies of the kinds the reports of 2018 speak of, the people they read, and when what happens.
import { DAY_MS } from '../time.ts'

/** All companies, and those of them that are in no register. */
export const COMPANIES = 152
export const HIDDEN = 2
/** Those that call themselves service providers, and those of them with something of their own. */
export const PROVIDERS = 12
export const OWN_INTERESTS = 9
/** Those that ask for more time: some when it is over, some for too much. */
export const ASKING = 61
export const TOO_LATE = 21
export const TOO_MUCH = 10
/** The accounts of the news feed: one in a hundred of the 80,000. */
export const READERS = 800

/** T: the news feed ends. */
export const FEED_ENDS = Date.UTC(2014, 5, 30)
/** Years later, when the other companies come into it. */
export const YEARS_LATER = Date.UTC(2018, 5, 4)
/** What 21 of them end on, and the other 40 of those that ask. */
export const ENDED_BEFORE = YEARS_LATER + DAY_MS
export const ENDING_SOON = YEARS_LATER + 20 * DAY_MS
/** When they ask, and when somebody else agrees. */
export const ASKED = YEARS_LATER + 2 * DAY_MS
export const AGREED = ASKED + DAY_MS + 60_000
/** When friends look at each other's addresses again: before anybody is idle for ninety days, and after. */
export const STILL_USED = YEARS_LATER + 46 * DAY_MS
export const IDLE = YEARS_LATER + 92 * DAY_MS
