import { describe, expect, it } from 'vitest'
import { emitterOf } from '../../../functions/run/metrics.ts'
import { loggedLines } from '../logged-lines.ts'

const emitFor = emitterOf({ Fleet: 'shop', Stage: 'production' })

describe('metrics', () => {
  it('are one embedded line: a namespace, two dimensions, the figures and what they are of beside them', async () => {
    const [line, ...others] = await loggedLines(() =>
      emitFor({ function: 'watchdog' })({ RunIncomplete: 1, ClustersFailed: 3 }, { run: 'r1' }),
    )
    expect(others).toEqual([])
    expect(line).toEqual({
      _aws: {
        Timestamp: expect.closeTo(Date.now(), -5),
        CloudWatchMetrics: [
          {
            Namespace: 'FleetAuditor',
            Dimensions: [['Fleet', 'Stage']],
            Metrics: [
              { Name: 'RunIncomplete', Unit: 'Count' },
              { Name: 'ClustersFailed', Unit: 'Count' },
            ],
          },
        ],
      },
      kind: 'metrics',
      Fleet: 'shop',
      Stage: 'production',
      function: 'watchdog',
      run: 'r1',
      RunIncomplete: 1,
      ClustersFailed: 3,
    })
  })

  it('hold nothing of the line before', async () => {
    const emit = emitFor({ function: 'watchdog' })
    const [, second] = await loggedLines(() => {
      emit({ RunIncomplete: 1 }, { run: 'r1' })
      emit({ RunAgeHours: 2 })
    })
    expect(second).not.toHaveProperty('run')
    expect(second).not.toHaveProperty('RunIncomplete')
  })

  it('write an hour’s age of no unit, as the alarm reads it', async () => {
    const [line] = await loggedLines(() => emitFor({ function: 'watchdog' })({ RunAgeHours: 2 }))
    expect(JSON.stringify(line)).toContain('{"Name":"RunAgeHours","Unit":"None"}')
  })
})
