import { expect, it } from 'vitest'
import { skippedRuns } from '../../infra/schedule/event-bridge-time.ts'

const now = Date.UTC(2026, 10, 21)

it.each([
  ['the hour that Berlin loses', '0 2 * * *', 'Europe/Berlin', ['2027-03-28 02:00']],
  [
    'every minute of it that counts',
    '*/20 1-3 * * *',
    'Europe/Berlin',
    ['2027-03-28 02:00', '2027-03-28 02:20', '2027-03-28 02:40'],
  ],
  ['the hour that New York loses', '30 2 * * sun', 'America/New_York', ['2027-03-14 02:30']],
  ['the half hour that Lord Howe loses', '0,30 2 * * *', 'Australia/Lord_Howe', ['2027-10-03 02:00']],
  ['midnight in Beirut', '0 0 * * *', 'Asia/Beirut', ['2027-03-28 00:00']],
  ['Sunday, by its other number', '0 2 * * 7', 'Europe/Berlin', ['2027-03-28 02:00']],
  ['no other day', '0 2 * * mon-sat', 'Europe/Berlin', []],
  ['nothing after it', '0 3 * * *', 'Europe/Berlin', []],
  ['nothing in the hour that is there twice', '30 2 25 10 *', 'Europe/Berlin', []],
  ['nothing without summer time', '0 2 * * *', 'Etc/UTC', []],
])('summer time takes from a schedule %s', (_, cron, timeZone, runs) => {
  expect(skippedRuns({ cron, timeZone }, now)).toEqual(runs)
})
