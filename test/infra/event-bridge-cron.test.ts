import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { describe, expect, it } from 'vitest'
import { eventBridgeCron } from '../../infra/schedule/event-bridge-time.ts'

describe('cron in EventBridge’s words', () => {
  it.each([
    ['every day', '0 2 * * *', 'cron(0 2 * * ? *)'],
    ['every minute', '* * * * *', 'cron(* * * * ? *)'],
    ['each quarter of an hour', '*/15 * * * *', 'cron(0,15,30,45 * * * ? *)'],
    ['a range with a step', '0 8-18/5 * * *', 'cron(0 8,13,18 * * ? *)'],
    ['a list, unsorted and doubled', '30,0,30 2 * * *', 'cron(0,30 2 * * ? *)'],
    ['a day of the month', '0 2 1,15 * *', 'cron(0 2 1,15 * ? *)'],
    ['every day of the month written out', '0 2 1-31 * *', 'cron(0 2 * * ? *)'],
    ['months by name', '0 2 1 jan,Jul *', 'cron(0 2 1 1,7 ? *)'],
    ['weekdays, which lose the day of the month', '0 2 * * 1-5', 'cron(0 2 ? * MON,TUE,WED,THU,FRI *)'],
    ['weekdays by name', '0 2 * * mon-fri', 'cron(0 2 ? * MON,TUE,WED,THU,FRI *)'],
    ['Sunday is 0', '0 2 * * 0', 'cron(0 2 ? * SUN *)'],
    ['Sunday is 7', '0 2 * * 7', 'cron(0 2 ? * SUN *)'],
    ['a weekend', '0 2 * * 6-7', 'cron(0 2 ? * SUN,SAT *)'],
    ['every second weekday', '0 2 * * */2', 'cron(0 2 ? * SUN,TUE,THU,SAT *)'],
    ['all weekdays written out', '0 2 * * 0-6', 'cron(0 2 * * ? *)'],
    ['all weekdays beside a day of the month', '0 2 13 * *', 'cron(0 2 13 * ? *)'],
  ])('%s: %s', (_, cron, expected) => {
    expect(FleetFile.parse({ schedule: { cron } }).schedule.cron).toBe(cron)
    expect(eventBridgeCron(cron)).toBe(expected)
  })
})
