import { collectSamples, mapSamples, timingOf } from '@fleet-auditor/adapters/probe/connection/timing.ts'
import { silent } from '@fleet-auditor/adapters/probe/probe-fault.ts'
import { createLoopWatch } from '@fleet-auditor/adapters/probe/worker/loop-watch.ts'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

/** Takes 1, 2, 3 ... as samples; the given ones are late, the others fail or are accepted. */
async function sampled({ late = [] as number[], failing = [] as number[], lanes = 1, wanted = 5 }) {
  let taken = 0
  const take = async () => {
    taken += 1
    if (failing.includes(taken)) throw silent('reset', 'no answer')
    return { id: taken, late: late.includes(taken) }
  }
  const samples = mapSamples(await collectSamples(take, lanes, wanted), ({ id }) => id)
  return { ...samples, taken }
}
const from1 = (length: number): number[] => Array.from({ length }, (_, index) => index + 1)

describe('collected samples:', () => {
  it.each([
    ['none late', {}, { accepted: [1, 2, 3, 4, 5], late: [], taken: 5 }],
    ['late ones are discarded and retaken', { late: [1, 4] }, { accepted: [2, 3, 5, 6, 7], late: [1, 4], taken: 7 }],
    ['all late: bounded', { late: from1(99) }, { accepted: [], late: from1(30), taken: 30 }],
    ['one failure is borne', { failing: [2] }, { accepted: [1, 3, 4, 5, 6], late: [], taken: 6 }],
    ['two end it', { failing: [2, 4] }, { accepted: [1, 3], late: [], taken: 4 }],
    ['none wanted', { wanted: 0 }, { accepted: [], late: [], taken: 0 }],
  ])('%s', async (_, given, expected) => {
    expect(await sampled(given)).toEqual(expected)
  })

  it('a busy moment is waited out, however fast the target answers', async () => {
    const busyUntil = performance.now() + 20
    const { accepted, late } = await collectSamples(async () => ({ late: performance.now() < busyUntil }), 2, 5)
    expect(accepted.length).toBeGreaterThanOrEqual(5)
    expect(late.length).toBeLessThan(30)
  })

  it('a mistake of our own is no failing sample', async () => {
    const mistaken = async (): Promise<{ late: boolean }> => {
      throw new TypeError('undefined is no function')
    }
    await expect(collectSamples(mistaken, 1, 5)).rejects.toThrow(TypeError)
  })

  it('as many as wanted are accepted over several lanes too', async () => {
    expect((await sampled({ lanes: 3 })).accepted.length).toBeGreaterThanOrEqual(5)
  })
})

describe('the timing of samples:', () => {
  it.each([
    ['odd', { accepted: [3, 1, 2], late: [] }, { min: 1, median: 2, samples: 3, discarded: 0 }],
    ['even', { accepted: [4, 1, 2, 3], late: [99] }, { min: 1, median: 2.5, samples: 4, discarded: 1 }],
    [
      'none accepted: the cold and the late ones',
      { accepted: [], late: [7, 9] },
      { min: 7, median: 8, samples: 0, discarded: 2 },
    ],
    ['microseconds', { accepted: [0.123456], late: [] }, { min: 0.123, median: 0.123, samples: 1, discarded: 0 }],
  ])('%s', (_, samples, expected) => expect(timingOf(samples, 8)).toEqual(expected))

  it('the least is never above the median', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.array(fc.nat()), fc.nat(), (accepted, late, cold) => {
        const timing = timingOf({ accepted, late }, cold)
        expect(timing.min).toBeLessThanOrEqual(timing.median)
        expect(timing).toMatchObject({ samples: accepted.length, discarded: late.length })
      }),
    )
  })
})

describe('the watch over the event loop', () => {
  const watched = () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    let clock = 0
    const watch = createLoopWatch(() => clock)
    /** Time passes; a beat comes at its end unless the loop is stuck. */
    const pass = (ms: number, beat = true) => {
      clock += ms
      if (beat) vi.advanceTimersToNextTimer()
    }
    watch.begin()
    onTestFinished(() => watch.end())
    return { watch, pass }
  }

  it('finds a loop on time', () => {
    const { watch, pass } = watched()
    for (const _ of from1(10)) {
      pass(3)
      expect(watch.late()).toBe(false)
    }
  })

  it('finds a beat that has just come late, and forgets it soon', () => {
    const { watch, pass } = watched()
    pass(40)
    expect(watch.late()).toBe(true)
    pass(1)
    expect(watch.late()).toBe(true)
    pass(2)
    expect(watch.late()).toBe(false)
  })

  it('finds a beat still missing', () => {
    const { watch, pass } = watched()
    pass(2)
    pass(40, false)
    expect(watch.late()).toBe(true)
  })

  it('watches until the last has ended', () => {
    const { watch } = watched()
    watch.begin()
    watch.end()
    expect(vi.getTimerCount()).toBe(1)
    watch.end()
    expect(vi.getTimerCount()).toBe(0)
    watch.begin()
  })
})
