import { retryDelay } from '@fleet-auditor/adapters/kubernetes/client/retry-delay.ts'
import { expect, it } from 'vitest'

const now = Date.parse('2026-08-11T00:00:00Z')

it.each([
  { name: 'first', header: undefined, attempt: 0, left: 5000, expected: 200 },
  { name: 'second', header: undefined, attempt: 1, left: 5000, expected: 400 },
  { name: 'never a third', header: undefined, attempt: 2, left: 5000, expected: undefined },
  { name: 'seconds', header: '2', attempt: 0, left: 5000, expected: 2000 },
  { name: 'a date', header: 'Tue, 11 Aug 2026 00:00:03 GMT', attempt: 0, left: 5000, expected: 3000 },
  { name: 'a date gone by', header: 'Mon, 10 Aug 2026 00:00:03 GMT', attempt: 0, left: 5000, expected: 0 },
  { name: 'nonsense', header: 'soon', attempt: 0, left: 5000, expected: 200 },
  { name: 'past the deadline', header: '5', attempt: 0, left: 5000, expected: undefined },
])('$name', ({ header, attempt, left, expected }) => {
  expect(retryDelay(header, attempt, now, left)).toBe(expected)
})
