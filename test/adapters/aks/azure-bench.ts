import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AksOptions } from '@fleet-auditor/adapters/aks/arm.ts'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import type { AzureState } from '@fleet-auditor/simulator/clouds/azure/azure-state.ts'
import { type AzureOptions, startAzure } from '@fleet-auditor/simulator/clouds/azure/azure.ts'
import type { EntraClient } from '@fleet-auditor/simulator/clouds/azure/entra.ts'

export const now = () => '2026-11-20T02:00:00.000Z'
export const subscription = '0a1b2c3d-0000-4000-8000-00000000000a'
export const tenant = '72f988bf-0000-4000-8000-0000000000ff'
export const armToken = 'arm-token'
export const aksToken = 'aks-token'
export const aksServer = '6dae42f8-4368-4678-94ff-3960e28e3630'
export const client: EntraClient = {
  clientId: 'app-1',
  tenant,
  proof: 'a-secret',
  tokens: { 'https://management.azure.com': armToken, [aksServer]: aksToken },
}

/** A credential in memory; every token lives an hour. */
export const credential: NonNullable<AksOptions['credential']> = {
  getToken: (scopes) => {
    const token = [scopes].flat().join().startsWith(aksServer) ? aksToken : armToken
    return Promise.resolve({ token, expiresOnTimestamp: Date.parse(now()) + 3_600_000 })
  },
}

/** ARM and Entra on loopback over TLS, with options as a fleet file's endpoints would give them. */
export async function openAzure(state: Partial<AzureState>, options: AzureOptions = {}) {
  const authority = await createAuthority('cloud-ca')
  const tls = await authority.issue({ commonName: 'azure', ips: ['127.0.0.1'], dns: ['localhost'] })
  const server = await startAzure({ subscriptions: [], clients: [client], ...state }, { tls, ...options })
  const folder = await mkdtemp(join(tmpdir(), 'azure-'))
  const ca = join(folder, 'ca.pem')
  await writeFile(ca, authority.caPem)
  const endpoint = { url: server.url, ca }
  const adapter: AksOptions = { endpoints: { azure: endpoint, entra: endpoint }, credential, now }
  return {
    server,
    options: adapter,
    async [Symbol.asyncDispose]() {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}
