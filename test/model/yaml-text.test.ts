import { readYaml } from '@fleet-auditor/model/yaml-text.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('')

describe('a YAML is refused with a place for', () => {
  it.each([
    ['a key that stands twice', 'a: 1\nb: 2\na: 3\n', 'duplicate-key', '3:1'],
    ['a key that stands twice in a map in a list', 'x:\n  - {a: 1, a: 2}\n', 'duplicate-key', '2:12'],
    ['60,000 keys', many(60_000, (key) => `key${key}: 1\n`), 'too-many-entries', '20001:9'],
    ['60,000 keys in one line', `{${many(60_000, (key) => `k${key}: 1,`)}}`, 'too-many-entries', '1:188898'],
    ['60,000 items', many(60_000, () => '- a\n'), 'too-many-entries', '20001:1'],
    ['a megabyte of comments', many(500_000, () => '#\n'), 'too-many-entries', '125001:1'],
    ['lists in lists', '['.repeat(100_000), 'too-deep', '1:65'],
    ['blocks in blocks', many(3000, (depth) => `${' '.repeat(depth)}a:\n`), 'too-deep', undefined],
    ['items in items', `${'- '.repeat(10_000)}a`, 'too-deep', undefined],
    [
      'aliases that multiply',
      many(40, (n) => `a${n}: &a${n} [${n ? `*a${n - 1}, *a${n - 1}` : 'x'}]\n`),
      'too-many-aliases',
      '40:18',
    ],
    ['many aliases', `a: &a 1\n${many(101, (n) => `b${n}: *a\n`)}`, 'too-many-aliases', '102:7'],
    ['an alias of nothing', 'a: *b\n', 'no-anchor', '1:4'],
    ['an alias of what is around it', 'a: &a\n  b: *a\n', 'no-anchor', '2:6'],
    ['an open bracket', 'a: [1\n', 'syntax', '2:1'],
    ['two documents', 'a: 1\n---\nb: 2\n', 'syntax', '2:1'],
  ])('%s', (_, text, code, place) => {
    const { problems, value } = readYaml(text)
    const [first] = problems
    expect(value).toBeUndefined()
    expect(first).toMatchObject({ code })
    if (place !== undefined) expect(`${first?.line}:${first?.column}`).toBe(place)
  })
})

describe('a YAML is read', () => {
  it('with anchors that are used a few times', () => {
    expect(readYaml('a: &a {x: 1}\nb: *a\nc: *a\n')).toMatchObject({
      problems: [],
      value: { b: { x: 1 }, c: { x: 1 } },
    })
  })

  it('with keys that are words of the language', () => {
    const { value } = readYaml('__proto__: {a: 1}\nconstructor: 2\n')
    expect(Object.entries(value as object)).toEqual([
      ['__proto__', { a: 1 }],
      ['constructor', 2],
    ])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it('as what was written, whatever that is', () => {
    const plain = fc.object({ maxDepth: 3, values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)] })
    fc.assert(
      fc.property(plain, (written) => {
        expect(readYaml(stringify(written)).value).toEqual(written)
      }),
    )
  })
})
