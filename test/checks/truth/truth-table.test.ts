import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { namePattern } from './name-pattern.ts'
import { proofs } from './proofs.ts'

const root = path.join(import.meta.dirname, '../../..')
const ids = [...Array.from({ length: 53 }, (_, index) => `D${index + 1}`), ...'ABCDEFGHI'.split('')]

/** The text of a test, and of the files beside it that hold its cases. */
function withCases(file: string): string {
  const text = readFileSync(file, 'utf8')
  const beside = [...text.matchAll(/from '(\.\/[\w-]+\.ts)'/g)].map(([, name = '']) =>
    path.join(path.dirname(file), name),
  )
  return [text, ...beside.map((each) => readFileSync(each, 'utf8'))].join('\n')
}

it('every defect of the review and every group of public reports has its entry, in order', () => {
  expect(proofs.map(({ id }) => id)).toEqual(ids)
})

it.each(proofs)('$id is held by a test, or it is known why not', ({ tests, open }) => {
  expect(tests.length > 0 || open !== undefined).toBe(true)
})

describe('a test that is named exists', () => {
  it.each(proofs.flatMap(({ id, tests }) => tests.map((test) => [id, test] as const)))('%s: %s', (_, test) => {
    const [file = '', ...name] = test.split(': ')
    const text = withCases(path.join(root, file))
    const literals = [...text.matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\\n]|\\.)*"/g)].map(([literal]) =>
      literal.slice(1, -1),
    )
    const pattern = namePattern(name.join(': '))
    expect(literals.some((literal) => pattern.test(literal.replaceAll(/\$\{[^}]*\}|\$\w+|%s/g, '*')))).toBe(true)
  })
})
