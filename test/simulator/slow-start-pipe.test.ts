import { PassThrough } from 'node:stream'
import { slowStartPipe } from '@fleet-auditor/simulator/delay-proxy.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const settle = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms)
}

describe('slow start', () => {
  it('delivers a window per round trip, each twice the one before', async () => {
    const from = new PassThrough({ highWaterMark: 1 << 20 })
    const to = new PassThrough({ highWaterMark: 1 << 20 })
    let delivered = 0
    slowStartPipe(from, to, {
      rttMs: 100,
      initialWindow: 1000,
      opensAfterMs: 150,
      onDelivered: (n) => (delivered += n),
    })
    from.end(Buffer.alloc(10_000))
    const arrived: number[] = []
    for (let elapsed = 0; elapsed <= 600; elapsed += 50) {
      arrived.push(delivered)
      await settle(50)
    }
    // Opens at 150 ms, half a round trip on the way, then 1, 2, 4 windows and the rest.
    expect(arrived).toEqual([0, 0, 0, 0, 1000, 1000, 3000, 3000, 7000, 7000, 10_000, 10_000, 10_000])
    expect(to.writableEnded).toBe(true)
  })

  it('does not shrink the window between bodies', async () => {
    const from = new PassThrough()
    const to = new PassThrough()
    let delivered = 0
    slowStartPipe(from, to, { rttMs: 100, initialWindow: 1000, opensAfterMs: 0, onDelivered: (n) => (delivered += n) })
    from.write(Buffer.alloc(3000))
    await settle(1000)
    from.write(Buffer.alloc(4000))
    await settle(50)
    expect(delivered).toBe(7000)
  })
})
