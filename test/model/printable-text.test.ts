import { printable, withoutUserInfo } from '@fleet-auditor/model/printable-text.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('foreign text', () => {
  it.each([
    ['a page', '<html>\r\n\t<b>x</b>', '<html> <b>x</b>'],
    ['a terminal escape', 'a\u001b[2Jb', 'a [2Jb'],
    ['a direction override', 'a\u202eb', 'a b'],
    ['a long line', 'x'.repeat(200), `${'x'.repeat(120)}…`],
  ])('%s', (_, text, expected) => {
    expect(printable(text)).toBe(expected)
  })

  it('is always one short line without control characters', () => {
    const unit = fc.string({ unit: 'binary', maxLength: 300 })
    fc.assert(
      fc.property(unit, (text) => {
        const line = printable(text)
        return line.length <= 121 && !/[\p{C}\p{Zl}\p{Zp}]/u.test(line)
      }),
    )
  })

  it('names no user and password of a URL', () => {
    const word = fc.stringMatching(/^[a-z0-9:%._~-]{1,12}$/)
    fc.assert(
      fc.property(word, word, fc.stringMatching(/^[/?#][a-z@]{0,8}$/), (secret, host, rest) => {
        const clean = withoutUserInfo(`x https://${secret}@${host}${rest} y`)
        expect(clean).toBe(`x https://${host}${rest} y`)
      }),
    )
  })
})
