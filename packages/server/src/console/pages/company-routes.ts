// The start of the console, registering, joining, and the overview of a company.
import { z } from 'zod'
import { joinCompany } from '../../acts/join-company.ts'
import { registerCompany, saveCompany } from '../../acts/register-company.ts'
import { goOn } from '../../http/go-on.ts'
import { companyModel, placesModel, progressModel } from '../model.ts'
import {
  type AtCompany,
  atCompany,
  type ConsoleScope,
  type ConsoleUser,
  consoleUser,
  show,
} from '../scope.ts'
import { type CompanyForm, emptyForm, joinPage, overview, startPage } from './company-view.ts'
import { companyFrame, companyPath, type Trouble } from './frame.ts'
import { orTrouble } from './trouble.ts'

const text = z.string().max(500)
const done: Readonly<Record<string, string>> = {
  registered: 'Registered. Next, upload a public key.',
  joined: 'You work here now.',
  saved: 'Saved.',
}

/** Adds them. */
export function companyPages(scope: ConsoleScope): void {
  start(scope)
  joining(scope)
  oneCompany(scope)
}

function start({ http, system }: ConsoleScope): void {
  const page = async (
    reply: Parameters<typeof show>[1],
    { person }: ConsoleUser,
    form: CompanyForm,
    trouble: Trouble | null,
    status = 200,
  ) =>
    show(system, reply, {
      title: 'Console',
      body: startPage(await placesModel(system, person), form, trouble),
      person,
      status,
    })
  http.get('/console', { schema: { hide: true } }, async (request, reply) =>
    page(reply, await consoleUser(system, request), emptyForm, null),
  )
  const body = z.object({ slug: text, name: text, homepage: text, redirect_uri: text })
  http.post('/console/companies', { schema: { hide: true, body } }, async (request, reply) => {
    const user = await consoleUser(system, request)
    const { redirect_uri: redirectUri, ...company } = request.body
    return orTrouble(
      async () => {
        const given = { ...company, redirectUris: [redirectUri.trim()] }
        const { partner } = await registerCompany(system, user.person, given)
        return goOn(reply, `${companyPath({ id: partner })}?done=registered`)
      },
      (trouble, status) => page(reply, user, { ...company, redirectUri }, trouble, status),
    )
  })
}

function joining({ http, system }: ConsoleScope): void {
  const querystring = z.object({ code: z.string().max(200).optional() })
  http.get('/console/join', { schema: { hide: true, querystring } }, async (request, reply) => {
    const { person } = await consoleUser(system, request)
    return show(system, reply, { title: 'Join a company', body: joinPage(request.query.code ?? ''), person })
  })
  const body = z.object({ code: z.string().trim().min(1).max(200) })
  http.post('/console/join', { schema: { hide: true, body } }, async (request, reply) => {
    const { person } = await consoleUser(system, request)
    const partner = await joinCompany(system, { person, code: request.body.code })
    return goOn(reply, `${companyPath({ id: partner })}?done=joined`)
  })
}

function oneCompany({ http, system }: ConsoleScope): void {
  const page = async (
    reply: Parameters<typeof show>[1],
    here: AtCompany,
    said: { done?: string | undefined; trouble?: Trouble },
    status = 200,
  ) => {
    const { company, role, person } = here
    const state = await companyModel(system, company.id)
    const progress = await progressModel(system, state, company.id)
    const body = overview({ company, state, progress, isOwner: role === 'owner' }, system.clock.now())
    return show(system, reply, {
      title: company.name,
      body: companyFrame(company, '', { ...said, body }),
      person,
      status,
    })
  }
  const querystring = z.object({ done: z.string().max(20).optional() })
  http.get('/console/:partner', { schema: { hide: true, querystring } }, async (request, reply) =>
    page(reply, await atCompany(system, request), { done: done[request.query.done ?? ''] }),
  )
  const body = z.object({ name: text, homepage: text })
  http.post('/console/:partner', { schema: { hide: true, body } }, async (request, reply) => {
    const here = await atCompany(system, request)
    return orTrouble(
      async () => {
        await saveCompany(system, here.staff, request.body)
        return goOn(reply, `${companyPath(here.company)}?done=saved`)
      },
      (trouble, status) => page(reply, here, { trouble }, status),
    )
  })
}
