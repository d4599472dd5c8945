import { runAgeHours } from '@fleet-auditor/audit/fan-out/supervise-runs.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import { expect, it } from 'vitest'

const now = '2026-11-21T06:00:00.000Z'
const run = (state: RunSummary['state'], startedAt: string, endedAt?: string, partial = false): RunSummary => ({
  id: startedAt,
  fleet: 'shop',
  startedAt,
  ...(endedAt ? { endedAt } : {}),
  state,
  partial,
  ruleSet: '',
})

it.each([
  ['from the last complete one', [run('complete', '2026-11-21T02:00:00Z', '2026-11-21T03:00:00Z')], 3],
  [
    'not from one under way, incomplete or partial',
    [
      run('running', '2026-11-21T05:00:00Z'),
      run('complete', '2026-11-21T04:00:00Z', '2026-11-21T04:01:00Z', true),
      run('incomplete', '2026-11-21T02:00:00Z', '2026-11-21T03:00:00Z'),
      run('complete', '2026-11-20T02:00:00Z', '2026-11-20T03:00:00Z'),
    ],
    27,
  ],
  [
    'from the first try, where none was complete',
    [run('incomplete', '2026-11-21T02:00:00Z', '2026-11-21T03:00:00Z')],
    4,
  ],
  ['not at all before the first run', [], undefined],
])('the age of the last complete run is counted: %s', (_, runs, hours) => {
  expect(runAgeHours(runs, now)).toBe(hours)
})
