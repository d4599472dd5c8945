import { describe, expect, it } from 'vitest'
import { houseOf, valuesOf } from './house-of.ts'
import { circles } from './measures/circles.ts'
import { fanOutImports } from './measures/fan-out-imports.ts'
import { flatFolders } from './measures/flat-folders.ts'
import { placesToTouch } from './measures/places-to-touch.ts'
import { singleImporters } from './measures/single-importers.ts'
import { unusedExports } from './measures/unused-exports.ts'

const a = 'packages/audit/src/a.ts'
const b = 'packages/audit/src/b.ts'
const c = 'packages/api/src/c.ts'

describe('circles', () => {
  it.each([
    ['two files that import each other are one', { [a]: "import './b.ts'", [b]: "import './a.ts'" }, 1],
    ['an import of a type closes one', { [a]: "import './b.ts'", [b]: "import type { A } from './a.ts'" }, 1],
    [
      'three files are one, whatever room they are in',
      { [a]: "import './b.ts'", [b]: "import('@fleet-auditor/api/c.ts')", [c]: "export * from '../../audit/src/a.ts'" },
      1,
    ],
    ['a file that imports itself is one', { [a]: "import './a.ts'" }, 1],
    [
      'two ways to one file are none',
      { [a]: "import './b.ts'; import '@fleet-auditor/api/c.ts'", [b]: "import '@fleet-auditor/api/c.ts'", [c]: '' },
      0,
    ],
  ])('%s', (_, texts, found) => {
    expect(valuesOf(circles(houseOf(texts)))).toEqual([found])
  })
})

describe('imports between fan-out and the rest of audit', () => {
  it.each(['night', 'fan-out'])('both directions are counted for the folder %s', (name) => {
    const inside = `packages/audit/src/${name}/x.ts`
    const house = houseOf({
      [inside]: "import '../a.ts'; import type { B } from '../b.ts'; import './y.ts'",
      [`packages/audit/src/${name}/y.ts`]: '',
      [a]: `import './${name}/x.ts'`,
      [c]: `import '@fleet-auditor/audit/${name}/x.ts'`,
    })
    expect(valuesOf(fanOutImports(house))).toEqual([2, 1])
  })
})

describe('flat folders', () => {
  it('files count beside their subfolders, and the two lists stand apart', () => {
    const house = houseOf({
      'packages/audit/src/a.ts': '',
      'packages/audit/src/b.ts': '',
      'packages/audit/src/deep/c.ts': '',
      'packages/model/src/a.ts': '',
      'packages/model/src/b.ts': '',
      'packages/checks/src/catalog/a.ts': '',
    })
    expect(valuesOf(flatFolders(house))).toEqual([2, 3])
  })
})

describe('unused exports', () => {
  it.each<[string, Record<string, string>, number[]]>([
    ['a value that nothing takes is unused', { [a]: 'export const x = 1' }, [1, 0]],
    ['a type that nothing takes is unused', { [a]: 'export interface X {}' }, [0, 1]],
    ['a schema with its type is one value', { [a]: 'export const X = 1; export type X = 1' }, [1, 0]],
    ['a list of exports is read', { [a]: 'const x = 1; interface Y {} export { x, Y }' }, [1, 1]],
    ['a use in its own file is no use', { [a]: 'export const x = 1; x' }, [1, 0]],
    ['a name taken by a source is used', { [a]: 'export const x = 1', [b]: "import { x } from './a.ts'" }, [0, 0]],
    [
      'a name taken by a test is used',
      { [a]: 'export const x = 1', 'test/a.ts': "import { x as y } from '@fleet-auditor/audit/a.ts'" },
      [0, 0],
    ],
    [
      'a name re-exported is used',
      { [a]: 'export const x = 1', 'root.ts': "export { x } from './packages/audit/src/a.ts'" },
      [0, 0],
    ],
    [
      'a name taken of a late import is used, its neighbour is not',
      { [a]: 'export const x = 1, y = 2', [b]: "const { x } = await import('./a.ts')" },
      [1, 0],
    ],
    ['a module taken as a whole is used', { [a]: 'export const x = 1', [b]: "import * as all from './a.ts'" }, [0, 0]],
    ["a function's handler is called by name", { 'functions/a.ts': 'export const handler = 1' }, [0, 0]],
  ])('%s', (_, texts, unused) => {
    expect(valuesOf(unusedExports(houseOf(texts)))).toEqual(unused)
  })
})

describe('files with one importer', () => {
  it('importers are counted by file, tests apart', () => {
    const house = houseOf({
      [a]: "import { x } from './b.ts'; import type { X } from './b.ts'",
      [b]: "import '@fleet-auditor/api/c.ts'",
      [c]: '',
      'packages/api/src/d.ts': "import './c.ts'",
      'test/a.ts': "import '@fleet-auditor/audit/b.ts'",
    })
    expect(valuesOf(singleImporters(house))).toEqual([25])
  })
})

describe('places to touch', () => {
  it('a flag is counted where it is declared, listed or written, not where it is read', () => {
    const house = houseOf({
      'packages/cli/src/program.ts': "command.option('--max-unknown <n>', 'text')",
      'packages/cli/src/flags.ts':
        'interface Flags { maxUnknown: string }\nconst read = (raw) => ({ maxUnknown: raw.maxUnknown })',
      'packages/cli/src/use.ts': 'const use = ({ maxUnknown }, flags) => run(flags.maxUnknown, { maxUnknown })',
      'test/cli/a.test.ts': "run('--max-unknown')",
    })
    expect(valuesOf(placesToTouch(house))).toEqual([3, 0, 0])
  })

  it('a function is counted once a list, its own file and its place in the flow apart', () => {
    const house = houseOf({
      'infra/seconds.ts':
        "export const timeouts = { 'plan-shards': 1, other: 2 }\nconst more = ['plan-shards', 'plan-shards']",
      'infra/state-machine/definition.ts': "task('plan-shards')",
      'functions/plan-shards.ts': "step('plan-shards')",
    })
    expect(valuesOf(placesToTouch(house))).toEqual([0, 2, 0])
  })

  it('a section is counted where it is listed, the checks that use it apart', () => {
    const house = houseOf({
      'packages/model/src/snapshot.ts': 'export const sections = { meshSyncs: 1 }',
      'packages/checks/src/catalog/x.ts': "defineCheck({ needs: ['meshSyncs'] })",
    })
    expect(valuesOf(placesToTouch(house))).toEqual([0, 0, 1])
  })
})
