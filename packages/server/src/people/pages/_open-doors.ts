// What the tour's doors are made from when all of them are open, for tests of their words and their number.
import type { doors } from './doors.ts'

const open = { name: 'Example', homepage: 'https://example.example' }

/** Every example company is there, and something has ended. */
export const openDoors: Parameters<typeof doors>[0] = {
  thread: null,
  music: open,
  film: open,
  bank: open,
  contacts: open,
  got: null,
  refused: null,
  registered: 1,
  ended: 3,
}
