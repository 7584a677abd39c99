// The page of a company's client.
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import {
  ACCESS_TOKEN_MINUTES,
  addKeys,
  readPublicKeys,
  removeKey,
  saveRedirectUris,
} from '../../acts/save-client.ts'
import { goOn } from '../../http/go-on.ts'
import type { System } from '../../system.ts'
import { companyModel } from '../model.ts'
import { type AtCompany, atCompany, type ConsoleScope, show } from '../scope.ts'
import { clientView } from './client-view.ts'
import { companyFrame, companyPath, type Trouble } from './frame.ts'
import { orTrouble } from './trouble.ts'

const done: Readonly<Record<string, string>> = {
  added: 'Added. Your software can sign with it from now on.',
  removed: `Removed. Nothing signed with it gets a token from now on. A token your software has already works until it runs out, within ${ACCESS_TOKEN_MINUTES} minutes; if the key was stolen, have the operator suspend you at once.`,
  saved: 'Saved.',
}

/** Adds it. */
export function clientPages({ http, system }: ConsoleScope): void {
  const querystring = z.object({ done: z.string().max(20).optional() })
  http.get('/console/:partner/client', { schema: { hide: true, querystring } }, async (request, reply) =>
    page(system, reply, await atCompany(system, request), { done: done[request.query.done ?? ''] }),
  )
  const acts = [
    ['keys', 'added', z.object({ keys: z.string().max(20_000) }), addGiven],
    ['remove-key', 'removed', z.object({ kid: z.string().min(1).max(200) }), removeGiven],
    ['redirects', 'saved', z.object({ redirect_uris: z.string().max(6_000) }), saveGiven],
  ] as const
  for (const [name, outcome, body, act] of acts)
    http.post(
      `/console/:partner/client/${name}`,
      { schema: { hide: true, body } },
      async (request, reply) => {
        const here = await atCompany(system, request)
        return orTrouble(
          async () => {
            await act(system, here, request.body as Given)
            return goOn(reply, `${companyPath(here.company, '/client')}?done=${outcome}`)
          },
          (trouble, status) => page(system, reply, here, { trouble }, status),
        )
      },
    )
}

interface Given {
  readonly keys: string
  readonly kid: string
  readonly redirect_uris: string
}

type Act = (system: System, here: AtCompany, given: Given) => Promise<void>

const addGiven: Act = (system, { staff }, { keys }) => addKeys(system, staff, readPublicKeys(keys))
const removeGiven: Act = (system, { staff }, { kid }) => removeKey(system, staff, kid)
const saveGiven: Act = (system, { staff }, given) =>
  saveRedirectUris(
    system,
    staff,
    given.redirect_uris.split(/\s+/).filter((uri) => uri !== ''),
  )

async function page(
  system: System,
  reply: FastifyReply,
  { company, person }: AtCompany,
  said: { readonly done?: string | undefined; readonly trouble?: Trouble },
  status = 200,
): Promise<FastifyReply> {
  const body = clientView(company, await companyModel(system, company.id))
  const framed = companyFrame(company, '/client', { ...said, body })
  return show(system, reply, { title: `Keys of ${company.name}`, body: framed, person, status })
}
