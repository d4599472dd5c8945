import { retryDelay } from '@fleet-auditor/adapters/wire/retry-delay.ts'
import { expect, it } from 'vitest'

const now = Date.parse('2026-08-11T00:00:00Z')

it.each([
  { name: 'the first retry waits 200 ms', header: undefined, attempt: 0, left: 5000, expected: 200 },
  { name: 'the second retry waits twice as long', header: undefined, attempt: 1, left: 5000, expected: 400 },
  { name: 'there is no third retry', header: undefined, attempt: 2, left: 5000, expected: undefined },
  { name: 'Retry-After in seconds is waited for', header: '2', attempt: 0, left: 5000, expected: 2000 },
  {
    name: 'Retry-After as a date is waited for',
    header: 'Tue, 11 Aug 2026 00:00:03 GMT',
    attempt: 0,
    left: 5000,
    expected: 3000,
  },
  {
    name: 'Retry-After with a past date means at once',
    header: 'Mon, 10 Aug 2026 00:00:03 GMT',
    attempt: 0,
    left: 5000,
    expected: 0,
  },
  { name: 'a Retry-After that cannot be read counts as none', header: 'soon', attempt: 0, left: 5000, expected: 200 },
  {
    name: 'a Retry-After up to the deadline ends the retries',
    header: '5',
    attempt: 0,
    left: 5000,
    expected: undefined,
  },
])('$name', ({ header, attempt, left, expected }) => {
  expect(retryDelay(header, attempt, now, left)).toBe(expected)
})
