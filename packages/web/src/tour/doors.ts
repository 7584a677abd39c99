// The doors of the tour, in the order of the story (design §11), and the demo that plays each whole.

/** Each with the demo that plays its story and counts what came out, by its name; null where there is none. */
export const doors = [
  { id: 'send-a-song', demo: 'song-in-a-group' },
  { id: 'recommend-a-film', demo: null },
  { id: 'bank-receipt', demo: 'bank-deletes' },
  { id: 'friends-addresses', demo: 'address-book' },
  { id: 'who-got-what', demo: null },
  { id: 'withdraw', demo: null },
  { id: 'register', demo: 'ghost-partners' },
  { id: 'ended', demo: 'film-ends' },
] as const

/** The name of a door, as its address says it. */
export type DoorId = (typeof doors)[number]['id']

/** The door at an address; undefined where there is none. */
export function doorAt(id: string): (typeof doors)[number] | undefined {
  return doors.find((door) => door.id === id)
}
