import type { LatencyDay } from '@fleet-auditor/model/latency-day.ts'
import { expect, it } from 'vitest'
import type { StoreBench } from './store-bench.ts'

export const latencyDay = (from: string, to: string, day: string, change: Partial<LatencyDay> = {}): LatencyDay => ({
  from,
  to,
  day,
  run: `run of ${day}`,
  clusters: 3,
  medianMs: 21.5,
  worstMs: 48,
  ...change,
})

const dayAfter = (number: number): string =>
  new Date(Date.UTC(2025, 1, 1) + number * 24 * 3_600_000).toISOString().slice(0, 10)

export function latencyCases(bench: () => StoreBench): void {
  it('reads days of a pair, of what one end has, and of all, oldest first', async () => {
    const { latency } = bench().store(await bench().newTable())
    const [first, second] = ['2026-02-01', '2026-02-02']
    const since = first
    expect(await latency.read({ since })).toEqual([])
    await latency.put([])
    await latency.put([latencyDay('eu', 'us', second), latencyDay('eu', 'ap', second), latencyDay('us', 'ap', second)])
    await latency.put([
      latencyDay('us', 'ap', first),
      latencyDay('eu', 'us', first),
      latencyDay('eu', 'us', '2026-01-31'),
    ])
    const [euUs, euAp, usAp] = [
      latencyDay('eu', 'us', second),
      latencyDay('eu', 'ap', second),
      latencyDay('us', 'ap', second),
    ]
    expect(await latency.read({ from: 'eu', to: 'us', since })).toEqual([latencyDay('eu', 'us', first), euUs])
    expect(await latency.read({ from: 'eu', since })).toEqual([latencyDay('eu', 'us', first), euAp, euUs])
    expect(await latency.read({ to: 'ap', since })).toEqual([latencyDay('us', 'ap', first), euAp, usAp])
    expect(await latency.read({ since: '2026-02-02T00:00:00Z' })).toEqual([euAp, euUs, usAp])
    expect(await latency.read({ from: 'us', to: 'eu', since })).toEqual([])
  })

  it('replaces a day by a later run, and changes no row when it is repeated', async () => {
    const table = await bench().newTable()
    const { latency } = bench().store(table)
    const [earlier, later] = [
      latencyDay('eu', 'us', '2026-02-01', { medianMs: 9 }),
      latencyDay('eu', 'us', '2026-02-01'),
    ]
    await latency.put([earlier])
    await latency.put([later])
    const before = await bench().rows(table)
    await latency.put([earlier, later])
    expect(await bench().rows(table)).toEqual(before)
    expect(await latency.read({ since: '2026-01-01' })).toEqual([later])
  })

  it('distinguishes pairs whatever their names consist of', async () => {
    const { latency } = bench().store(await bench().newTable())
    const days = [
      latencyDay('a~b', 'c', '2026-02-01'),
      latencyDay('a', 'b~c', '2026-02-01'),
      latencyDay('a#b', 'c', '2026-02-01'),
    ]
    await latency.put(days)
    for (const day of days) {
      expect(await latency.read({ from: day.from, to: day.to, since: '2026-02-01' })).toEqual([day])
    }
  })

  it('retains 400 days, and reads them all', async () => {
    let time = ''
    const { latency } = bench().store(await bench().newTable(), { now: () => time })
    const days = Array.from({ length: 250 }, (_, number) => latencyDay('eu', 'us', dayAfter(number)))
    for (const day of [days.slice(0, 50), days.slice(50)]) {
      time = `${day[0]?.day}T00:00:00Z`
      await latency.put(day)
    }
    expect(await latency.read({ from: 'eu', to: 'us', since: dayAfter(0) })).toEqual(days)
    time = `${dayAfter(399)}T12:00:00Z`
    expect(await latency.read({ since: dayAfter(0) })).toEqual(days)
    time = `${dayAfter(400)}T00:00:00Z`
    expect(await latency.read({ since: dayAfter(0) })).toEqual(days.slice(50))
  })
}
