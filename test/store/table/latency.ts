import { expect, it } from 'vitest'
import { latencyDay } from '../contract/latency.ts'
import type { TableBench } from './table-bench.ts'
import { meteredClient } from './wire.ts'

export function latencyRowCases(bench: () => TableBench): void {
  it('writes a pair only when it is new', async () => {
    const { client, meter } = meteredClient(bench().client())
    const { latency } = bench().store(await bench().newTable(), { client })
    const pairs = Array.from({ length: 40 }, (_, at) => latencyDay('eu', `region-${at}`, '2026-02-01'))
    await latency.put(pairs)
    const { writeUnits } = meter
    await latency.put(pairs.map((each) => ({ ...each, day: '2026-02-02' })))
    expect(meter.writeUnits - writeUnits).toBe(40)
    expect(writeUnits).toBe(80)
    expect(await latency.read({ since: '2026-02-01' })).toHaveLength(80)
  })
}
