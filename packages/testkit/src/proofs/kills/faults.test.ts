// Every fault a run of kills must find is one that a server can be started with, or that is done to the database.
import { expect, it } from 'vitest'
import { plants } from '../plants.ts'
import { faults } from './faults.ts'

it.each(Object.entries(faults))('%s can be planted', (_, { plant, spoil }) => {
  expect(plant === undefined ? spoil : plants[plant]).toBeDefined()
})
