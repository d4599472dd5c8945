import { transportFailure } from '@fleet-auditor/adapters/kubernetes/client/answer-failure.ts'
import { exchangeOnce } from '@fleet-auditor/adapters/kubernetes/client/http-exchange.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { Dispatcher } from 'undici'
import { describe, expect, it } from 'vitest'

const asked = (place: string) => ({ place, quote: (text: string) => text })
const never = new AbortController().signal
const coded = (code: string, cause?: unknown): Error =>
  Object.assign(new Error(`failed with ${code}`, { cause }), { code })

describe('the failure of a request without an answer', () => {
  it.each<[name: string, error: Error, begun: boolean, cause: string, again: boolean]>([
    ['refused', coded('ECONNREFUSED'), false, 'unreachable', false],
    [
      'refused at each address',
      Object.assign(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), { code: 'ECONNREFUSED' }),
      false,
      'unreachable',
      false,
    ],
    ['no such name', coded('ENOTFOUND'), false, 'unreachable', false],
    ['an address that swallows packets', coded('UND_ERR_CONNECT_TIMEOUT'), false, 'timeout', false],
    ['reset before an answer', coded('ECONNRESET'), false, 'unreachable', true],
    ['reset in an answer', coded('UND_ERR_SOCKET'), true, 'terminated-early', true],
    ['reset, wrapped', coded('UND_ERR_SOCKET', new Error('other side closed')), false, 'unreachable', true],
    ['refused, wrapped', coded('UND_ERR_SOCKET', coded('ECONNREFUSED')), false, 'unreachable', false],
    ['TLS', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), false, 'unreachable', false],
    ['a proxy that refuses', coded('UND_ERR_ABORTED'), false, 'unreachable', false],
    ['no HTTP', coded('HPE_INVALID_CONSTANT'), false, 'malformed', false],
    ['no code at all', new Error('odd'), false, 'malformed', false],
  ])('has its cause for %s', (_, error, begun, cause, again) => {
    const { outcome, again: repeat } = transportFailure({ why: error, begun }, asked('host/path'), never)
    expect([outcome.cause, repeat]).toEqual([cause, again])
    expect(outcome.detail.startsWith('host/path: ')).toBe(true)
  })

  it.each([
    ['cancelled', new AuditorError('cancelled', 'stop'), 'cancelled'],
    ['a deadline', new DOMException('over', 'TimeoutError'), 'timeout'],
  ])('has its cause when the signal ended: %s', (_, reason, cause) => {
    const { outcome, again } = transportFailure(
      { why: 'aborted', begun: false },
      asked('host'),
      AbortSignal.abort(reason),
    )
    expect([outcome.cause, again]).toEqual([cause, false])
  })
})

/** Sends nothing, and collects the reasons for which requests are given up. */
function silentDispatcher() {
  const reasons: Error[] = []
  const controller = {
    aborted: false,
    paused: false,
    reason: null,
    abort: (reason: Error) => void reasons.push(reason),
    pause: () => undefined,
    resume: () => undefined,
  }
  const dispatch: Dispatcher['dispatch'] = (_, handler) => {
    handler.onRequestStart?.(controller, {})
    return true
  }
  return { dispatcher: Object.assign(new Dispatcher(), { dispatch }), reasons }
}

describe('a request that was given up', () => {
  it('is a cut connection for the others on it, which are sent again', async () => {
    const { dispatcher, reasons } = silentDispatcher()
    const origin = 'https://host'
    const exchange = { dispatcher, origin, path: '/api', headers: {}, bodyLimit: 1, timeoutMs: 60_000 }
    const given = new AbortController()
    const exchanged = exchangeOnce(exchange, given.signal)
    given.abort(new AuditorError('cancelled', 'stop'))
    expect(await exchanged).toMatchObject({ transportError: { why: 'aborted' } })
    expect(reasons).toHaveLength(1)
    for (const why of reasons) {
      const { outcome, again } = transportFailure({ why, begun: false }, asked('host/api'), never)
      expect([outcome.cause, again]).toEqual(['unreachable', true])
    }
  })
})
