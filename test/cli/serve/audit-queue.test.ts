import { createAuditQueue, type StopSignals } from '@fleet-auditor/cli/serve/audit-queue.ts'
import { describe, expect, it } from 'vitest'

const everything = { scopes: [], clusters: [] }

/** Audits that end when `endNext` is called; `begun` in their order. */
function controlled() {
  const begun: string[] = []
  const ends: (() => void)[] = []
  const stops: StopSignals[] = []
  const audits = createAuditQueue((run, _, stop) => {
    begun.push(run)
    stops.push(stop)
    return new Promise((resolve) => {
      ends.push(resolve)
      stop.signal.addEventListener('abort', () => resolve())
    })
  })
  const endNext = async (): Promise<void> => {
    ends.shift()?.()
    await new Promise(setImmediate)
  }
  return { audits, begun, stops, endNext }
}

describe('the audits of one process', () => {
  it('run one at a time, in their order, each once', async () => {
    const { audits, begun, endNext } = controlled()
    const answers = await Promise.all(['a', 'b', 'a', 'b', 'c'].map((run) => audits.start(run, everything)))
    expect(answers).toEqual(['started', 'started', 'already', 'already', 'started'])
    expect(begun).toEqual(['a'])
    await endNext()
    expect(begun).toEqual(['a', 'b'])
    await endNext()
    await endNext()
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('start again after a pause', async () => {
    const { audits, begun, endNext } = controlled()
    await audits.start('a', everything)
    await endNext()
    await audits.start('b', everything)
    expect(begun).toEqual(['a', 'b'])
  })

  it('wait in a queue of at most eight', async () => {
    const { audits } = controlled()
    for (let run = 0; run < 9; run++) await audits.start(`${run}`, everything)
    await expect(audits.start('one more', everything)).rejects.toMatchObject({ details: { reason: 'throttled' } })
  })

  it('are drained: those that wait are dropped, the one that runs is asked to end, then cancelled', async () => {
    const { audits, begun, stops } = controlled()
    await audits.start('a', everything)
    await audits.start('b', everything)
    const drained = audits.drain(10)
    expect([stops[0]?.draining.aborted, stops[0]?.signal.aborted]).toEqual([true, false])
    expect(await drained).toEqual(['b'])
    expect([stops[0]?.signal.aborted, begun]).toEqual([true, ['a']])
    await expect(audits.start('c', everything)).rejects.toThrow('the process is ending')
  })
})
