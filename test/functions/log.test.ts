import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { logged, logOf, progressTo } from '../../functions/log.ts'
import { emitMetrics } from '../../functions/metrics.ts'
import { writtenLines } from './written-lines.ts'

const context = { function: 'audit-shard', run: 'r1', worker: 'eks', shard: 4 }

const withSecret = (error: Error): Error =>
  Object.assign(error, { config: { headers: { authorization: 'Bearer xyz' } } })

/** As its runtime interface client does: errors with all their fields, at any depth. */
const asLambdaLogs = (thrown: unknown): string =>
  JSON.stringify(thrown, (_, value: unknown) =>
    value instanceof Error ? Object.assign({ errorMessage: value.message, stack: value.stack }, value) : value,
  )

describe('the log', () => {
  it('carries run and place on every line', async () => {
    const lines = await writtenLines(() =>
      logged(context, async (log) => {
        const progress = progressTo(log)
        progress({ kind: 'scope-listed', scope: 'gcp:shop', clusters: 2 })
        progress({ kind: 'cluster-started', cluster: 'eks/web' })
        progress({
          kind: 'cluster-ended',
          row: { id: 'eks/web', kind: 'cluster', outcome: 'failed', cause: 'timeout', detail: 'no answer' },
          verdicts: [],
        })
      }),
    )
    expect(lines).toEqual([
      { kind: 'scope-listed', ...context, scope: 'gcp:shop', clusters: 2 },
      { kind: 'cluster-started', ...context, cluster: 'eks/web' },
      {
        kind: 'cluster-ended',
        ...context,
        cluster: 'eks/web',
        outcome: 'failed',
        cause: 'timeout',
        detail: 'no answer',
        failing: 0,
      },
      { kind: 'ended', ...context, ms: expect.any(Number) },
    ])
  })

  it('tells a named failure with place and remedy, and passes it on', async () => {
    const failure = new AuditorError('config', 'no table', { place: 'TABLE_NAME', remedy: 'deploy', cause: 'secret' })
    const lines = await writtenLines(() =>
      expect(logged(context, () => Promise.reject(failure))).rejects.toMatchObject({
        code: 'config',
        message: 'no table',
      }),
    )
    expect(lines).toMatchObject([{ kind: 'failed', ...context, code: 'config', place: 'TABLE_NAME', remedy: 'deploy' }])
    expect(JSON.stringify(lines)).not.toContain('secret')
  })

  it('keeps a foreign failure’s own fields to itself', async () => {
    const failure = Object.assign(new Error('socket hang up'), {
      request: { headers: { authorization: 'Bearer xyz' } },
    })
    const lines = await writtenLines(() =>
      expect(logged(context, () => Promise.reject(failure))).rejects.toThrow('socket hang up'),
    )
    expect(lines).toMatchObject([{ kind: 'failed', code: 'internal', message: 'socket hang up' }])
    expect(JSON.stringify(lines)).not.toContain('Bearer')
  })

  it.each([
    ['of its own', new AuditorError('store', 'no answer', { place: 'fleet', cause: withSecret(new Error('reset')) })],
    ['foreign', withSecret(new TypeError('socket hang up', { cause: withSecret(new Error('reset')) }))],
    ['that is none', 'gone'],
  ])('hands Lambda’s runtime, which logs every field of an error, nothing more of one %s', async (_, failure) => {
    let thrown: unknown
    await writtenLines(async () => {
      thrown = await logged(context, () => Promise.reject(failure)).then(
        () => expect.fail('it resolved'),
        (error: unknown) => error,
      )
    })
    expect(asLambdaLogs(thrown)).not.toContain('Bearer')
    expect(thrown).toMatchObject(
      failure instanceof Error
        ? { name: failure.name, message: failure.message, stack: failure.stack }
        : { message: failure },
    )
  })

  it('stays one line, whatever a cluster is called', async () => {
    const lines = await writtenLines(() => logOf(context)({ kind: 'note', message: 'a\nb\u2028c' }))
    expect(lines).toHaveLength(1)
  })
})

describe('metrics', () => {
  it('are embedded: a namespace, two dimensions, the values beside them', async () => {
    vi.stubEnv('STAGE', 'production')
    onTestFinished(() => void vi.unstubAllEnvs())
    const [line] = await writtenLines(() =>
      emitMetrics(
        'shop',
        '2026-11-21T02:00:00.000Z',
        { RunIncomplete: 1, ClustersFailed: 3 },
        { function: 'notify', run: 'r1' },
      ),
    )
    expect(line).toEqual({
      _aws: {
        Timestamp: Date.UTC(2026, 10, 21, 2),
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
      function: 'notify',
      run: 'r1',
      RunIncomplete: 1,
      ClustersFailed: 3,
    })
  })
})
