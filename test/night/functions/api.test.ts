import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { lastCompleteRun } from '../../../functions/run/last-complete-run.ts'
import { startEndpoint } from '../../adapters/aws/aws-endpoint.ts'
import { coldHandler } from '../../functions/cold-handler.ts'
import { type RunTables, startTables } from '../interpreter/run-tables.ts'
import { deploy } from './fleet-file.ts'

const handler = coldHandler(() => import('../../../functions/api.ts'))

const jwt = { claims: { sub: 'pat', scope: 'openid' }, scopes: null }
const at = (hour: number): string => `2026-11-21T0${hour}:00:00.000Z`

/** As API Gateway sends a request of an HTTP API (payload 2.0). */
const eventOf = (rawPath: string, authorizer: object = {}, headers: object = {}) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath,
  rawQueryString: '',
  headers: { host: 'api.example', 'x-forwarded-proto': 'https', ...headers },
  isBase64Encoded: false,
  requestContext: { http: { method: 'GET', path: rawPath, sourceIp: '192.0.2.1' }, ...authorizer },
})

let tables: RunTables
let store: FleetStore
beforeAll(async () => {
  tables = await startTables()
  store = await tables.open('fleet')
})
afterAll(async () => tables.close())

async function ask(rawPath: string, authorizer?: object, sent?: object) {
  deploy(
    {},
    {
      TABLE_NAME: 'fleet',
      STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:run',
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    },
  )
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 20_000 }
  const event = eventOf(rawPath, authorizer, sent)
  const { statusCode, body, isBase64Encoded, headers = {} } = await handler(event, context)
  return { statusCode, body, isBase64Encoded, headers }
}

describe('the API under Lambda', () => {
  it('is alive without a token', async () => {
    expect(await ask('/healthz')).toMatchObject({ statusCode: 200 })
  })

  it('packs what is large where that is asked for, in the letters that API Gateway unpacks', async () => {
    const plain = await ask('/openapi.json')
    expect(plain.isBase64Encoded).toBe(false)
    const packed = await ask('/openapi.json', {}, { 'accept-encoding': 'br, gzip' })
    expect(packed).toMatchObject({ isBase64Encoded: true, headers: { 'content-encoding': 'gzip' } })
    expect(gunzipSync(Buffer.from(packed.body, 'base64')).toString()).toBe(plain.body)
  })

  it('returns nothing without a token', async () => {
    const { statusCode, headers } = await ask('/v1/summary')
    expect(statusCode).toBe(401)
    expect(headers['content-type']).toContain('application/problem+json')
  })

  it('admits only tokens under /t: beside people’s sign-in it takes both', async () => {
    const clock = { now: () => new Date().toISOString() }
    const asked = { name: 'prometheus', scopes: ['read'] as const }
    const { token } = await createToken(asked, { tokens: store.tokens, clock, random: randomBytes })
    const bearer = { authorization: `Bearer ${token}` }
    expect(await ask('/t/metrics', {}, bearer)).toMatchObject({ statusCode: 200 })
    expect(await ask('/t/v1/summary', {}, bearer)).toMatchObject({ statusCode: 200 })
    expect(await ask('/t/v1/summary')).toMatchObject({ statusCode: 401 })
    expect(await ask('/t/v1/summary', { authorizer: { jwt } })).toMatchObject({ statusCode: 401 })
    const forged = { 'x-amzn-request-context': JSON.stringify({ authorizer: { jwt } }), 'x-jwt-claims': jwt.claims.sub }
    expect(await ask('/v1/summary', {}, forged)).toMatchObject({ statusCode: 401 })
  })

  it('answers a person whom API Gateway knows, in a shape that the dead-man check reads', async () => {
    const run: Run = {
      id: 'r1',
      fleet: 'shop',
      startedAt: at(2),
      state: 'running',
      partial: false,
      ruleSet: '',
      ledger: [],
    }
    await store.openRun(run)
    await store.closeRun({ ...run, state: 'complete', endedAt: at(3) })
    const { statusCode, body } = await ask('/v1/summary', { authorizer: { jwt } })
    expect(statusCode).toBe(200)
    const served = await startEndpoint(() => ({ body }))
    onTestFinished(() => served.close())
    expect(await lastCompleteRun(served.endpoint, undefined)).toEqual({ run: 'r1', endedAt: at(3) })
  })
})
