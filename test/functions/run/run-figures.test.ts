import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import { expect, it } from 'vitest'
import type { Emit } from '../../../functions/run/metrics.ts'
import { emitFigures } from '../../../functions/run/run-figures.ts'

const at = (hour: number): string => `2026-11-21T${String(hour).padStart(2, '0')}:00:00.000Z`
const open = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }

/** A run of some clusters, of which so many were read and so many are stopped. */
function run(
  hour: number,
  clusters: number,
  audited: number,
  of: Partial<Run> & { readonly stopped?: number } = {},
): Run {
  const { stopped = 0, ...rest } = of
  const outcome = (index: number) =>
    index < audited ? 'audited' : index < audited + stopped ? 'not-running' : 'unreachable'
  return {
    id: `run-${hour}`,
    fleet: 'shop',
    startedAt: at(hour),
    endedAt: at(hour),
    state: audited + stopped === clusters ? 'complete' : 'incomplete',
    partial: false,
    ruleSet: '{}',
    counts: { clusters, audited, unknowns: 0, open, opened: 0, worsened: 0, resolved: 0 },
    ledger: Array.from({ length: clusters }, (_, index) => ({
      id: `c${index}`,
      kind: 'cluster',
      outcome: outcome(index),
    })),
    ...rest,
  }
}

const onDemand = Array.from({ length: 60 }, (_, index) => run(4, 1, 1, { id: `on-demand-${index}`, partial: true }))

function recorder() {
  const emitted: { values: object; more: object | undefined }[] = []
  const emit: Emit = (values, more) => void emitted.push({ values, more })
  return { emit, emitted }
}

it.each<[name: string, before: readonly Run[], ended: Run, figures: object]>([
  [
    'the first one',
    [],
    run(5, 10, 10),
    { RunIncomplete: 0, ClustersAudited: 10, ClustersFailed: 0, AuditedShareLost: 0 },
  ],
  [
    'one that reads nothing any more',
    [run(3, 50, 50)],
    run(5, 50, 0),
    { RunIncomplete: 1, ClustersAudited: 0, ClustersFailed: 50, AuditedShareLost: 1 },
  ],
  [
    'a fleet of which most is no longer listed',
    [run(3, 50, 50)],
    run(5, 20, 20),
    { RunIncomplete: 0, ClustersAudited: 20, ClustersFailed: 0, AuditedShareLost: 0.6 },
  ],
  [
    'stopped clusters, which are not unread',
    [],
    run(5, 10, 4, { stopped: 6 }),
    { RunIncomplete: 0, ClustersAudited: 4, ClustersFailed: 0, AuditedShareLost: 0 },
  ],
  [
    'an incomplete one before: the last complete one counts',
    [run(2, 50, 50), run(3, 50, 1)],
    run(5, 50, 10),
    { RunIncomplete: 1, ClustersAudited: 10, ClustersFailed: 40, AuditedShareLost: 0.8 },
  ],
  [
    'many runs of a part since the last complete one',
    [run(3, 50, 50), ...onDemand],
    run(5, 50, 25),
    { RunIncomplete: 1, ClustersAudited: 25, ClustersFailed: 25, AuditedShareLost: 0.5 },
  ],
  ['a growing fleet', [run(3, 10, 10)], run(5, 20, 20), expect.objectContaining({ AuditedShareLost: 0 })],
  [
    'a run of a part, which has no figures of the fleet',
    [run(3, 50, 50)],
    run(5, 1, 0, { partial: true }),
    { RunIncomplete: 1 },
  ],
])('figures of a run: %s', async (_, before, ended, figures) => {
  const store = createMemoryStore({ clock: { now: () => at(6) } })
  for (const each of [...before, ended]) {
    await store.openRun({ ...each, state: 'running', ledger: [] })
    await store.closeRun(each)
  }
  const { emit, emitted } = recorder()
  expect(await emitFigures(ended, store, emit)).toEqual([])
  expect(Object.assign({}, ...emitted.map(({ values }) => values))).toEqual(figures)
})

it('figures that the store cannot give leave the one that needs no store, and are returned as a failure', async () => {
  const lost = new Error('the ledger is gone')
  const store = { readRun: () => Promise.reject(lost), listRuns: async () => [] }
  const { emit, emitted } = recorder()
  expect(await emitFigures(run(5, 10, 4), store, emit)).toEqual([lost])
  expect(emitted).toEqual([{ values: { RunIncomplete: 1 }, more: { run: 'run-5' } }])
})
