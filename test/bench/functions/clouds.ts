import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import type { Endpoints, FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import { client, openAzure, subscription, tenant } from '../../adapters/aks/azure-bench.ts'
import { issuer, openIdentity, subject } from '../../adapters/aws/federation-bench.ts'
import { credentials, scope, shop } from '../../adapters/eks/aws-bench.ts'
import { openGoogle } from '../../adapters/gke/google-bench.ts'

/** Three clouds on loopback, into which the functions sign in as they do when deployed. */
export interface Clouds {
  readonly fleet: Pick<FleetFile, 'endpoints' | 'federation'>
  /** Of the AWS role. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  close(): Promise<void>
}

const project = 'shop'
const audience = '//iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/aws-pool/providers/auditor'
const clientId = '0a1b2c3d-0000-4000-8000-0000000000aa'

export const account = shop

/** A scope of each cloud, with no cluster in it. */
export const scopes: Readonly<Record<CloudWorker, Scope>> = {
  eks: scope,
  gke: { provider: 'gke', project },
  aks: { provider: 'aks', subscription, allowLocalAccount: false },
}

/** Their authorities are put into the folder, as a deployment packs them beside the bundle. */
export async function startClouds(folder: string): Promise<Clouds> {
  const trust = { issuer, subject, audience: 'api://AzureADTokenExchange' }
  const [aws, google, azure] = await Promise.all([
    openIdentity(),
    openGoogle({
      pools: [{ audience, issuer, subjects: [subject], token: 'pool-token' }],
      projects: [{ project, clusters: [] }],
    }),
    openAzure({
      clients: [{ ...client, clientId, federated: [trust] }],
      subscriptions: [{ subscription, clusters: [] }],
    }),
  ])
  return {
    fleet: {
      endpoints: await packed(
        { ...aws.options.endpoints, ...google.options.endpoints, ...azure.options.endpoints },
        folder,
      ),
      federation: { google: { audience }, azure: { tenant, client: clientId } },
    },
    credentials,
    close: async () => {
      for (const cloud of [aws, google, azure]) await cloud[Symbol.asyncDispose]()
    },
  }
}

async function packed(endpoints: Endpoints, folder: string): Promise<Endpoints> {
  const moved: Record<string, object> = {}
  for (const [name, endpoint] of Object.entries(endpoints)) {
    if (endpoint?.ca === undefined) continue
    await copyFile(endpoint.ca, path.join(folder, `${name}.pem`))
    moved[name] = { url: endpoint.url, ca: `${name}.pem` }
  }
  return moved
}
