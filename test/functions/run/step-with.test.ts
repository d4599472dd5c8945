import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AuditShardEvent } from '../../../functions/run/events.ts'
import { logOf, progressTo, type Log } from '../../../functions/run/log.ts'
import { stepWith } from '../../../functions/run/step-with.ts'
import { loggedLines } from '../logged-lines.ts'

const event = { verb: 'audit-shard', run: 'r1', worker: 'eks', shard: 4, pass: 0 } as const
const invocation = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 60_000 }
const context = { function: 'audit-eks', request: 'request-1', ...event }

/** A handler that does some work with nothing but its log. */
const handlerOf = (work: (log: Log) => unknown) =>
  stepWith(async () => async () => ({ emit: undefined }))('audit-eks', AuditShardEvent, async (_, { log }) => work(log))
const failing = (failure: unknown) => handlerOf(() => Promise.reject(failure))

const withSecret = (error: Error): Error =>
  Object.assign(error, { config: { headers: { authorization: 'Bearer xyz' } } })

/** As its runtime interface client does: errors with all their fields, at any depth. */
const asLambdaLogs = (thrown: unknown): string =>
  JSON.stringify(thrown, (_, value: unknown) =>
    value instanceof Error ? Object.assign({ errorMessage: value.message, stack: value.stack }, value) : value,
  )

describe('every line of a step', () => {
  it('carries the run, its place in it and the request', async () => {
    const handler = handlerOf((log) => {
      const progress = progressTo(log)
      progress({ kind: 'scope-listed', scope: 'gcp:shop', clusters: 2 })
      progress({ kind: 'cluster-started', cluster: 'eks/web' })
      progress({
        kind: 'cluster-ended',
        row: { id: 'eks/web', kind: 'cluster', outcome: 'failed', cause: 'timeout', detail: 'no answer' },
        verdicts: [],
      })
    })
    const own = { ...context, level: 'INFO', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) }
    expect(await loggedLines(() => handler(event, invocation))).toEqual([
      { kind: 'scope-listed', ...own, scope: 'gcp:shop', clusters: 2 },
      { kind: 'cluster-started', ...own, cluster: 'eks/web' },
      {
        kind: 'cluster-ended',
        ...own,
        cluster: 'eks/web',
        outcome: 'failed',
        cause: 'timeout',
        detail: 'no answer',
        failing: 0,
      },
      { kind: 'ended', ...own, ms: expect.any(Number), coldStart: true },
    ])
  })

  it('stays one line, whatever a cluster is called', async () => {
    expect(await loggedLines(() => logOf(context)({ kind: 'note', message: 'a\nb\u2028c' }))).toHaveLength(1)
  })

  it('has an error’s name and message, and nothing else of it', async () => {
    const error = withSecret(new TypeError('socket hang up'))
    const lines = await loggedLines(() => logOf(context)({ kind: 'note', error }))
    expect(lines).toMatchObject([{ kind: 'note', error: { name: 'TypeError', message: 'socket hang up' } }])
    expect(JSON.stringify(lines)).not.toContain('Bearer')
  })

  it('is not written below the level that is asked for', async () => {
    expect(await loggedLines(() => logOf(context)({ kind: 'note' }, 'debug'))).toEqual([])
  })
})

describe('a step', () => {
  it('logs that it was a cold start on its first invocation only', async () => {
    const handler = handlerOf(() => ({}))
    const lines = await loggedLines(async () => {
      await handler(event, invocation)
      await handler(event, invocation)
    })
    expect(lines.map(({ coldStart }) => coldStart)).toEqual([true, undefined])
  })

  it('refuses a malformed event in a line with the run that it was about', async () => {
    const handler = handlerOf(() => expect.fail('it ran'))
    const lines = await loggedLines(() =>
      expect(handler({ ...event, shard: -1 }, invocation)).rejects.toMatchObject({ code: 'usage' }),
    )
    const { shard: _, ...known } = context
    expect(lines).toMatchObject([{ kind: 'failed', level: 'ERROR', ...known, code: 'usage', place: 'event.shard' }])
  })

  it.each([
    ['nothing', undefined],
    ['a text', 'run'],
    ['a list', []],
  ])('refuses %s in a line of its own', async (_, sent) => {
    const lines = await loggedLines(() =>
      expect(handlerOf(() => ({}))(sent, invocation)).rejects.toMatchObject({ code: 'usage' }),
    )
    expect(lines).toMatchObject([{ kind: 'failed', function: 'audit-eks', code: 'usage' }])
  })

  it('wires once for as long as its process lives, and opens for each invocation', async () => {
    let [wired, opened, closed] = [0, 0, 0]
    const handler = stepWith(async () => {
      wired += 1
      return async () => ({ emit: undefined, at: (opened += 1), [Symbol.asyncDispose]: async () => void (closed += 1) })
    })('notify', z.unknown(), async (_, { at }) => at)
    await loggedLines(async () => {
      expect([await handler({}, invocation), await handler({}, invocation)]).toEqual([1, 2])
    })
    expect([wired, opened, closed]).toEqual([1, 2, 2])
  })

  it('wires again after a failure, and closes what it opened when its work fails', async () => {
    let [wired, closed] = [0, 0]
    const handler = stepWith(async () => {
      wired += 1
      if (wired === 1) throw new AuditorError('config', 'no table')
      return async () => ({ emit: undefined, [Symbol.asyncDispose]: async () => void (closed += 1) })
    })('notify', z.unknown(), async () => Promise.reject(new Error('gone')))
    const lines = await loggedLines(async () => {
      await expect(handler({}, invocation)).rejects.toThrow('no table')
      await expect(handler({}, invocation)).rejects.toThrow('gone')
    })
    expect([wired, closed]).toEqual([2, 1])
    expect(lines).toMatchObject([{ code: 'config' }, { code: 'internal', message: 'gone' }])
  })
})

