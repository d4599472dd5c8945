import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { describe, expect, it } from 'vitest'
import {
  parseEvent,
  ProbeEvent,
  RecordFailureEvent,
  RunEvent,
  StartRunEvent,
  TickEvent,
  WorkerEvent,
} from '../../../functions/run/events.ts'

const run = '20261121T020000Z-9c56cc51'
const target = { kind: 'api', host: 'api.example', port: 443 } as const
const probe = { vantage: 'beside', targets: [target], authorities: {}, timeoutMs: 5000 }

describe('an event in its shape', () => {
  it.each([
    ['a schedule’s', TickEvent, { scheduledTime: '2026-11-21T02:00:00Z' }],
    ['nothing at all', TickEvent, undefined],
    ['a whole run', StartRunEvent, { run }],
    ['a run on demand', StartRunEvent, { run, selection: { scopes: ['gcp:shop'], clusters: [] } }],
    ['a listing', WorkerEvent, { verb: 'list-scopes', run, worker: 'eks' }],
    ['a discovery', WorkerEvent, { verb: 'discover-scopes', run, worker: 'gke', group: 3 }],
    ['a shard', WorkerEvent, { verb: 'audit-shard', run, worker: 'aks', shard: 0, pass: 1 }],
    ['a probe', ProbeEvent, probe],
  ])('is taken: %s', (_, shape, event) => {
    expect(parseEvent<unknown>(shape, event)).toEqual(event)
  })

  it('an event is stripped of what its function does not read', () => {
    expect(parseEvent(RunEvent, { run, over: false, error: { Error: 'x' } })).toEqual({ run })
  })

  it('a failure that the engine does not explain is taken as an unknown one', () => {
    const { error } = parseEvent(RecordFailureEvent, { run, item: 'shard/1', error: {} })
    expect(error).toEqual({ Error: 'States.Unknown', Cause: '' })
  })
})

describe('another event is refused', () => {
  it.each([
    ['no run', RunEvent, {}, 'event.run'],
    ['a run that no execution can be named by', RunEvent, { run: 'run 1' }, 'event.run'],
    ['nothing', RunEvent, undefined, 'event'],
    ['the schedule’s placeholder unfilled', TickEvent, { scheduledTime: '<aws>' }, 'event.scheduledTime'],
    ['a verb that no worker has', WorkerEvent, { verb: 'delete-scopes', run, worker: 'eks' }, 'event.verb'],
    [
      'a shard below nought',
      WorkerEvent,
      { verb: 'audit-shard', run, worker: 'eks', shard: -1, pass: 0 },
      'event.shard',
    ],
    ['a cloud’s shard of planes', WorkerEvent, { verb: 'list-scopes', run, worker: 'planes' }, 'event.worker'],
    ['too many targets', ProbeEvent, { ...probe, targets: Array(21).fill(target) }, 'event.targets'],
    ['too much time', ProbeEvent, { ...probe, timeoutMs: 10_001 }, 'event.timeoutMs'],
  ])('%s, with the place', (_, shape, event, place) => {
    const parse = () => parseEvent<unknown>(shape, event)
    expect(parse).toThrow(AuditorError)
    expect(parse).toThrow(expect.objectContaining({ code: 'usage', details: expect.objectContaining({ place }) }))
  })

  it('a probe takes no rules from its caller', () => {
    const parsed = parseEvent(ProbeEvent, { ...probe, allow: ['127.0.0.0/8'], loopbackCluster: true })
    expect(parsed).toEqual(probe)
  })
})
