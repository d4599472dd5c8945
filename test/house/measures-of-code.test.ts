import { describe, expect, it } from 'vitest'
import { houseOf, valuesOf } from './house-of.ts'
import { clusterTypes } from './measures/cluster-types.ts'
import { conditionalSpreads } from './measures/conditional-spreads.ts'
import { decisionsByProse } from './measures/decisions-by-prose.ts'
import { manyParameters } from './measures/many-parameters.ts'
import { quantile, sizes } from './measures/sizes.ts'

describe('functions with five parameters', () => {
  it.each([
    ['a declaration counts', 'export function f(a, b, c, d, e) {}', 1],
    ['an arrow without a name counts', 'run((a, b, c, d, e) => a)', 1],
    ['a method of an object counts', 'const o = { m(a, b, c, d, e) {} }', 1],
    ['four parameters do not count', 'const f = (a, b, c, d) => a', 0],
    ['one parameter of five fields does not count', 'const f = ({ a, b, c, d, e }) => a', 0],
    ['a type of a function does not count', 'type F = (a: 1, b: 1, c: 1, d: 1, e: 1) => void', 0],
  ])('%s', (_, text, many) => {
    expect(valuesOf(manyParameters(houseOf({ 'packages/audit/src/a.ts': text })))).toEqual([many, many])
  })

  it('outside audit it counts for the whole house only', () => {
    const house = houseOf({ 'packages/api/src/a.ts': 'const f = (a, b, c, d, e) => a' })
    expect(valuesOf(manyParameters(house))).toEqual([0, 1])
  })
})

describe('conditional spreads', () => {
  it.each([
    ['nothing or something is one', 'const a = { ...(b === undefined ? {} : { b }) }', 1],
    ['something or nothing is one', 'const a = { ...(b ? { b } : {}) }', 1],
    ['a property behind && is one', 'const a = { ...(b && { b }) }', 1],
    ['a spread over lines is one', 'const a = {\n  ...(b\n    ? {}\n    : { b }),\n}', 1],
    ['a choice between two objects is none', 'const a = { ...(b ? { b } : { c }) }', 0],
    ['a plain spread is none', 'const a = { ...b }', 0],
    ['the words of one in a string are none', "const a = '...(b ? {} : { b })'", 0],
  ])('%s', (_, text, spreads) => {
    expect(valuesOf(conditionalSpreads(houseOf({ 'packages/api/src/a.ts': text })))).toEqual([spreads])
  })
})

describe('decisions by words', () => {
  it.each([
    ['a detail compared with a constant decides by prose', 'row.detail !== diedOver', [1, 0]],
    ['a message searched for a word decides by prose', 'words.find(([word]) => message.includes(word))', [1, 0]],
    ['a text searched for a label decides by prose', "said.startsWith('bad: ')", [1, 0]],
    ['a pattern of words decides by prose', '/was not found/.test(answer)', [1, 0]],
    ['a switch on a message decides by prose', "switch (error.message) { case 'a': }", [1, 0]],
    ['a key read back from its first letters decides by a key', "key.startsWith('plane:')", [1, 0]],
    ['an item recognised by a stroke in it decides by a key', "!item.includes('/')", [1, 0]],
    ['a plane that poses as a cluster decides by a key', "x = { locator: `plane:${n}`, provider: 'eks' }", [1, 0]],
    ['the prefix that Kubernetes reserves decides by a code', 'name.startsWith(reservedPrefix)', [0, 0]],
    ['a code compared decides by a code', "row.cause === 'worker-died'", [0, 0]],
    ['a message that is absent decides nothing', 'error.message === undefined || error.message === ""', [0, 0]],
    ['a message cut into lines decides nothing', "error.message.split('\\n')", [0, 0]],
    ['a list searched for a key decides nothing', 'wanted.includes(key)', [0, 0]],
  ])('%s', (_, text, counts) => {
    expect(valuesOf(decisionsByProse(houseOf({ 'packages/audit/src/a.ts': text })))).toEqual(counts)
  })

  it("an adapter's reading of a library's message is counted apart", () => {
    const house = houseOf({ 'packages/adapters/src/a.ts': 'endedEarly.test(error.message)' })
    expect(valuesOf(decisionsByProse(house))).toEqual([0, 1])
  })

  it("an adapter's reading of our own detail is a decision by prose", () => {
    const house = houseOf({ 'packages/adapters/src/a.ts': "ended.detail.startsWith('message_not_found')" })
    expect(valuesOf(decisionsByProse(house))).toEqual([1, 0])
  })
})

describe("types of one cluster's run", () => {
  it.each([
    ['a listed name counts', 'interface FoundCluster { readonly key: string }', [1, 0]],
    ['a listed schema and its type count once', 'const Cluster = z.object({}); type Cluster = {}', [1, 0]],
    ['names of one line of the list count once', 'interface Head {}; interface AuditRecord {}', [1, 0]],
    ['an import of a name does not count', "import type { FoundCluster } from './b.ts'", [0, 0]],
    ['an unlisted type of three of its fields is shown', 'interface Thing { row: 1; verdicts: 1; takenAt: 1 }', [0, 1]],
    [
      'an unlisted schema of three of its fields is shown',
      'const T = z.object({ key: a, planes: b, open: c }); type T = z.infer<typeof T>',
      [0, 1],
    ],
    ['two of its fields are not enough', 'interface Thing { row: 1; verdicts: 1 }', [0, 0]],
  ])('%s', (_, text, counts) => {
    expect(valuesOf(clusterTypes(houseOf({ 'packages/audit/src/a.ts': text })))).toEqual(counts)
  })
})

describe('sizes', () => {
  it('lines, functions and tests are counted from the text', () => {
    const house = houseOf({
      'packages/api/src/a.ts': 'function f() {\n  return 1\n}\n',
      'infra/b.ts': 'const g = () => 1\n',
      'test/api/a.test.ts': 'a\nb\n',
    })
    const byName = Object.fromEntries(sizes(house).map(({ name, value }) => [name, value]))
    expect(byName).toEqual({
      'source files': 2,
      'file lines, median': 1,
      'file lines, p90': 3,
      'function lines, median': 1,
      'function lines, p90': 3,
      'test lines : source lines': 0.5,
    })
  })

  it('a quantile is a value of the list, and of an empty list it is 0', () => {
    const ten = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    expect([quantile(ten, 0.5), quantile(ten, 0.9), quantile(ten, 1), quantile([], 0.5)]).toEqual([5, 9, 10, 0])
  })
})
