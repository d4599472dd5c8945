import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { WorkerFailure } from '@fleet-auditor/model/run-plan.ts'
import { expect, it } from 'vitest'
import { noise } from '../noise.ts'
import { digest, discovered, found, listed, report, scope, shard } from '../run-values.ts'
import type { StoreBench } from './store-bench.ts'

const failure: WorkerFailure = { item: { kind: 'shard', shard: 2 }, cause: 'timeout', detail: 'no answer within 900 s' }

const fleetFile = FleetFile.parse({ fleet: 'shop', thresholds: { latencyHighMs: 400 } })

async function putAll(ledger: RunLedger, run: string): Promise<void> {
  await ledger.putListed(run, 'eks', listed(3))
  await ledger.putListed(run, 'aks', listed(0))
  await ledger.putGroup(run, 1, { worker: 'eks', scopes: [scope(1), scope(2)] })
  await ledger.putDiscovered(run, 1, [discovered(1, [found(1), found(2)]), discovered(2, [])])
  await ledger.putShard(run, 2, shard(3))
  await ledger.putReports(run, 2, 0, [report(1), report(2)])
  await ledger.putFailure(run, failure)
  await ledger.putDigest(run, digest(1))
  await ledger.putFleetFile(run, fleetFile)
}

async function everything(ledger: RunLedger, run: string) {
  return {
    listed: [...(await ledger.readListed(run))],
    group: await ledger.readGroup(run, 1),
    discovered: [...(await ledger.readDiscovered(run))],
    shard: await ledger.readShard(run, 2),
    shards: await ledger.listShards(run),
    reports: [...(await ledger.readReports(run))],
    failures: await ledger.readFailures(run),
    digest: await ledger.readDigest(run),
    fleet: await ledger.readFleetFile(run),
  }
}

const nothing = {
  listed: [],
  group: undefined,
  discovered: [],
  shard: undefined,
  shards: [],
  reports: [],
  failures: [],
  digest: undefined,
  fleet: undefined,
}

