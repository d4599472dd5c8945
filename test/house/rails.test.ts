import { describe, expect, it } from 'vitest'
import { houseOf } from './house-of.ts'
import offenders from './offenders.json' with { type: 'json' }
import { allRails } from './rails/all-rails.ts'
import { bannedProse } from './rails/banned-prose.ts'
import { bannedWords } from './rails/banned-words.ts'
import { deadExports } from './rails/dead-exports.ts'
import { fetchedPackages } from './rails/fetched-packages.ts'
import { largeFolders, mostFiles } from './rails/large-folders.ts'
import { ratchet } from './rails/ratchet.ts'
import { typesLast } from './rails/types-last.ts'
import { thisHouse } from './this-house.ts'

const listed: Readonly<Record<string, readonly string[]>> = offenders
const a = 'packages/audit/src/a.ts'
const keys = (found: readonly { readonly key: string }[]): string[] => found.map(({ key }) => key)

describe('rails over this repository', () => {
  it('every rail has its list of offenders, and every list its rail', () => {
    expect(Object.keys(listed)).toEqual(Object.keys(allRails))
  })

  it.each(Object.entries(allRails))('no offender is new and none is fixed: %s', (name, rail) => {
    const { added, fixed } = ratchet(rail(thisHouse), listed[name] ?? [])
    expect(added, 'change the code').toEqual([])
    expect(fixed, 'node test/house/rails/renew.ts takes them from offenders.json').toEqual([])
  })
})

describe('ratchet', () => {
  const offence = { key: 'a', place: 'a.ts:1' }

  it('a listed offence changes nothing', () => {
    expect(ratchet([offence, offence], ['a'])).toEqual({ added: [], fixed: [] })
  })

  it('an offence that is not listed is reported with its place', () => {
    expect(ratchet([offence], [])).toEqual({ added: ['a at a.ts:1'], fixed: [] })
  })

  it('an entry without an offence is fixed', () => {
    expect(ratchet([], ['a'])).toEqual({ added: [], fixed: ['a'] })
  })
})

describe('words that are not used', () => {
  it.each([
    ['a variable', 'const nightOf = 1', ['night: nightOf']],
    ['a type', 'interface AuditNight {}', ['night: AuditNight']],
    ['a property', 'const a = { handedBack: 1 }', ['handed: handedBack']],
    ['a stored code', "const a = { resolution: 'mended' }", ['mended: mended']],
    ['an owner that is no person', 'const ownerOf = 1', [`owner: ownerOf in ${a}`]],
    ['an adverb that holds a word is another word', 'const nightly = legal', []],
    ['a sentence is not judged', "const a = 'the night is told'", []],
  ])('%s', (_, text, found) => {
    expect(keys(bannedWords(houseOf({ [a]: text })))).toEqual(found)
  })

  it("a file's name is a name", () => {
    expect(keys(bannedWords(houseOf({ 'test/night/a.test.ts': '' })))).toEqual(['night: test/night/a.test.ts'])
  })

  it.each(['packages/model/src/waiver.ts', 'packages/adapters/src/kubernetes/a.ts', 'packages/simulator/src/a.ts'])(
    'waivers and objects of Kubernetes have owners: %s',
    (file) => {
      expect(bannedWords(houseOf({ [file]: 'const owner = 1' }))).toEqual([])
    },
  )
})

describe('words that are not used in prose', () => {
  it.each<[name: string, file: string, text: string, found: readonly string[]]>([
    ['a comment', a, '// A night that was told\nexport const b = 1', [`night in ${a}`, `told in ${a}`]],
    ['a document', 'docs/a.md', 'Whoever mends it', ['whoever in docs/a.md', 'mends in docs/a.md']],
    [
      'code in a document',
      'docs/a.md',
      '`test:night`, [night](night.md)\n```sh\nnpm run test:night\n```',
      ['night in docs/a.md'],
    ],
    ['the time of day', 'docs/a.md', 'fails at night', []],
    ['a string', a, "export const b = 'told'", []],
    ['a recipe', 'docs/Containerfile', '# told', []],
  ])('%s', (_, file, text, found) => {
    expect(keys(bannedProse(houseOf({ [file]: text })))).toEqual(found)
  })
})

describe('commands that may fetch a package', () => {
  it.each([
    ['npx and a name', 'run `npx some-tool audit`', ['some-tool in docs/a.md']],
    ['npx with a consent', 'npx --yes sst deploy', ['sst in docs/a.md']],
    ['npm exec', 'npm exec -- sst deploy', ['sst in docs/a.md']],
    ['npm exec and a name', 'npm exec sst deploy', ['sst in docs/a.md']],
    ['what is installed, by npx', 'npx --no sst deploy', []],
    ['the same, spelt as before', 'npx --no-install sst deploy', []],
    ['what is installed, by npm exec', 'npm exec --no -- sst deploy', []],
    ['the word alone', '`npx` hands no signal on', []],
  ])('%s', (_, text, found) => {
    expect(keys(fetchedPackages(houseOf({ 'docs/a.md': text })))).toEqual(found)
  })

  it('in a message of the program too', () => {
    const text = "export const next = 'npx some-tool audit'"
    expect(keys(fetchedPackages(houseOf({ [a]: text })))).toEqual([`some-tool in ${a}`])
  })
})

describe('large folders', () => {
  const folderOf = (files: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: files }, (_, at) => [`packages/api/src/f${at}.ts`, '']))

  it('twenty files are a folder one can scan, with a subfolder beside them', () => {
    expect(largeFolders(houseOf({ ...folderOf(mostFiles), 'packages/api/src/deep/a.ts': '' }))).toEqual([])
  })

  it('one file more is too many', () => {
    expect(keys(largeFolders(houseOf(folderOf(mostFiles + 1))))).toEqual(['packages/api/src'])
  })
})

describe('dead exports', () => {
  it('one is known by file and name, wherever it stands', () => {
    const [found] = deadExports(houseOf({ [a]: '\n\nexport const x = 1' }))
    expect(found).toEqual({ key: `${a} x`, place: `${a}:3 x` })
  })
})

describe('types before values in an import', () => {
  it.each([
    ['a type before a value', "import { type A, b } from './b.ts'", [a]],
    ['a type after a value', "import { b, type A } from './b.ts'", []],
    ['types alone', "import type { A, B } from './b.ts'", []],
    ['a default with a type', "import b, { type A } from './b.ts'", []],
  ])('%s', (_, text, found) => {
    expect(keys(typesLast(houseOf({ [a]: text })))).toEqual(found)
  })
})
