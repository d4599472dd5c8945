import { createLambdaProber } from '@fleet-auditor/adapters/probe/lambda-prober.ts'
import type { ProbeRequest } from '@fleet-auditor/audit/ports/prober.ts'
import { ProbeTarget, type Observation } from '@fleet-auditor/model/observation.ts'
import { undeclaredVantage } from '@fleet-auditor/model/vantage.ts'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { startEndpoint } from '../aws/aws-endpoint.ts'

const at = '2026-11-21T02:00:00.000Z'
const control: ProbeTarget = { kind: 'control', host: 'control.example', port: 443 }
const broker = (index: number): ProbeTarget => ({ kind: 'broker', host: `broker-${index}.example`, port: 4222 })
const vantage = {
  ...undeclaredVantage,
  name: 'beside',
  region: 'us-east-1',
  allow: ['127.0.0.0/8'],
  control: 'control.example:443',
}
const request = (targets: readonly ProbeTarget[]): ProbeRequest => ({
  targets,
  vantage,
  loopbackCluster: false,
  authorities: { 'api.example:443': 'PEM' },
  timeoutMs: 60_000,
})
const never = new AbortController().signal
const seen = (target: ProbeTarget, name = 'beside'): Observation => ({
  vantage: name,
  target,
  addresses: ['192.0.2.1'],
  result: { status: 'answered', connect: { min: 1, median: 1, samples: 1, discarded: 0 } },
  at,
})
const Asked = z.object({ targets: z.array(ProbeTarget) })
const targetsOf = (body: string): ProbeTarget[] => Asked.parse(JSON.parse(body)).targets
const answersAll = ({ body }: { readonly body: string }) => ({
  body: JSON.stringify({ observations: targetsOf(body).map((target) => seen(target)) }),
})
const options = (endpoint: string) => ({ functions: { 'us-east-1': 'probe-us' }, now: () => at, run: 'r1', endpoint })
const silent = (detail: unknown) => ({ status: 'silent', why: 'closed', detail })

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  return () => vi.unstubAllEnvs()
})

