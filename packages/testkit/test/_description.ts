// The server's own description (OpenAPI 3.1): what can be called, requests made from it, answers held against it.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { generateSync } from 'json-schema-faker'
import type { Dice } from '../src/worlds/dice.ts'

/** One parameter of an operation. */
interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: object
}

interface Described {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>
  readonly security?: readonly Readonly<Record<string, unknown>>[]
}

/** One operation: a method on a path, and what is said of it. */
export interface Operation extends Described {
  readonly method: string
  readonly path: string
}

/** A request made from a description. */
export interface Made {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What came back. */
export interface Came {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** The description of a server. */
export interface Description {
  readonly operations: readonly Operation[]
  /** A request to an operation: mostly of ids there are, mostly right; the dice say where it is not. */
  make(operation: Operation, dice: Dice, known: Readonly<Record<string, readonly unknown[]>>): Made
  /** What is wrong with an answer by the description; undefined when nothing is. */
  wrongWith(operation: Operation, came: Came): string | undefined
}

const URI = 'https://description.example/openapi.json'

/** Reads the description a server gives of itself. */
export function readDescription(document: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components?: object
}): Description {
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  formats.default(ajv)
  ajv.addSchema({ $id: URI, ...document })
  const validators = new Map<string, ValidateFunction>()
  const validator = (pointer: string): ValidateFunction => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `${URI}#/${pointer}` })
    validators.set(pointer, known)
    return known
  }
  const generate = (schema: object, dice: Dice): unknown =>
    generateSync(
      { ...schema, components: document.components },
      { seed: dice.below(2 ** 31), optionalsProbability: 0.6 },
    )
  return {
    operations: Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({ method, path, ...described })),
    ),
    make: (operation, dice, known) => makeRequest(operation, dice, known, generate),
    wrongWith({ method, path, responses }, { status, type, body }) {
      if (status >= 500) return `${status} ${body.slice(0, 300)}`
      const key = String(status) in responses ? String(status) : `${String(status)[0]}XX`
      const response = responses[key]
      if (response === undefined) return `the status ${status} is not described: ${body.slice(0, 300)}`
      const described = Object.keys(response.content ?? {})
      if (described.length === 0) return body === '' ? undefined : `a body where none is described: ${body}`
      const media = type.split(';')[0] ?? ''
      if (!described.includes(media)) return `${status} of the type ${type}, described is ${described.join()}`
      if (!media.endsWith('json')) return undefined
      const steps = ['paths', path, method, 'responses', key, 'content', media, 'schema']
      const validate = validator(steps.map(escaped).join('/'))
      if (validate(JSON.parse(body))) return undefined
      return `${status} ${ajv.errorsText(validate.errors)}: ${body.slice(0, 500)}`
    },
  }
}

function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
}

/** Words that are wrong nearly everywhere. */
const odd = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  '%',
  '../..',
  'a\u202eb',
  '👍',
  'x'.repeat(600),
  '__proto__',
  '{}',
  '1e400',
]

function makeRequest(
  { path, parameters = [], requestBody }: Operation,
  dice: Dice,
  known: Readonly<Record<string, readonly unknown[]>>,
  generate: (schema: object, dice: Dice) => unknown,
): Made {
  const value = (name: string, schema: object): unknown => {
    const made = generate(schema, dice)
    const there = (known[name === 'cursor' ? 'next' : name] ?? []).filter(
      (one) => kindOf(one) === kindOf(made),
    )
    if (there.length > 0 && dice.chance(0.85)) return dice.pick(there)
    return dice.chance(0.08) ? dice.pick(odd) : made
  }
  const given = (place: string) =>
    parameters
      .filter((parameter) => parameter.in === place && (parameter.required === true || dice.chance(0.5)))
      .map(({ name, schema }): [string, string] => [name, String(value(name, schema))])
  const filled = given('path').reduce(
    (address, [name, text]) => address.replace(`{${name}}`, encodeURIComponent(text === '' ? 'x' : text)),
    path,
  )
  const query = new URLSearchParams(given('query')).toString()
  const headers = Object.fromEntries(given('header').filter(([, text]) => /^[\x21-\x7e]+$/.test(text)))
  const schema = requestBody?.content['application/json']?.schema
  const json = schema === undefined ? undefined : bodyOf(generate(schema, dice), dice, value)
  return {
    path: query === '' ? filled : `${filled}?${query}`,
    headers: { ...headers, ...(json !== undefined && { 'content-type': 'application/json' }) },
    body: json,
  }
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value
}

/** A generated body with names that are there, now and then with a member missing, replaced or added. */
function bodyOf(body: unknown, dice: Dice, value: (name: string, schema: object) => unknown): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return JSON.stringify(body)
  const members = Object.entries(body).map(([name, made]): [string, unknown] => [
    name,
    value(name, { const: made }),
  ])
  const kept = members.filter(() => !dice.chance(0.05))
  const changed = kept.map(([name, made]): [string, unknown] => [
    name,
    dice.chance(0.05) ? dice.pick(odd) : made,
  ])
  return JSON.stringify(
    Object.fromEntries([...changed, ...(dice.chance(0.05) ? [['unknown', 1] as const] : [])]),
  )
}
