// The people of the demo world and what they say: made up, and the same every time (design §11).

/** A demo person: made up, signs in with one click, exists only in a data folder created as a demo. */
export interface DemoPerson {
  readonly login: string
  readonly name: string
}

/** Five friends. */
export const demoPeople = [
  { login: 'ana', name: 'Ana Ferreira' },
  { login: 'ben', name: 'Ben Okafor' },
  { login: 'chika', name: 'Chika Mori' },
  { login: 'dora', name: 'Dora Lindqvist' },
  { login: 'emil', name: 'Emil Novák' },
] as const satisfies readonly DemoPerson[]

/** The login of a demo person. */
export type DemoLogin = (typeof demoPeople)[number]['login']

/** One line of a thread. `answers` counts lines back; a reaction is an emoji by somebody. */
export interface DemoLine {
  readonly by: DemoLogin
  readonly says: string
  readonly answers?: number
  readonly mentions?: DemoLogin
  readonly reactions?: Readonly<Partial<Record<DemoLogin, string>>>
}

/** A thread and what was said in it. */
export interface DemoThread {
  readonly title?: string
  readonly by: DemoLogin
  readonly others: readonly DemoLogin[]
  readonly lines: readonly DemoLine[]
}

/** The threads, oldest first. In a text, `@Name` at a mention is the mentioned person's first name. */
export const demoThreads: readonly DemoThread[] = [
  {
    title: 'Friday music',
    by: 'ana',
    others: ['ben', 'chika', 'dora', 'emil'],
    lines: [
      { by: 'ana', says: 'Friday again. What is everyone listening to?' },
      { by: 'ben', says: 'Satie on repeat. The Gymnopédies go well with rain.' },
      {
        by: 'chika',
        says: 'Scott Joplin here. Maple Leaf Rag wakes me up better than coffee.',
        reactions: { ana: '😄', emil: '☕' },
      },
      { by: 'dora', says: 'I am in a Grieg phase. Do not judge me.', answers: 3 },
      { by: 'emil', says: 'Dvořák, always. The New World, second movement.' },
      { by: 'ana', says: 'That slow movement breaks me every time.', answers: 1, reactions: { emil: '❤️' } },
      { by: 'ben', says: '@Chika can you send us the rag?', mentions: 'chika' },
      { by: 'chika', says: 'Tonight, when I am back at the piano.', answers: 1 },
      {
        by: 'dora',
        says: 'Did anyone else have the neighbour problem, or is it only me who plays at six in the morning?',
      },
      { by: 'emil', says: 'Only you, Dora.', answers: 1, reactions: { ana: '😄', ben: '😄', chika: '😄' } },
      { by: 'ana', says: 'Choir on Sunday, who comes?' },
      { by: 'ben', says: 'Me, if the knee allows it. The doctor wants to see me on Thursday.' },
      { by: 'chika', says: 'Me. I bring cake.', reactions: { dora: '🍰' } },
      {
        by: 'dora',
        says: 'I am looking for a new job, so Sundays are for letters. Please keep that among us.',
      },
      { by: 'emil', says: 'Of course. And good luck.', answers: 1 },
    ],
  },
  {
    by: 'ana',
    others: ['dora'],
    lines: [
      { by: 'dora', says: 'Was it all right to say that in the group?' },
      { by: 'ana', says: 'Of course it was. They are friends.', answers: 1 },
    ],
  },
  {
    title: 'Cake rota',
    by: 'chika',
    others: ['ana', 'emil'],
    lines: [
      { by: 'chika', says: 'Three Sundays, three cakes. I take the first.' },
      { by: 'emil', says: 'Second. It will be bought, not baked.' },
      { by: 'ana', says: 'Third, then.', reactions: { chika: '🎂' } },
    ],
  },
]
