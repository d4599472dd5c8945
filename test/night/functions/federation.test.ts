import { describe, expect, it, onTestFinished } from 'vitest'
import { client, openAzure, subscription, tenant } from '../../adapters/aks/azure-bench.ts'
import { issuer, openIdentity, subject } from '../../adapters/aws/federation-bench.ts'
import { credentials } from '../../adapters/eks/aws-bench.ts'
import { openGoogle } from '../../adapters/gke/google-bench.ts'
import { coldHandler } from '../../functions/cold-handler.ts'
import { startTables } from '../interpreter/run-tables.ts'
import { deploy, invocation } from './fleet-file.ts'

const auditAks = coldHandler(() => import('../../../functions/audit-aks.ts'))
const auditGke = coldHandler(() => import('../../../functions/audit-gke.ts'))
const planScopes = coldHandler(() => import('../../../functions/plan-scopes.ts'))
const startRun = coldHandler(() => import('../../../functions/start-run.ts'))

const run = '20261121T020000Z-9c56cc51'
const audience = '//iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/aws-pool/providers/auditor'
const pool = { audience, issuer, subjects: [subject], token: 'pool-token', serviceAccounts: {} }
const clientId = '7e57ab1e-0000-4000-8000-00000000000b'
const federated = [{ issuer, subject, audience: 'api://AzureADTokenExchange' }]

/** A run whose scopes are planned, in a function that holds the keys of its AWS role and of nothing else. */
async function planned(
  fleet: object,
  list: (event: unknown, context: typeof invocation) => Promise<object>,
  worker: string,
) {
  const tables = await startTables()
  onTestFinished(() => tables.close())
  const store = await tables.open('fleet')
  const { accessKeyId, secretAccessKey } = credentials
  deploy(fleet, {
    TABLE_NAME: 'fleet',
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  })
  await startRun({ run }, invocation)
  await list({ verb: 'list-scopes', run, worker }, invocation)
  await planScopes({ run }, invocation)
  await list({ verb: 'discover-scopes', run, worker, group: 0 }, invocation)
  return [...(await store.ledger.readDiscovered(run)).values()].flat().map(({ row }) => row)
}

describe('a function signs in to another cloud as its own role', () => {
  it('to Google', async () => {
    await using aws = await openIdentity()
    await using google = await openGoogle({ pools: [pool], projects: [{ project: 'shop', clusters: [] }] })
    const endpoints = {
      sts: aws.options.endpoints.sts,
      gke: google.options.endpoints.gke,
      googleToken: google.options.endpoints.googleToken,
    }
    const sources = { gcp: [{ project: 'shop' }] }
    const rows = await planned({ sources, endpoints, federation: { google: { audience } } }, auditGke, 'gke')
    expect(rows).toEqual([{ id: 'gcp:shop', kind: 'scope', outcome: 'listed' }])
  })

  it('to Azure', async () => {
    await using aws = await openIdentity()
    const subscriptions = [{ subscription, clusters: [] }]
    await using azure = await openAzure({ clients: [{ ...client, clientId, federated }], subscriptions })
    const endpoints = { sts: aws.options.endpoints.sts, ...azure.options.endpoints }
    const sources = { azure: [{ subscription }] }
    const federation = { azure: { tenant, client: clientId } }
    const rows = await planned({ sources, endpoints, federation }, auditAks, 'aks')
    expect(rows).toEqual([{ id: `azure:${subscription}`, kind: 'scope', outcome: 'listed' }])
  })

  it('and sends no work of another cloud on', async () => {
    const event = { verb: 'list-scopes', run, worker: 'eks' }
    await expect(auditGke(event, invocation)).rejects.toMatchObject({
      code: 'usage',
      details: { place: 'event.worker' },
    })
  })
})