export function ledgerCases(bench: () => StoreBench): void {
  it('returns what was put, to its own run only', async () => {
    const { ledger } = bench().store(await bench().newTable())
    expect(await everything(ledger, 'run-1')).toEqual(nothing)
    await putAll(ledger, 'run-1')
    expect(await everything(ledger, 'run-1')).toEqual({
      fleet: fleetFile,
      listed: [
        ['aks', listed(0)],
        ['eks', listed(3)],
      ],
      group: { worker: 'eks', scopes: [scope(1), scope(2)] },
      discovered: [[1, [discovered(1, [found(1), found(2)]), discovered(2, [])]]],
      shard: shard(3),
      shards: [{ shard: 2, worker: 'eks' }],
      reports: [[2, [report(1), report(2)]]],
      failures: [failure],
      digest: digest(1),
    })
    for (const other of ['run', 'run-10', 'run-1#2']) expect(await everything(ledger, other)).toEqual(nothing)
  })

  it('changes no row when everything is put twice', async () => {
    const table = await bench().newTable()
    const { ledger } = bench().store(table)
    await putAll(ledger, 'run-1')
    const before = await bench().rows(table)
    await putAll(bench().store(table).ledger, 'run-1')
    expect(await bench().rows(table)).toEqual(before)
  })

  it('replaces a plan and a report, and retains the first failure of an item', async () => {
    const { ledger } = bench().store(await bench().newTable())
    await putAll(ledger, 'run-1')
    await ledger.putShard('run-1', 2, shard(1, { worker: 'planes', planes: ['prod'] }))
    await ledger.putReports('run-1', 2, 0, [report(3)])
    await ledger.putFailure('run-1', { ...failure, cause: 'throttled' })
    await ledger.putFailure('run-1', { ...failure, item: { kind: 'scopes', worker: 'eks' } })
    expect(await ledger.readShard('run-1', 2)).toEqual(shard(1, { worker: 'planes', planes: ['prod'] }))
    expect(await ledger.listShards('run-1')).toEqual([{ shard: 2, worker: 'planes' }])
    expect((await ledger.readReports('run-1')).get(2)).toEqual([report(3)])
    expect(await ledger.readFailures('run-1')).toEqual([
      { ...failure, item: { kind: 'scopes', worker: 'eks' } },
      failure,
    ])
  })

  it('reports of a cluster in several passes the last, of shards in their order', async () => {
    const { ledger } = bench().store(await bench().newTable())
    const again = report(2, { row: { id: 'b', kind: 'cluster', outcome: 'unreachable', cause: 'timeout' } })
    await ledger.putReports('run-1', 10, 1, [again, report(3)])
    await ledger.putReports('run-1', 10, 0, [report(1), report(2)])
    for (const number of [11, 9, 2, 123]) await ledger.putReports('run-1', number, 0, [report(number)])
    await ledger.putReports('run-1', 3, 0, [])
    const reports = await ledger.readReports('run-1')
    expect([...reports.keys()]).toEqual([2, 3, 9, 10, 11, 123])
    expect(reports.get(10)).toEqual([report(1), again, report(3)])
    expect(reports.get(3)).toEqual([])
    expect([...(await ledger.readReports('run-1', 10))]).toEqual([[10, [report(1), again, report(3)]]])
    expect([...(await ledger.readReports('run-1', 2))]).toEqual([[2, [report(2)]]])
    expect(await ledger.readReports('run-1', 18)).toEqual(new Map())
  })

  it('reads lists to their end, and no piece as a row', async () => {
    const { ledger } = bench().store(await bench().newTable())
    const large = (kilobytes: number) => discovered(1, [{ ...found(1), labels: { noise: noise(kilobytes) } }])
    const groups = [[large(1200)], [large(1)], [large(300)], [large(330)], [large(330)]]
    for (const [group, scopes] of groups.entries()) await ledger.putDiscovered('run-1', group, scopes)
    expect([...(await ledger.readDiscovered('run-1'))]).toEqual([...groups.entries()])
    const plans = Array.from({ length: 12 }, (_, at) => {
      return shard(1, { worker: at < 11 ? 'eks' : 'planes', planes: [noise(at % 2 === 0 ? 1000 : 1)] })
    })
    for (const [number, plan] of [...plans.entries()].toReversed()) await ledger.putShard('run-1', number, plan)
    const shards = await ledger.listShards('run-1')
    expect(shards).toEqual(plans.map(({ worker }, number) => ({ shard: number, worker })))
    expect(await ledger.readShard('run-1', 10)).toEqual(plans[10])
    const some = Array.from({ length: 6 }, (_, at) =>
      report(at, { row: { id: noise(450), kind: 'cluster', outcome: 'audited' } }),
    )
    for (const [pass, one] of some.entries()) await ledger.putReports('run-1', 7, pass, [one])
    expect((await ledger.readReports('run-1')).get(7)).toEqual(some)
  })

  it.each([
    ['claims a pass of a shard', (ledger: RunLedger) => ledger.claimPass('run-1', 3, 0)],
    ['claims a cluster', (ledger: RunLedger) => ledger.claimCluster('run-1', 3, 'arn:a#1')],
  ])('%s for one of 20 that ask at once', async (_, ask) => {
    const table = await bench().newTable()
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(bench().store(table).ledger)))
    expect(answers.filter(Boolean)).toEqual([true])
    expect(await ask(bench().store(table).ledger)).toBe(false)
  })

  it('distinguishes passes, shards, clusters and runs in its claims', async () => {
    const { ledger } = bench().store(await bench().newTable())
    const ask = () =>
      Promise.all([
        ledger.claimPass('run-1', 3, 0),
        ledger.claimPass('run-1', 3, 1),
        ledger.claimPass('run-1', 30, 0),
        ledger.claimPass('run-2', 3, 0),
        ledger.claimCluster('run-1', 3, 'a'),
        ledger.claimCluster('run-1', 3, 'b'),
        ledger.claimCluster('run-1', 4, 'a'),
      ])
    expect(new Set(await ask())).toEqual(new Set([true]))
    expect(new Set(await ask())).toEqual(new Set([false]))
  })

  it('forgets a run after 90 days, and its digest after 400', async () => {
    const table = await bench().newTable()
    let time = '2026-02-01T00:00:00Z'
    const { ledger } = bench().store(table, { now: () => time })
    await putAll(ledger, 'run-1')
    await ledger.claimPass('run-1', 2, 0)
    time = '2026-05-03T00:00:00Z'
    expect(await everything(ledger, 'run-1')).toEqual({ ...nothing, digest: digest(1) })
    expect(await ledger.claimPass('run-1', 2, 0)).toBe(true)
    await ledger.putFailure('run-1', { ...failure, cause: 'throttled' })
    expect(await ledger.readFailures('run-1')).toEqual([{ ...failure, cause: 'throttled' }])
    time = '2027-03-09T00:00:00Z'
    expect(await everything(ledger, 'run-1')).toEqual(nothing)
  })
}
