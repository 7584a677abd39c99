// D5: the address book (obligations §7; COP-06, COP-07, TRN-01, TRN-04). A shop asks for 500 contacts, a search engine for
// the names of 10,000 friends; each gets what both sides allowed.
import type { Stage } from '../stage.ts'
import { searchForNames } from './search.ts'
import { sellToFriends } from './shop.ts'

/** Plays the demo. @throws whatever keeps it from coming to its end */
export async function playAddressBook(stage: Stage): Promise<void> {
  await sellToFriends(stage)
  await searchForNames(stage)
}
