// What the exit check reads of a person does not grow with what they took back: old answers decide nothing, so none is read.
import { makeWorld, testSystem } from '@countersign/testkit'
import { afterAll, expect, it } from 'vitest'
import { takeAnswerBack } from '../src/acts/answer-ask.ts'
import { openDatabase } from '../src/store/database.ts'
import { exitFacts } from '../src/store/exit-facts.ts'

const { system, clock, database } = await testSystem()
const world = await makeWorld(system, clock)
const { people, thread, jukebox } = world
const gate = openDatabase(database.as('countersign_gate'), { size: 1, onIdleError: () => undefined })
afterAll(() => gate.close())

it('holds the answer in force and none that ended', async () => {
  for (let round = 0; round < 3; round++)
    await takeAnswerBack(system, {
      person: people.ben,
      countersignature: await world.countersign('ben'),
    })
  const standing = await world.countersign('ben')
  const { partner, feature } = jukebox
  const scope = { partner, feature, person: people.ana, threads: [thread], floor: 'author' } as const
  const { facts } = await gate.read((session) => exitFacts(session, scope))
  const answers = facts(thread).others.get(people.ben)?.countersignatures ?? []
  expect(answers.map(({ countersignature }) => countersignature.id)).toEqual([standing])
})
