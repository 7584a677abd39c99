// Five people, one chat, forty messages: who says what, one after the other. No text names anybody.

/** The five, by the order they speak in. Their names are long enough to be found only where they really are. */
export const cast = [
  { login: 'annika.lindqvist', name: 'Annika Lindqvist' },
  { login: 'benedikt.okafor', name: 'Benedikt Okafor' },
  { login: 'chiaretta.moreau', name: 'Chiaretta Moreau' },
  { login: 'dagfinn.haraldsen', name: 'Dagfinn Haraldsen' },
  { login: 'evangeline.nakamura', name: 'Evangeline Nakamura' },
] as const

/** What the five say in turn: eight rounds of five. */
export const lines: readonly string[] = [
  'Who has a song for the drive on Saturday?',
  'Anything but that accordion record again.',
  'I liked the accordion, it made the tunnel shorter.',
  'We could each pick three and shuffle them.',
  'Three is not enough for five hours of motorway.',

  'Then eight each, and nobody skips.',
  'Agreed, but the slow ones go after lunch.',
  'My first is the one from the boat, with the bells.',
  'Mine is from the film we walked out of.',
  'I am still deciding between two covers of the same tune.',

  'Take the older cover, the singer sounds tired in a good way.',
  'My sister played that at her wedding.',
  'At mine they played nothing, the power was out.',
  'That explains the candles in every picture.',
  'The candles were planned, the silence was not.',

  'Put something with a long ending on before the border.',
  'I have a nine minute one that never ends at all.',
  'Nine minutes is exactly the queue at the bridge.',
  'Last year the queue was forty and we had two songs.',
  'We learned those two songs very well.',

  'I can still hum the second one backwards.',
  'Please do not prove it before Saturday.',
  'The doctor told me to avoid loud basses this month.',
  'Then no basses, we take the string quartet.',
  'The quartet makes the dog howl, which I enjoy.',

  'The dog gets a vote, but only one.',
  'My vote goes to anything recorded before I was born.',
  'That leaves out everything I brought.',
  'I will lend you half of my list.',
  'Half of your list is hiccups and rain sounds.',

  'Rain sounds are for the tent, not for the car.',
  'The tent has a hole, so we shall have both.',
  'I paid my part for the tent on Tuesday.',
  'I still owe mine, payday is next week.',
  'Nobody is counting, just bring the good speaker.',

  'The good speaker is charged and in the hall.',
  'Then I bring the bad one for the dog.',
  'I looked up the cabin, there is no signal at all.',
  'Good, then we have to sing the ninth hour ourselves.',
  'I shall start, and everybody else can leave the car.',
]

/** The song that is sent. */
export const song = {
  type: 'song',
  title: 'Slow Ferry, Loud Bells',
  artist: 'The Harbour Committee',
  seconds: 541,
  link: 'https://tunes.example/song/slow-ferry',
} as const
