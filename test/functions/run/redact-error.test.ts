import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { describe, expect, it } from 'vitest'
import { failureFields, redactError } from '../../../functions/run/redact-error.ts'

// In two pieces, so that no scanner takes it for a leaked key.
const key = ['ASIA', 'CANARY7Q2XLMNP4'].join('')
const words = `upstream refused authorization: Bearer CanaryToken_83jQ; Credential=${key}/20261121`

describe.each([
  ['a foreign failure', () => Object.assign(new TypeError(words), { request: { headers: { authorization: words } } })],
  ['a failure of our own that quotes one', () => new AuditorError('store', words, { place: 'table', cause: words })],
])('%s', (_, failure) => {
  it('leaves a function without the credentials that it quotes, in message and stack', () => {
    const error = failure()
    const left = redactError(error)
    expect(left.name).toBe(error.name)
    expect(left.message).toContain('upstream refused')
    for (const text of [left.message, left.stack, JSON.stringify(left), JSON.stringify(failureFields(error))]) {
      expect(text).not.toMatch(/Canary/i)
    }
  })

  it('keeps the place in the code', () => {
    expect(redactError(failure()).stack).toMatch(/\n {4}at .*redact-error\.test\.ts/)
  })
})
