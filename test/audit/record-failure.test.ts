import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import type { WorkerFailure } from '@fleet-auditor/model/run-plan.ts'
import { describe, expect, it } from 'vitest'

async function recorded(error: string, cause: string): Promise<WorkerFailure | undefined> {
  let stored: WorkerFailure | undefined
  const putFailure: RunLedger['putFailure'] = async (_, failure) => {
    stored = failure
  }
  await recordFailure('run', { kind: 'shard', shard: 3 }, { error, cause }, { store: { ledger: { putFailure } } })
  return stored
}

describe('a worker’s failure, as the engine caught it', () => {
  it.each([
    ['States.Timeout', '', 'timeout', 'States.Timeout'],
    ['Sandbox.Timedout', '{"errorMessage":"timed out"}', 'timeout', 'Sandbox.Timedout: timed out'],
    ['Lambda.TooManyRequestsException', 'Rate exceeded', 'throttled', 'Lambda.TooManyRequestsException: Rate exceeded'],
    ['Runtime.ExitError', '{"errorMessage":"signal: killed"}', 'tool-error', 'Runtime.ExitError: signal: killed'],
    [
      'FleetAuditor.Throttled',
      '{"errorMessage":"the table has no room (table fleet)"}',
      'throttled',
      'FleetAuditor.Throttled: the table has no room (table fleet)',
    ],
    [
      'FleetAuditor.Store',
      '{"errorMessage":"the table is throttled"}',
      'tool-error',
      'FleetAuditor.Store: the table is throttled',
    ],
    [
      'Lambda.Unknown',
      'Returned payload: {"errorMessage":"Task timed out after 900.00 seconds"}',
      'tool-error',
      'Lambda.Unknown: Returned payload: {"errorMessage":"Task timed out after 900.00 seconds"}',
    ],
    ['Error', '{"other":1}', 'tool-error', 'Error: {"other":1}'],
    ['constructor', '', 'tool-error', 'constructor'],
    ['TypeError', '{"errorMessage":"no\\u001b[2J","trace":["at secret"]}', 'tool-error', 'TypeError: no\\u001b[2J'],
  ])('%s, %s is %s', async (error, cause, expected, detail) => {
    expect(await recorded(error, cause)).toEqual({ item: { kind: 'shard', shard: 3 }, cause: expected, detail })
  })

  it('is reported in a bounded line', async () => {
    expect((await recorded('Error', 'x'.repeat(10_000)))?.detail.length).toBeLessThanOrEqual(300)
  })
})
