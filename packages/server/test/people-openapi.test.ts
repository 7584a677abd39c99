// The people's API describes itself: every route, from the schemas that validate (design §8).
import { testServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'

const { url } = await testServer()
const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
  openapi: string
  paths: Record<string, Record<string, { summary?: string; tags?: string[]; responses?: object }>>
}
const operations = Object.entries(document.paths)
  .filter(([path]) => path.startsWith('/api/v1/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  )

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and holds every route of the people', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(operations).toHaveLength(109)
  })

  it('every route has a summary, a tag and an answer', () => {
    const lacking = operations.filter(
      ({ summary, tags, responses }) => !summary || !tags?.length || !responses,
    )
    expect(lacking).toEqual([])
  })

  it('says what is refused: unknown names, ids of another kind, pages too large', () => {
    const text = JSON.stringify(document.paths['/api/v1/threads/{thread}/messages'])
    expect(text).toContain('"additionalProperties":false')
    expect(text).toContain('Id of a thread.')
    expect(text).toContain('"maximum":200')
  })
})
