import { Schedule } from '@fleet-auditor/model/schedule.ts'
import { describe, expect, it } from 'vitest'

const cronOf = (cron: string) => Schedule.safeParse({ cron }).error?.issues.map(({ message }) => message)
const zoneOf = (timeZone: string) => Schedule.safeParse({ timeZone }).success

describe('cron', () => {
  it.each([
    '0 2 * * *',
    '*/15 * * * *',
    '0 2,14 * * *',
    '0 2 1-7 * *',
    '0 2 * jan-mar,12 *',
    '30 1 * * mon-fri',
    '0 0-22/2 * * SUN',
    '59 23 31 12 *',
    '0 2 * * 7',
    '0 0 29 2 *',
    '0 0 30,31 2,5 *',
  ])('%s is a schedule', (cron) => {
    expect(cronOf(cron)).toBeUndefined()
  })

  it.each([
    ['@daily', 'expected five fields: minute hour day-of-month month day-of-week'],
    ['0 2 * *', 'expected five fields: minute hour day-of-month month day-of-week'],
    ['0 2 * * * *', 'expected five fields: minute hour day-of-month month day-of-week'],
    ['60 2 * * *', 'expected minute within 0-59, not 60'],
    ['0 24 * * *', 'expected hour within 0-23, not 24'],
    ['0 2 0 * *', 'expected day-of-month within 1-31, not 0'],
    ['0 2 L * *', 'expected day-of-month within 1-31, not L'],
    ['0 2 ? * *', 'expected day-of-month within 1-31, not ?'],
    ['0 2 * 13 *', 'expected month within 1-12 or jan-dec, not 13'],
    ['0 2 * * mo', 'expected day-of-week within 0-7 or sun-sat, not mo'],
    ['0 2 * * mon#1', 'expected day-of-week within 0-7 or sun-sat, not mon#1'],
    ['0 2 * * fri-mon', 'expected day-of-week within 0-7 or sun-sat, not fri-mon'],
    ['0 5-2 * * *', 'expected hour within 0-23, not 5-2'],
    ['0 1-2-3 * * *', 'expected hour within 0-23, not 1-2-3'],
    ['0 1, * * *', 'expected hour within 0-23, not nothing'],
    ['*/0 2 * * *', 'expected minute within 0-59, not */0'],
    ['*/60 2 * * *', 'expected minute within 0-59, not */60'],
    ['5/10 2 * * *', 'expected minute within 0-59, not 5/10'],
    ['-1 2 * * *', 'expected minute within 0-59, not -1'],
    ['0 0 30 2 *', 'expected a day that comes: no month of these has such a day'],
    ['0 0 31 2,4-6/2,9,nov *', 'expected a day that comes: no month of these has such a day'],
    ['0 2 1 * mon', 'expected * in one of day-of-month and day-of-week'],
  ])('%s is none', (cron, message) => {
    expect(cronOf(cron)).toEqual([message])
  })

  it('reports every field that is wrong', () => {
    expect(cronOf('60 24 * * *')).toHaveLength(2)
  })
})

describe('a time zone', () => {
  it.each(['Etc/UTC', 'UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'])('%s', (name) => {
    expect(zoneOf(name)).toBe(true)
  })

  it.each(['', 'Europe/Berln', '+02:00', 'CEST', 'Berlin'])('is not %s', (name) => {
    expect(zoneOf(name)).toBe(false)
  })
})
