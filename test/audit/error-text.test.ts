import { errorText } from '@fleet-auditor/audit/error-text.ts'
import { expect, it } from 'vitest'

it.each([
  ['an error', new TypeError('no such zone'), 'no such zone'],
  ['what would draw on a terminal', new Error('no\u001b[2J'), 'no\\u001b[2J'],
  ['what is no error', 7, '7'],
])('%s is reported in a line', (_, error, text) => {
  expect(errorText(error)).toBe(text)
})

it('is bounded, whatever an outside thing wrote', () => {
  expect(errorText(new Error('x'.repeat(100_000))).length).toBeLessThanOrEqual(300)
})
