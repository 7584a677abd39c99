// What a caller can get wrong, as data: paths, queries, bodies and headers for every route, from one seed.
import fc from 'fast-check'

/** One route as the server knows it. */
export interface Route {
  readonly method: string
  /** With `:name` for its parameters. */
  readonly path: string
  /** Whether it is below the people's or the partners' API; the others take forms. */
  readonly json: boolean
  /** The names its body can have. */
  readonly names: readonly string[]
}

/** One request as it goes over the wire. */
export interface Attempt {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What there is: ids of every kind, and what would be right in a parameter or a body, by its name. */
export interface Known {
  readonly ids: readonly string[]
  readonly right: Readonly<Record<string, unknown>>
  readonly cookie: string
  readonly url: string
}

const long = 'x'.repeat(5_000)
const deep = '['.repeat(60_000)
const words = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '1e400',
  '9007199254740993',
  'NaN',
  'true',
  'null',
  '\0',
  'a\0b',
  '\ud800',
  '\u202e',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%',
  '__proto__',
  'a@example.org',
  'correct horse battery staple',
  'group_activity',
  'messages.read',
  'allow',
  'closed',
  '👍',
  '2999-01-01T00:00:00Z',
  '0'.repeat(64),
  long,
] as const

const inPath = [
  ...words.filter((word) => word.isWellFormed() && word !== long).map((word) => encodeURIComponent(word)),
  'x'.repeat(1_000),
  '%00',
  '%ZZ',
  '%',
  '%C3%28',
  '%ED%A0%80',
  '%2e%2e',
  '%2f',
  '%F0%9F%91%8D',
  ';a=b',
]

const values = (known: Known) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...known.ids) },
    { weight: 4, arbitrary: fc.constantFrom<unknown>(...words) },
    { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 2 ** 53, 1e308, [], {}, [[]]) },
    { weight: 3, arbitrary: fc.constantFrom<unknown>('\0', 'a\0b', '\ud800') },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  )

/** Bodies that are right but for a name or two. */
function nearlyRight(known: Known, names: readonly string[]): fc.Arbitrary<readonly [string, unknown][]> {
  const one = (name: string) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constant<unknown>(known.right[name]) },
      { weight: 1, arbitrary: values(known) },
    )
  const pairs = fc.tuple(...names.map((name) => one(name).map((value): [string, unknown] => [name, value])))
  const more = fc.array(fc.tuple(fc.constantFrom('unknown', '__proto__', ...names), values(known)), {
    maxLength: 1,
  })
  return fc
    .tuple(pairs, more)
    .map(([all, others]) => [...all, ...others].filter(([, value]) => value !== undefined))
}

/** JSON: nearly right, or not even JSON. */
function jsonBodies(known: Known, names: readonly string[]): fc.Arbitrary<string> {
  const near = nearlyRight(known, names).map((pairs) => JSON.stringify(Object.fromEntries(pairs)))
  const raw = fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{"a":1,"a":2}',
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{}}}',
    deep,
    `{"text":${deep}}`,
    '\ufeff{}',
    '{"text":"\\ud800"}',
    `{"text":"${'y'.repeat(300_000)}"}`,
    'text=hello&login=a',
  )
  return fc.oneof({ weight: 4, arbitrary: near }, { weight: 1, arbitrary: raw })
}

function forms(known: Known, names: readonly string[]): fc.Arbitrary<string> {
  const written = (value: unknown): string =>
    encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed())
  const near = nearlyRight(known, names).map((pairs) =>
    pairs.map(([name, value]) => `${name}=${written(value)}`).join('&'),
  )
  const raw = fc.constantFrom(
    '',
    '&&==',
    '%ZZ=%ZZ',
    'text=%ED%A0%80',
    `text=${long}`,
    '{"text":"hello"}',
    'a[b]=1',
  )
  return fc.oneof({ weight: 6, arbitrary: near }, { weight: 1, arbitrary: raw })
}

function queries(known: Known): fc.Arbitrary<string> {
  const name = fc.constantFrom(
    'limit',
    'cursor',
    'before',
    'next',
    'reply',
    'edit',
    'done',
    'ticket',
    'fields',
  )
  const value = fc.oneof(fc.constantFrom(...inPath), fc.constantFrom(...known.ids))
  const pairs = fc
    .array(fc.tuple(name, value), { maxLength: 3 })
    .map((all) => all.map((one) => one.join('=')))
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: pairs.map((all) => `?${all.join('&')}`) },
    { weight: 1, arbitrary: fc.constantFrom('?limit=1&limit=2', '?limit[]=1', '?%00', '?%ZZ', '??&&==') },
  )
}

/** Attempts on one route. */
export function attemptsOn(route: Route, known: Known): fc.Arbitrary<Attempt> {
  const { json, names } = route
  const hasBody = route.method !== 'GET'
  return fc
    .record({
      path: paths(route.path, known),
      query: queries(known),
      body: json ? jsonBodies(known, names) : forms(known, names),
      method: often(route.method, 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'HEAD'),
      type: often(
        json ? 'application/json' : 'application/x-www-form-urlencoded',
        'text/plain',
        'application/json; charset=utf-16',
        'multipart/form-data; boundary=x',
        'application/x-www-form-urlencoded',
        'nonsense',
        '',
      ),
      origin: often(known.url, 'null', 'https://evil.example', `${known.url}.evil.example`, '', 'garbage'),
      cookie: often(known.cookie, '', 'countersign_session=', `${known.cookie}; ${known.cookie}`, '=;=;;'),
      accept: fc.constantFrom('text/html', 'application/json', '*/*', ''),
    })
    .map(({ path, query, body, method, type, origin, cookie, accept }) => ({
      method,
      path: `${path}${query}`,
      headers: given({ 'content-type': hasBody ? type : '', origin, cookie, accept }),
      body: hasBody && method !== 'HEAD' ? body : undefined,
    }))
}

/** Mostly the first: otherwise nearly every attempt would fail at the door. */
function often(usual: string, ...rare: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...rare) },
  )
}

function paths(path: string, known: Known): fc.Arbitrary<string> {
  const parts = path.split('/').map((part) => {
    if (!part.startsWith(':')) return fc.constant(part)
    const value = known.right[part.slice(1)]
    const right = encodeURIComponent(typeof value === 'string' ? value : '')
    return fc.oneof(
      { weight: 6, arbitrary: fc.constant(right) },
      { weight: 1, arbitrary: fc.constantFrom(...known.ids) },
      { weight: 1, arbitrary: fc.constantFrom(...inPath) },
    )
  })
  return fc.tuple(...parts).map((all) => all.join('/'))
}

function given(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))
}
