import { escaped, jsonText } from '@fleet-auditor/report/json-text.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** What a terminal or a reader acts on instead of showing. */
const acted = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const text = fc.string({ unit: 'binary' })

describe('JSON whose every character shows', () => {
  it.each([
    ['a C1 control', '\u009b31m', String.raw`"\u009b31m"`],
    ['a mark that turns text', '\u202eabc', String.raw`"\u202eabc"`],
    ['a line separator', 'a\u2028b', String.raw`"a\u2028b"`],
    ['a soft hyphen', '\u00ad', String.raw`"\u00ad"`],
    ['a tag beyond the basic plane', '\u{e0041}', String.raw`"\udb40\udc41"`],
    ['letters and signs of all scripts', 'Zürich 東京 🚀', '"Zürich 東京 🚀"'],
  ])('%s', (_, value, json) => {
    expect(jsonText(value)).toBe(json)
  })

  it('reads back as the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text), (value) => {
        const json = jsonText(value)
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(json).not.toMatch(acted)
      }),
    )
  })

  it('is left alone where it shows already', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(escaped(jsonText(value))).toBe(jsonText(value))
      }),
    )
  })

  it('and text for a terminal hides nothing either', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(safeText(value)).not.toMatch(acted)
      }),
    )
  })
})
