// The shapes of thread that are measured: how many people are in one, how many of them allowed, and who wrote when.

/** One shape. The granting person is one of its people and one of those who allowed. */
export interface Shape {
  readonly name: ShapeName
  /** What it is, for a reader of the page. */
  readonly says: string
  readonly people: number
  readonly allowing: number
  /** How long its threads are beside the others'. */
  readonly length: number
  /** Whether those who allowed wrote in the first quarter of the time only, so that all their posts are old. */
  readonly oldPostsOnly: boolean
}

/** The names of the shapes, in the order they are shown. */
export const shapeNames = ['unfiltered', 'filtered', 'group-of-50', 'three-of-50', 'two-people'] as const

/** The name of a shape. */
export type ShapeName = (typeof shapeNames)[number]

/** Every shape, in the order of the names. Everybody who allows includes what is already written. */
export const shapes: readonly Shape[] = [
  {
    name: 'unfiltered',
    says: 'nothing filtered: ten people, all allow',
    people: 10,
    allowing: 10,
    length: 1,
    oldPostsOnly: false,
  },
  {
    name: 'filtered',
    says: 'filtered: ten people, five allow',
    people: 10,
    allowing: 5,
    length: 1,
    oldPostsOnly: false,
  },
  {
    name: 'group-of-50',
    says: 'a group of 50, all allow',
    people: 50,
    allowing: 50,
    length: 2,
    oldPostsOnly: false,
  },
  {
    name: 'three-of-50',
    says: '3 of 50 allow, with old posts only',
    people: 50,
    allowing: 3,
    length: 10,
    oldPostsOnly: true,
  },
  {
    name: 'two-people',
    says: 'two people, both allow',
    people: 2,
    allowing: 2,
    length: 1,
    oldPostsOnly: false,
  },
]
