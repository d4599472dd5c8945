import { jsonShape } from '@fleet-auditor/adapters/wire/json-shape.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const bytesOf = (text: string): Buffer => Buffer.from(text)

/** Values as commas and brackets show them, and levels, of what a parser made of the text. */
function measured(value: unknown): { readonly values: number; readonly depth: number } {
  if (typeof value !== 'object' || value === null) return { values: 1, depth: 0 }
  const inside = Object.values(value).map(measured)
  const counted = inside.reduce((sum, { values }) => sum + values, inside.length === 0 ? 1 : 0)
  return { values: counted + 1, depth: 1 + Math.max(0, ...inside.map(({ depth }) => depth)) }
}

const anyJson = fc.json({ stringUnit: fc.constantFrom('"', '\\', '[', '}', ',', 'é', 'x') })

describe('the shape of a JSON text', () => {
  it('is within limits exactly where its values are', () => {
    fc.assert(
      fc.property(anyJson, fc.nat(6), fc.nat(30), (text, depth, values) => {
        const is = measured(JSON.parse(text))
        const expected = is.depth > depth ? 'too-deep' : is.values > values ? 'too-many' : undefined
        expect(jsonShape({ depth, values })(bytesOf(text))).toBe(expected)
      }),
    )
  })

  it('does not depend on where its chunks are cut', () => {
    fc.assert(
      fc.property(anyJson, fc.array(fc.nat(80)), fc.nat(6), fc.nat(30), (text, cuts, depth, values) => {
        const bytes = bytesOf(text)
        const ends = [...cuts, bytes.length].toSorted((a, b) => a - b)
        const excessOf = jsonShape({ depth, values })
        const seen = ends.map((end, at) => excessOf(bytes.subarray(ends[at - 1] ?? 0, end)))
        expect(seen.includes('too-deep') ? 'too-deep' : seen.at(-1)).toBe(jsonShape({ depth, values })(bytes))
      }),
    )
  })

  it.each([
    ['brackets in a text', '"[[[[[["', undefined],
    ['brackets behind an escaped quote', String.raw`"\"[[[[[["`, undefined],
    ['brackets behind an escaped backslash and the end of the text', String.raw`["\\",[[[[[[`, 'too-deep'],
    ['more commas than values', `[${','.repeat(30)}]`, 'too-many'],
  ])('%s', (_, text, expected) => {
    expect(jsonShape({ depth: 5, values: 20 })(bytesOf(text))).toBe(expected)
  })
})
