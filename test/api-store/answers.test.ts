import { Problem } from '@fleet-auditor/api/http/problem.ts'
import { ClusterList, ClusterPageShape } from '@fleet-auditor/api/shapes/cluster-shape.ts'
import { FindingList, FindingPageShape, GroupList } from '@fleet-auditor/api/shapes/finding-shape.ts'
import { RunList, RunPage } from '@fleet-auditor/api/shapes/run-shape.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fingerprintOf, keyOf, runId } from './seeded-store.ts'
import { serveSeeded, type Served } from './served-api.ts'

let served: Served
beforeAll(async () => {
  served = await serveSeeded()
})
afterAll(() => served[Symbol.asyncDispose]())

const anything = z.looseObject({})

describe('GET', () => {
  it.each<[path: string, shape: z.ZodType]>([
    ['/v1/runs', RunList],
    ['/v1/runs?limit=1', RunList],
    [`/v1/runs/${runId}`, RunPage],
    [`/v1/runs/${runId}?outcome=failed`, RunPage],
    ['/v1/clusters', ClusterList],
    ['/v1/clusters?provider=eks,gke&plane=north', ClusterList],
    [`/v1/clusters/${keyOf('payments')}`, ClusterPageShape],
    ['/v1/clusters/eks%3A111122223333%3Aeu-west-1%2Fpayments', ClusterPageShape],
    ['/v1/clusters/eks:111122223333:eu-west-1/payments', ClusterPageShape],
    ['/v1/findings', FindingList],
    ['/v1/findings?state=open&severity=high&severity=medium&limit=2', FindingList],
    ['/v1/findings?asOf=1h', FindingList],
    ['/v1/findings?asOf=2026-02-28T06:00:00Z&severity=high&cluster=payments&limit=1', FindingList],
    ['/v1/findings?groupBy=check', GroupList],
    ['/v1/findings?groupBy=cluster&region=eu-west-1', GroupList],
    ['/v1/findings?groupBy=team&severity=high', GroupList],
    [`/v1/findings/${fingerprintOf('payments', 'missing-resources')}`, FindingPageShape],
    ['/v1/checks', anything],
    ['/v1/checks/public-broker', anything],
    ['/v1/latency?since=2026-02-01', anything],
    ['/v1/summary', anything],
    ['/v1/trends', anything],
    ['/v1/trends?since=2026-02-01', anything],
    ['/openapi.json', anything],
    ['/healthz', anything],
    ['/readyz', anything],
  ])('%s answers 200 with a body of its declared shape', async (path, shape) => {
    const answer = await served.request(path)
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/json'])
    const body: unknown = await answer.json()
    expect(shape.parse(body)).toEqual(body)
  })

  it.each<[status: number, path: string, message: string]>([
    [400, '/v1/runs?limit=0', 'query.limit'],
    [400, '/v1/runs?limit=one', 'whole number'],
    [400, '/v1/runs?limt=1', 'limt'],
    [404, '/v1/runs/none', 'no run is called none'],
    [400, '/v1/runs/no%20run', 'param.id'],
    [400, `/v1/runs/${runId}?cursor=abc`, 'the cursor is none of this list'],
    [400, '/v1/clusters?cursor=abc', 'the cursor is none of this list'],
    [404, '/v1/clusters/payment', 'did you mean'],
    [404, '/v1/clusters?region=eu-west-2', 'did you mean eu-west-1?'],
    [400, '/v1/findings?severity=hihg', 'query.severity'],
    [400, '/v1/trends?since=never', 'query.since'],
    [400, '/v1/findings?asOf=yesterday', 'query.asOf'],
    [400, '/v1/findings?asOf=2026-03-01', 'lies ahead'],
    [400, '/v1/findings?asOf=2025-02-28', 'nothing is stored of'],
    [400, '/v1/findings?asOf=24h&state=resolved', 'expected neither'],
    [400, '/v1/findings?check=nope', 'query.check'],
    [400, '/v1/findings?limit=201', 'query.limit'],
    [400, '/v1/findings?changedSince=yesterday', 'query.changedSince'],
    [400, '/v1/findings?changedSince=9999-12-31T23:59:59-23:59', 'query.changedSince'],
    [400, '/v1/findings?changedSince=0000-01-01T00:00:00%2B23:59', 'query.changedSince'],
    [400, '/v1/findings?cursor=nonsense', 'cursor'],
    [400, '/v1/findings?groupBy=check&state=resolved', 'query.state'],
    [400, '/v1/findings?groupBy=check&text=x', 'query.text'],
    [404, '/v1/findings?cluster=paymnts', 'no cluster of this fleet'],
    [404, '/v1/findings?plane=nort', 'did you mean north?'],
    [404, '/v1/findings?team=cores', 'did you mean core?'],
    [404, '/v1/findings/0000', 'no finding has the fingerprint 0000'],
    [404, '/v1/checks/public-brokr', 'did you mean public-broker?'],
    [404, '/v1/nothing', 'Not found'],
    [404, '/nothing', 'Not found'],
  ])('answers %s for %s', async (status, path, message) => {
    const answer = await served.request(path)
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([status, 'application/problem+json'])
    const text = await answer.text()
    expect(Problem.parse(JSON.parse(text)).status).toBe(status)
    expect(text).toContain(message)
  })
})
