// The package partners install: what is in it, what it stands on, how large it is, and that it compiles for who uses it.
import { execFile } from 'node:child_process'
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bundled, installSdk } from './_installed-sdk.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const { folder, packed } = await installSdk()
const installed = join(folder, 'node_modules/@countersign/sdk')
const files = (await readdir(installed, { recursive: true, withFileTypes: true }))
  .filter((one) => one.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1))
const read = (file: string) => readFile(join(installed, file), 'utf8')
const texts = new Map(await Promise.all(files.map(async (file) => [file, await read(file)] as const)))
const code = [...texts].filter(([file]) => /\.(js|d\.ts)$/.test(file))
const manifest = JSON.parse(await read('package.json'))
const readme = await readFile(join(root, 'packages/sdk/README.md'), 'utf8')

/** What a file imports, by the words in it. */
const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:from|import\() ?'([^']+)'/g)].map(([, module = '']) => module)

describe('the package', () => {
  test('holds JavaScript, declarations and what says what it is; no sources, no tests, nothing of this repository', () => {
    const others = files.filter((file) => !/^(protocol\/)?[\w-]+\.(js|d\.ts)$/.test(file))
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json'])
    expect(files.filter((file) => /test/.test(file))).toEqual([])
    expect(code.length).toBeGreaterThan(30)
    expect(packed.files).toHaveLength(files.length)
    for (const [file, text] of texts) expect([file, text.includes(root)]).toEqual([file, false])
    expect([manifest.sideEffects, manifest.type, manifest.scripts, manifest.private]).toEqual([
      false,
      'module',
      undefined,
      undefined,
    ])
  })

  test('imports what is in it, what it says it stands on, and nothing of any one runtime', () => {
    const outside = new Set<string>()
    for (const [file, text] of code)
      for (const module of importsOf(text)) {
        const target = normalize(join(dirname(file), module))
        if (!module.startsWith('.')) outside.add(module.split('/')[0] ?? '')
        else expect([file, module, texts.has(target)]).toEqual([file, module, true])
      }
    expect([...outside].sort()).toEqual(Object.keys(manifest.dependencies).sort())
    expect([...outside].filter((module) => module === 'node:' || builtinModules.includes(module))).toEqual([])
  })

  test('holds no part of protocol that the sdk does not use', () => {
    const wanted = new Set<string>()
    const walk = (file: string): void => {
      if (wanted.has(file)) return
      wanted.add(file)
      for (const module of importsOf(texts.get(file) ?? ''))
        if (module.startsWith('.')) walk(normalize(join(dirname(file), module)))
    }
    walk('index.js')
    // Types alone leave a file without code behind: its declarations are used.
    const unused = [...texts]
      .filter(([file, text]) => file.endsWith('.js') && !wanted.has(file) && !/^export \{\};$/m.test(text))
      .map(([file]) => file)
    expect(unused).toEqual([])
  })
})

describe('for who writes against it', () => {
  const names = [...(texts.get('index.d.ts') ?? '').matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(
    ([, list = '']) => list.split(',').map((name) => name.replace('type ', '').trim()),
  )

  test('every export has a sentence, in its declarations and in the README', async () => {
    for (const [file, text] of code.filter(([file]) => file.endsWith('.d.ts')))
      for (const { index, 0: line } of text.matchAll(
        /^export (?:declare )?(?:const|function|class|interface|type) \w.*/gm,
      ))
        expect([file, line, text.slice(0, index).trimEnd().endsWith('*/')]).toEqual([file, line, true])
    const errors = [...(texts.get('errors.d.ts') ?? '').matchAll(/^export declare \w+ (\w+)/gm)]
    const all = [...names.filter(Boolean), ...errors.map(([, name = '']) => name)]
    expect(all.length).toBeGreaterThan(40)
    expect(all.filter((name) => !new RegExp(`\`${name}\\b`).test(readme))).toEqual([])
  })

  test.each(['nodenext', 'bundler'])(
    'examples and promises of types compile under %s, libraries checked too',
    async (resolution) => {
      const sources = ['types.test-d.ts', '_readme-example.ts', '_everywhere.ts']
      for (const source of sources)
        await copyFile(join(root, 'packages/sdk/test', source), join(folder, source))
      const compilerOptions = {
        target: 'es2022',
        lib: ['es2022', 'dom'],
        module: resolution === 'bundler' ? 'esnext' : resolution,
        moduleResolution: resolution,
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        skipLibCheck: false,
      }
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: sources }))
      const tsc = join(root, 'node_modules/typescript/bin/tsc')
      const compile = promisify(execFile)(process.execPath, [tsc, '--project', folder, '--pretty', 'false'])
      expect(
        await compile.then(
          () => '',
          ({ stdout }) => stdout,
        ),
      ).toBe('')
    },
    60_000,
  )
})

test('the README says how large it is at most, packed and in a page, and what it stands on', async () => {
  await writeFile(join(folder, 'page.mjs'), "export * from '@countersign/sdk'")
  const page = await bundled(folder, 'page.mjs', true)
  const measured = {
    'the package, packed': packed.size,
    'the package, unpacked': packed.unpackedSize,
    'a page with all of it, minified and gzipped': gzipSync(page, { level: 9 }).length,
  }
  for (const [what, bytes] of Object.entries(measured)) {
    const said = Number(new RegExp(`^\\| ${what} \\| (\\d+) kB \\|$`, 'm').exec(readme)?.[1]) * 1_000
    // What is said holds, and is not said to be on the safe side.
    expect({ what, bytes, said, holds: bytes <= said && said <= bytes * 1.4 }).toMatchObject({ holds: true })
  }
  for (const [name, range] of Object.entries(manifest.dependencies))
    expect(readme).toMatch(
      new RegExp(`\\| \\[\`${name}\`\\]\\([^)]+\\) \\| \`${String(range).replaceAll(/[.^]/g, '\\$&')}\` \\|`),
    )
})
