// The keys a person signs with, in all their browsers: which there are, letting one in, ending one, and the yearly successor of this one's.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from './call.ts'
import { ensuredKey, makeAndShow, type PersonKey, readKeys, startAnew } from './key-list.ts'
import { dropKey, keysFor } from './own-key.ts'
import { withSigning } from './signing.ts'

/** A device endorses its own next key once a year. */
const RENEWED_AFTER_MS = 365 * 86_400_000

/** The keys, and which of them is in this browser. */
export const keysQuery = (person: string) =>
  queryOptions({
    queryKey: ['account', 'keys', person],
    queryFn: async () => {
      const { items } = await readKeys()
      const here = new Set((await keysFor(person)).map(({ name }) => name))
      const own = items.filter(({ name }) => here.has(name))
      return { items, own: own.find(({ state }) => state !== 'ended') ?? own.at(-1) ?? null }
    },
  })

/** Sees to this browser's key for whoever is at a page, as soon as it is open. */
export function useEnsuredKey(person: string): void {
  const queries = useQueryClient()
  useEffect(() => {
    void ensuredKey(person)
      .then(() => renewOld(person))
      // The old one goes on counting; the next page tries again.
      .catch(() => undefined)
      .then(() => queries.invalidateQueries({ queryKey: ['account', 'keys'] }))
  }, [person, queries])
}

async function renewOld(person: string): Promise<void> {
  const { items, now } = await readKeys()
  const here = new Set((await keysFor(person)).map(({ name }) => name))
  const old = items.find(
    ({ name, state, since }) =>
      here.has(name) && state === 'counts' && now - Date.parse(since) > RENEWED_AFTER_MS,
  )
  if (old === undefined) return
  const { name } = await makeAndShow(person)
  await endorse(person, { name, kind: 'device' })
  await end(person, old.name)
  await dropKey(old.name)
}

function endorse(person: string, { name, kind }: Pick<PersonKey, 'name' | 'kind'>): Promise<unknown> {
  return withSigning(person, async (signing) =>
    call('POST', `/keys/${name}/endorse`, {
      signed: await signing?.sign({ kind: 'key_added', added: name, added_kind: kind }),
    }),
  )
}

/** One that counts is ended by a statement; one that waits, by whoever is signed in. */
function end(person: string, name: string): Promise<unknown> {
  return withSigning(person, async (signing) =>
    call('POST', `/keys/${name}/end`, {
      ...(signing && { signed: await signing.sign({ kind: 'key_ended', ended: name }) }),
    }),
  )
}

/** What a person does with their keys. */
export function useKeyActs(person: string) {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['account', 'keys'] })
  return {
    /** Says that another browser, which shows the same six words, is theirs. */
    endorse: useMutation({ mutationFn: (key: PersonKey) => endorse(person, key), onSuccess }),
    /** Ends one. */
    end: useMutation({ mutationFn: ({ name }: PersonKey) => end(person, name), onSuccess }),
    /** Takes this browser's own key away from it, for good. */
    forget: useMutation({
      mutationFn: ({ name }: PersonKey) => end(person, name).then(() => dropKey(name)),
      onSuccess,
    }),
    /** Makes a new key for this browser. */
    startAnew: useMutation({ mutationFn: () => startAnew(person), onSuccess }),
  }
}
