import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GkeListerOptions } from '@fleet-auditor/adapters/gke/asset-search.ts'
import type { GkeOptions } from '@fleet-auditor/adapters/gke/cluster-manager.ts'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import type { GoogleState } from '@fleet-auditor/simulator/clouds/google/google-state.ts'
import { startGoogle } from '@fleet-auditor/simulator/clouds/google/google.ts'

export const now = () => '2026-11-20T02:00:00.000Z'
export const token = 'gcp-token'
export const accounts = { 'auditor@ops.iam.gserviceaccount.com': token }

/** Google on loopback over TLS, with options as a fleet file's endpoints would give them. */
export async function openGoogle(state: Partial<GoogleState>, faults: readonly CloudFault[] = []) {
  const authority = await createAuthority('cloud-ca')
  const tls = await authority.issue({ commonName: 'google', ips: ['127.0.0.1'], dns: ['localhost'] })
  const server = await startGoogle({ projects: [], accounts, ...state }, { tls, faults })
  const folder = await mkdtemp(join(tmpdir(), 'google-'))
  const ca = join(folder, 'ca.pem')
  await writeFile(ca, authority.caPem)
  const endpoint = { url: server.url, ca }
  const options: GkeOptions & GkeListerOptions = {
    endpoints: { gke: endpoint, googleToken: endpoint, googleAssets: endpoint },
    auth: () => Promise.resolve(token),
    now,
  }
  return {
    server,
    options,
    folder,
    caPem: authority.caPem,
    async [Symbol.asyncDispose]() {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** A service account's file, as `GOOGLE_APPLICATION_CREDENTIALS` names one. */
export async function writeServiceAccount(folder: string, email: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const file = join(folder, 'account.json')
  const content = {
    type: 'service_account',
    client_email: email,
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: 'https://oauth2.googleapis.com/token',
  }
  await writeFile(file, JSON.stringify(content))
  return file
}
