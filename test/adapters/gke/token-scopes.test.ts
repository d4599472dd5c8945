import { federatedGoogleToken } from '@fleet-auditor/adapters/gke/federated-token.ts'
import { applicationDefaultToken } from '@fleet-auditor/adapters/gke/google-token.ts'
import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { gkeUserName } from '@fleet-auditor/simulator/clouds/google/google-token.ts'
import { startGoogle } from '@fleet-auditor/simulator/clouds/google/google.ts'
import { startKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { auditorBinding } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { auditorAccess, clock, plan } from '../../contract/opened-api.ts'
import { issuer, openIdentity, subject } from '../aws/federation-bench.ts'
import { now, openGoogle, writeServiceAccount } from './google-bench.ts'

const never = new AbortController().signal
const email = 'auditor@ops.iam.gserviceaccount.com'
const uniqueId = '103456789012345678901'
const audience = '//iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/pool/providers/auditor'
const pools = [
  { audience, issuer, subjects: [subject], token: 'pool-token', serviceAccounts: { [email]: 'gcp-token' } },
]

let google: Awaited<ReturnType<typeof openGoogle>>
beforeEach(async () => void (google = await openGoogle({ pools })))
afterEach(async () => {
  vi.unstubAllEnvs()
  await google[Symbol.asyncDispose]()
})

/** Pods as an API server of GKE shows them, whose auditor's role is bound to the service account's e-mail. */
async function podsWith(token: string) {
  await using cluster = await gkeCluster()
  const access = {
    server: cluster.url,
    caPem: cluster.caPem,
    insecureSkipTlsVerify: false,
    credentials: async () => ({ authorization: `Bearer ${token}` }),
  }
  const { sections } = await createCollector({ clock }).collect(access, plan, AbortSignal.timeout(20_000))
  return sections.workloads
}

async function gkeCluster() {
  const [role] = auditorAccess()
  const cluster = await startKubernetes({
    objects: [...(role ? [role] : []), auditorBinding([{ kind: 'User', name: email }])],
    users: {},
    authenticate: (token) => ({ name: gkeUserName(token, { email, uniqueId }) }),
  })
  return { ...cluster, [Symbol.asyncDispose]: () => cluster.close() }
}

describe('a GKE cluster knows the auditor by the e-mail that its role is bound to,', () => {
  it('by the key of a service account', async () => {
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', await writeServiceAccount(google.folder, email))
    const token = await applicationDefaultToken(google.options.endpoints.googleToken)(never)
    expect(await podsWith(token)).toMatchObject({ status: 'collected' })
  })

  it('by an AWS identity that impersonates the service account', async () => {
    await using aws = await openIdentity()
    const supply = federatedGoogleToken({
      ...aws.options,
      now,
      endpoints: { ...aws.options.endpoints, ...google.options.endpoints },
      federation: { audience, serviceAccount: email },
    })
    expect(await podsWith(await supply(never))).toMatchObject({ status: 'collected' })
  })
})

it('a token without the scope of the e-mail is known by the unique id, and the remedy names scope and id', async () => {
  const plain = await startGoogle({ projects: [], accounts: {}, pools })
  onTestFinished(() => plain.close())
  const answer = await fetch(`${plain.url}/v1/projects/-/serviceAccounts/${email}:generateAccessToken`, {
    method: 'POST',
    headers: { authorization: 'Bearer pool-token' },
    body: JSON.stringify({ scope: ['https://www.googleapis.com/auth/cloud-platform'] }),
  })
  const { accessToken } = z.object({ accessToken: z.string() }).parse(await answer.json())
  expect(await podsWith(accessToken)).toMatchObject({
    status: 'failed',
    cause: 'forbidden',
    detail: expect.stringContaining(`User "${uniqueId}" cannot list`),
    grant: { kind: 'action', sentence: expect.stringMatching(/auth\/userinfo\.email.*User 103456789012345678901$/) },
  })
})
