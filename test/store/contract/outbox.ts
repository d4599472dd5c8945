import type { Outbox } from '@fleet-auditor/audit/ports/outbox.ts'
import { expect, it } from 'vitest'
import type { StoreBench } from './store-bench.ts'

const message = { key: 'run-1/digest/C1', run: 'run-1', part: 'digest', destination: 'C1' }
const lease = 60_000

/** An outbox whose clock a case moves, in seconds. */
async function movable(bench: StoreBench): Promise<{ outbox: Outbox; pass: (seconds: number) => void }> {
  let now = Date.parse('2026-02-28T00:00:00Z')
  const store = bench.store(await bench.newTable(), { now: () => new Date(now).toISOString() })
  const pass = (seconds: number): void => {
    now += seconds * 1000
  }
  return { outbox: store.outbox, pass }
}

export function outboxCases(bench: () => StoreBench): void {
  it('gives a message to one of 20 that ask at once', async () => {
    const table = await bench().newTable()
    const takings = await Promise.all(
      Array.from({ length: 20 }, () => bench().store(table).outbox.take(message, lease)),
    )
    expect(takings.map(({ outcome }) => outcome).toSorted()).toEqual([
      ...Array.from({ length: 19 }, () => 'busy'),
      'taken',
    ])
    expect(takings.find(({ outcome }) => outcome === 'taken')).toMatchObject({ again: false, message: { attempts: 1 } })
  })

  it('gives a message whose lease ended to one of 20, and marks that it may have been sent', async () => {
    const { outbox, pass } = await movable(bench())
    await outbox.take(message, lease)
    pass(61)
    const takings = await Promise.all(Array.from({ length: 20 }, () => outbox.take(message, lease)))
    const taken = takings.filter(({ outcome }) => outcome === 'taken')
    expect(taken).toMatchObject([
      { again: true, message: { attempts: 2, firstTakenAt: '2026-02-28T00:00:00.000Z', state: 'pending' } },
    ])
  })

  it('is busy to the end of the lease', async () => {
    const { outbox, pass } = await movable(bench())
    await outbox.take(message, lease)
    pass(59)
    expect((await outbox.take(message, lease)).outcome).toBe('busy')
  })

  it('is done once sent, however often it is settled', async () => {
    const { outbox, pass } = await movable(bench())
    await outbox.take(message, lease)
    const sent = { state: 'sent', receipt: '1.2', contentHash: 'h' } as const
    for (let time = 0; time < 3; time += 1) await outbox.settle(message.key, sent)
    pass(120)
    expect(await outbox.take(message, lease)).toMatchObject({ outcome: 'done', message: { ...message, ...sent } })
    expect(await outbox.ofRun('run-1')).toMatchObject([sent])
  })

  it.each(['pending', 'failed'] as const)('stays sent when a late sender settles it as %s', async (state) => {
    const { outbox } = await movable(bench())
    await outbox.take(message, lease)
    await outbox.settle(message.key, { state: 'sent', receipt: '1.2' })
    await outbox.settle(message.key, { state, failure: 'late' })
    const [stored] = await outbox.ofRun('run-1')
    expect(stored).toMatchObject({ state: 'sent', receipt: '1.2' })
    expect(stored).not.toHaveProperty('failure')
  })

  it.each(['pending', 'failed'] as const)(
    'stays with the sender that took it over when a late one settles it as %s',
    async (state) => {
      const { outbox, pass } = await movable(bench())
      const late = await outbox.take(message, lease)
      pass(61)
      const next = await outbox.take(message, lease)
      await outbox.settle(message.key, { state, failure: 'late', attempts: late.message.attempts })
      expect((await outbox.take(message, lease)).outcome).toBe('busy')
      await outbox.settle(message.key, { state, failure: 'now', attempts: next.message.attempts })
      expect(await outbox.ofRun('run-1')).toMatchObject([{ state, failure: 'now' }])
    },
  )

  it.each(['pending', 'failed'] as const)('can be taken again at once when it is %s', async (state) => {
    const { outbox } = await movable(bench())
    await outbox.take(message, lease)
    await outbox.settle(message.key, { state, failure: 'channel_not_found' })
    expect(await outbox.ofRun('run-1')).toMatchObject([{ state, failure: 'channel_not_found' }])
    const taking = await outbox.take(message, lease)
    expect(taking).toMatchObject({ outcome: 'taken', again: true, message: { attempts: 2 } })
    expect(taking.message).not.toHaveProperty('failure')
  })

  it('separates the messages of a run from each other, and from those of other runs', async () => {
    const { outbox } = await movable(bench())
    for (const destination of ['C1', 'C2', 'webhook']) {
      await outbox.take({ ...message, destination, key: `run-1/digest/${destination}` }, lease)
    }
    await outbox.take({ ...message, run: 'run-2', key: 'run-2/digest/C1' }, lease)
    expect((await outbox.ofRun('run-1')).map(({ destination }) => destination)).toEqual(['C1', 'C2', 'webhook'])
    expect(await outbox.ofRun('run-3')).toEqual([])
  })

  it('writes nothing for a message that was never taken', async () => {
    const { outbox } = await movable(bench())
    await outbox.settle(message.key, { state: 'sent' })
    expect(await outbox.ofRun('run-1')).toEqual([])
  })
}