describe('probes by a function elsewhere', () => {
  it('ask for a vantage by its name, in its region, within what the function may take', async () => {
    await using lambda = await startEndpoint(answersAll)
    const observations = await createLambdaProber(options(lambda.endpoint)).probe(request([broker(1), control]), never)
    expect(observations).toEqual([seen(broker(1)), seen(control)])
    expect(lambda.asked.map(({ path }) => path)).toEqual(['/2015-03-31/functions/probe-us/invocations'])
    expect(JSON.parse(lambda.asked[0]?.body ?? '')).toEqual({
      run: 'r1',
      vantage: 'beside',
      targets: [broker(1), control],
      authorities: { 'api.example:443': 'PEM' },
      timeoutMs: 10_000,
    })
  })

  it('go in calls of at most 20 targets, the control target with each and reported once', async () => {
    await using lambda = await startEndpoint(answersAll)
    const targets = [...Array.from({ length: 45 }, (_, index) => broker(index)), control]
    const observations = await createLambdaProber(options(lambda.endpoint)).probe(request(targets), never)
    expect(observations.map(({ target }) => target)).toEqual(targets)
    const asked = lambda.asked.map(({ body }) => targetsOf(body))
    expect(asked.map(({ length }) => length).toSorted((a, b) => b - a)).toEqual([20, 20, 8])
    for (const each of asked) expect(each).toContainEqual(control)
  })

  it('make the control target silent too where a call failed', async () => {
    await using lambda = await startEndpoint((asked) =>
      asked.body.includes('broker-0.') ? answersAll(asked) : { status: 500, body: '{"Message":"down"}' },
    )
    const targets = [...Array.from({ length: 25 }, (_, index) => broker(index)), control]
    const observations = await createLambdaProber(options(lambda.endpoint)).probe(request(targets), never)
    expect(observations.filter(({ target }) => target.kind === 'control')).toMatchObject([
      { result: { status: 'silent' } },
    ])
    expect(observations[0]?.result.status).toBe('answered')
    expect(observations[24]?.result.status).toBe('silent')
  })

  it.each([
    [
      'threw',
      { headers: { 'x-amz-function-error': 'Unhandled' }, body: '{"errorMessage":"no vantage beside"}' },
      /no vantage beside/,
    ],
    [
      'may not be called',
      { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '{"Message":"no"}' },
      /AccessDeniedException/,
    ],
    ['speaks another language', { body: '{"verdict":"fine"}' }, /probe function probe-us/],
    ['gives no answer', { body: '' }, /probe function probe-us/],
  ])('are silent when the function %s', async (_, answer, words) => {
    await using lambda = await startEndpoint(() => answer)
    const observations = await createLambdaProber(options(lambda.endpoint)).probe(request([broker(1), control]), never)
    expect(observations).toEqual([
      { vantage: 'beside', target: broker(1), addresses: [], result: silent(expect.stringMatching(words)), at },
      { vantage: 'beside', target: control, addresses: [], result: silent(expect.stringMatching(words)), at },
    ])
  })

  const refused = {
    status: 429,
    headers: { 'x-amzn-errortype': 'TooManyRequestsException' },
    body: '{"Reason":"ConcurrentInvocationLimitExceeded","message":"Rate Exceeded."}',
  }

  it('wait while the account has no function free', async () => {
    let calls = 0
    await using lambda = await startEndpoint((asked) => ((calls += 1) <= 4 ? refused : answersAll(asked)))
    const observations = await createLambdaProber(options(lambda.endpoint)).probe(request([broker(1), control]), never)
    expect(observations).toEqual([seen(broker(1)), seen(control)])
    expect(calls).toBe(5)
  })

  it('are not made where none becomes free in time, for the account’s quota, which is no silence', async () => {
    await using lambda = await startEndpoint(() => refused)
    const prober = createLambdaProber({ ...options(lambda.endpoint), patienceMs: 300 })
    const observations = await prober.probe(request([broker(1), control]), never)
    expect(observations.map(({ target }) => target)).toEqual([broker(1), control])
    for (const { result } of observations) {
      expect(result).toMatchObject({
        status: 'not-dialled',
        rule: 'throttled',
        detail: expect.stringMatching(/quota of concurrent functions.*L-B99A9384.*--region us-east-1/),
      })
    }
  })

  it('are believed of one call though another was refused to the end', async () => {
    await using lambda = await startEndpoint((asked) =>
      asked.body.includes('broker-0.') ? answersAll(asked) : refused,
    )
    const prober = createLambdaProber({ ...options(lambda.endpoint), patienceMs: 300 })
    const targets = [...Array.from({ length: 25 }, (_, index) => broker(index)), control]
    const observations = await prober.probe(request(targets), never)
    expect(observations[0]?.result.status).toBe('answered')
    expect(observations[24]?.result).toMatchObject({ rule: 'throttled' })
    expect(observations.at(-1)?.result.status).toBe('answered')
  })

  it('keep at most 8 calls under way, however many clusters wait', async () => {
    const calls = { now: 0, most: 0 }
    await using lambda = await startEndpoint(async (asked) => {
      calls.now += 1
      calls.most = Math.max(calls.most, calls.now)
      await new Promise((resolve) => setTimeout(resolve, 20))
      calls.now -= 1
      return answersAll(asked)
    })
    const prober = createLambdaProber(options(lambda.endpoint))
    await Promise.all(Array.from({ length: 32 }, (_, index) => prober.probe(request([broker(index)]), never)))
    expect(calls.most).toBe(8)
  })

  it('believe no answer about another target or vantage', async () => {
    const lies = { observations: [seen(broker(2)), seen(broker(1), 'laptop')] }
    await using lambda = await startEndpoint(() => ({ body: JSON.stringify(lies) }))
    const [observation] = await createLambdaProber(options(lambda.endpoint)).probe(request([broker(1)]), never)
    expect(observation?.result).toEqual(silent(expect.stringContaining('did not answer for this target')))
  })

  it('are silent when the function does not answer in time', async () => {
    await using lambda = await startEndpoint(() => undefined)
    const prober = createLambdaProber({ ...options(lambda.endpoint), callTimeoutMs: 50 })
    const [observation] = await prober.probe(request([broker(1)]), never)
    expect(observation?.result).toEqual(silent(expect.stringContaining('TimeoutError')))
  })

  it('report that the run ended before', async () => {
    await using lambda = await startEndpoint(() => undefined)
    const probing = createLambdaProber(options(lambda.endpoint)).probe(request([broker(1)]), AbortSignal.timeout(50))
    expect((await probing)[0]?.result).toMatchObject({ status: 'not-dialled', rule: 'cancelled' })
  })

  it.each([
    ['the vantage’s region', 'ap-south-1', /ap-south-1/],
    ['no region at all', undefined, /region/],
  ])('are silent where no function is deployed in %s', async (_, region, words) => {
    const { region: _region, ...anywhere } = vantage
    const asked = { ...request([broker(1)]), vantage: { ...anywhere, ...(region ? { region } : {}) } }
    const [observation] = await createLambdaProber(options('http://127.0.0.1:1')).probe(asked, never)
    expect(observation?.result).toEqual(silent(expect.stringMatching(words)))
  })

  it('leave from the caller’s own region where the vantage names none', async () => {
    await using lambda = await startEndpoint(answersAll)
    const { region: _, ...anywhere } = vantage
    const prober = createLambdaProber({ ...options(lambda.endpoint), region: 'us-east-1' })
    expect(await prober.probe({ ...request([broker(1)]), vantage: anywhere }, never)).toEqual([seen(broker(1))])
  })
})
