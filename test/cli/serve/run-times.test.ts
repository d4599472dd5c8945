import { missedRun, runTimes } from '@fleet-auditor/cli/serve/run-times.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import { Cron } from 'croner'
import { describe, expect, it } from 'vitest'

const berlin = runTimes({ cron: '0 2 * * *', timeZone: 'Europe/Berlin' }, { fleet: 'fleet' })

describe('the last scheduled minute', () => {
  it.each<[now: string, scheduledAt: string]>([
    ['2026-02-28T12:00:00.000Z', '2026-02-28T01:00:00.000Z'],
    ['2026-02-28T01:00:00.000Z', '2026-02-28T01:00:00.000Z'],
    ['2026-02-28T01:00:00.400Z', '2026-02-28T01:00:00.000Z'],
    ['2026-02-28T00:59:59.995Z', '2026-02-28T01:00:00.000Z'],
    ['2026-02-28T00:59:00.000Z', '2026-02-27T01:00:00.000Z'],
    // Two o'clock is skipped in spring, and comes twice in autumn.
    ['2026-03-29T12:00:00.000Z', '2026-03-29T01:00:00.000Z'],
    ['2026-03-30T12:00:00.000Z', '2026-03-30T00:00:00.000Z'],
    ['2026-10-25T12:00:00.000Z', '2026-10-25T00:00:00.000Z'],
    ['2026-10-26T12:00:00.000Z', '2026-10-26T01:00:00.000Z'],
    ['2026-10-25T01:00:00.000Z', '2026-10-25T00:00:00.000Z'],
  ])('before %s is %s', (now, scheduledAt) => {
    const name = scheduledAt.replace('.000Z', 'Z').replaceAll(/[-:]/g, '')
    expect(berlin.runBefore(now)).toEqual({
      scheduledAt,
      run: expect.stringMatching(new RegExp(`^${name}-[0-9a-f]{8}$`)),
    })
  })
})

describe('a minute that the clock skips or repeats', () => {
  it.each<[cron: string, zone: string, from: string, minutes: readonly string[]]>([
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z']],
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']],
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00:00Z',
      ['2026-10-03T15:30:00.000Z', '2026-10-04T15:15:00.000Z'],
    ],
    [
      '30 1 * * *',
      'America/New_York',
      '2026-11-01T00:00:00Z',
      ['2026-11-01T05:30:00.000Z', '2026-11-02T06:30:00.000Z'],
    ],
  ])('is one run for %s in %s from %s', (cron, zone, from, minutes) => {
    const times = runTimes({ cron, timeZone: zone }, { fleet: 'fleet' })
    const seen = new Set<string | undefined>()
    const begin = Date.parse(minutes[0] ?? from)
    for (let at = begin; at < Date.parse(minutes.at(-1) ?? from) + 3_600_000; at += 600_000) {
      seen.add(times.runBefore(new Date(at).toISOString())?.scheduledAt)
    }
    expect([...seen]).toEqual(minutes)
    const timer = new Cron(cron, { timezone: zone, paused: true })
    expect(timer.nextRuns(2, new Date(from)).map((run) => run.toISOString())).toEqual(minutes)
  })
})

describe('the run to catch up on', () => {
  const now = '2026-02-28T12:00:00.000Z'
  const scheduled = berlin.runBefore(now)?.run ?? ''
  const summary = (id: string, startedAt: string, change: Partial<RunSummary> = {}): RunSummary => ({
    id,
    fleet: 'fleet',
    startedAt,
    state: 'complete',
    partial: false,
    ruleSet: '{}',
    ...change,
  })
  const early = summary('early', '2026-02-27T01:00:00.000Z')

  it.each<[name: string, runs: readonly RunSummary[], missed: boolean]>([
    ['none in a new store', [], false],
    ['the one that never began', [early], true],
    ['none that ended', [summary(scheduled, '2026-02-28T01:00:00.000Z', { state: 'incomplete' }), early], false],
    ['the one that died', [summary(scheduled, '2026-02-28T01:00:00.000Z', { state: 'running' }), early], true],
    ['none where an audit was started by hand since', [summary('by hand', '2026-02-28T09:00:00.000Z'), early], false],
    [
      'the one, though a part was audited since',
      [summary('part', '2026-02-28T09:00:00.000Z', { partial: true }), early],
      true,
    ],
    [
      'the one, though another run was begun and died',
      [summary('dead', '2026-02-28T09:00:00.000Z', { state: 'running' }), early],
      true,
    ],
  ])('is %s', async (_, runs, missed) => {
    const store = {
      listRuns: () => Promise.resolve([...runs]),
      readRunSummary: (id: string) => Promise.resolve(runs.find((run) => run.id === id)),
    }
    expect(await missedRun(berlin, now, { partial: false }, store)).toBe(missed ? scheduled : undefined)
  })
})