describe('a failed step', () => {
  it('fails with the error of its work, and logs that its store could not be closed either', async () => {
    const close = () => Promise.reject(new AuditorError('store', 'not closed'))
    const wire = async () => async () => ({ emit: undefined, [Symbol.asyncDispose]: close })
    const work = () => Promise.reject(new AuditorError('throttled', 'no room'))
    const handler = stepWith(wire)('notify', z.unknown(), work)
    const lines = await loggedLines(() =>
      expect(handler({}, invocation)).rejects.toMatchObject({ name: 'FleetAuditor.Throttled', message: 'no room' }),
    )
    expect(lines).toMatchObject([
      { kind: 'close-failed', code: 'store', message: 'not closed' },
      { kind: 'failed', code: 'throttled', message: 'no room' },
    ])
  })

  it('logs a named failure with place and remedy, and throws it under the name of its code', async () => {
    const failure = new AuditorError('throttled', 'no room', { place: 'fleet', remedy: 'wait', cause: 'secret' })
    const lines = await loggedLines(() =>
      expect(failing(failure)(event, invocation)).rejects.toMatchObject({
        name: 'FleetAuditor.Throttled',
        code: 'throttled',
        message: 'no room',
      }),
    )
    expect(lines).toMatchObject([{ kind: 'failed', ...context, code: 'throttled', place: 'fleet', remedy: 'wait' }])
    expect(JSON.stringify(lines)).not.toContain('secret')
  })

  it('of several failures logs each with its code, place and remedy', async () => {
    const failures = [
      new AuditorError('store', 'no answer', { place: 'run r1', remedy: 'look at the table' }),
      new AggregateError([
        new AuditorError('throttled', 'no room', { place: 'run r2', remedy: 'wait' }),
        new Error('x'),
      ]),
    ]
    const failure = new AggregateError(failures, 'no answer; no room; x')
    const lines = await loggedLines(() => expect(failing(failure)(event, invocation)).rejects.toThrow('no room'))
    expect(lines).toMatchObject([
      { kind: 'failed', code: 'store', place: 'run r1', remedy: 'look at the table' },
      { kind: 'failed', code: 'throttled', place: 'run r2', remedy: 'wait' },
      { kind: 'failed', code: 'internal', message: 'x' },
    ])
  })

  it('logs no field of a foreign failure but its message', async () => {
    const failure = Object.assign(new Error('socket hang up'), {
      request: { headers: { authorization: 'Bearer xyz' } },
    })
    const lines = await loggedLines(() => expect(failing(failure)(event, invocation)).rejects.toThrow('socket hang up'))
    expect(lines).toMatchObject([{ kind: 'failed', code: 'internal', message: 'socket hang up' }])
    expect(JSON.stringify(lines)).not.toContain('Bearer')
  })

  it.each([
    ['of its own', new AuditorError('store', 'no answer', { place: 'fleet', cause: withSecret(new Error('reset')) })],
    ['foreign', withSecret(new TypeError('socket hang up', { cause: withSecret(new Error('reset')) }))],
    ['that is none', 'gone'],
  ])('gives Lambda’s runtime, which logs every field of an error, no secret of an error %s', async (_, failure) => {
    let thrown: unknown
    await loggedLines(async () => {
      thrown = await failing(failure)(event, invocation).then(
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
})
