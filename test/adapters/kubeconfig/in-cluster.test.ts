import { writeFile } from 'node:fs/promises'
import { createKubeconfigConnector } from '@fleet-auditor/adapters/kubeconfig/connector.ts'
import { createKubeconfigDiscovery } from '@fleet-auditor/adapters/kubeconfig/discovery.ts'
import type { KubeconfigOptions } from '@fleet-auditor/adapters/kubeconfig/options.ts'
import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import type { ApiAccess } from '@fleet-auditor/audit/ports/connector.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { clock, failuresOf, plan, startCluster } from '../kubernetes/collect-from.ts'
import { containing } from '../matching.ts'
import { folderWith, kubeconfig, never, now } from './kubeconfig-bench.ts'

const mount = 'var/run/secrets/kubernetes.io/serviceaccount'
const token = 'auditor-token'
const scope: ScopeOf<'kubeconfig'> = { provider: 'kubeconfig', contexts: [] }

type Files = Readonly<Record<string, unknown>>

/** A folder that is root and home of a pod, with these files; `KubeConfig` of client-node reads the process' variables. */
async function podWith(files: Files, { host = '127.0.0.1', port = 6443 } = {}) {
  const bench = await folderWith({ 'etc/hostname': 'pod', ...files })
  onTestFinished(() => bench[Symbol.asyncDispose]())
  vi.stubEnv('HOME', bench.folder)
  vi.stubEnv('KUBERNETES_SERVICE_HOST', host)
  vi.stubEnv('KUBERNETES_SERVICE_PORT', String(port))
  const environment = { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: String(port) }
  const { folder: podRoot } = bench
  const options = { defaultFiles: [], environment, podRoot: `${podRoot}/`, terminal: false, allowExec: false, now }
  return { bench, options }
}

async function onlyCluster(options: KubeconfigOptions, contexts: readonly string[] = []): Promise<Cluster> {
  const listing = await createKubeconfigDiscovery(options).discover({ ...scope, contexts: [...contexts] }, never)
  if (listing.status === 'failed') throw new Error(listing.detail)
  expect(listing.value).toMatchObject({ unseen: [], clusters: [{}] })
  return listing.value.clusters[0] as Cluster // the line before fails without it
}

async function accessOf(options: KubeconfigOptions): Promise<ApiAccess> {
  const access = await createKubeconfigConnector(options).connect(await onlyCluster(options), scope, never)
  if (access.status === 'failed') throw new Error(access.detail)
  return access.value
}

async function running(): Promise<RunningKubernetes> {
  const api = await startCluster()
  onTestFinished(() => api.close())
  return api
}

async function sectionsBy(access: ApiAccess) {
  const collector = createCollector({ clock, requestTimeoutMs: 5000 })
  return (await collector.collect(access, plan, never)).sections
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('the ServiceAccount of a pod', () => {
  it('is the context in-cluster where there is no kubeconfig', async () => {
    const { options } = await podWith({ [`${mount}/token`]: token }, { host: 'fd00::1', port: 443 })
    const cluster = {
      id: 'kubeconfig:in-cluster@[fd00::1]',
      locator: '[fd00::1]',
      name: 'in-cluster',
      provider: 'kubeconfig',
    }
    expect(await onlyCluster(options)).toMatchObject(cluster)
    expect(await onlyCluster(options, ['in-*'])).toMatchObject(cluster)
  })

  it('connects to the cluster of the pod by its token, and verifies the server by its CA', async () => {
    const api = await running()
    const { options } = await podWith({ [`${mount}/token`]: `${token}\n`, [`${mount}/ca.crt`]: api.caPem }, api)
    expect(failuresOf(await sectionsBy(await accessOf(options)))).toEqual({})
    expect(api.requests().length).toBeGreaterThan(0)
  })

  it('does not ask a server that its CA did not sign', async () => {
    const api = await running()
    const { caPem } = await createAuthority('another')
    const { options } = await podWith({ [`${mount}/token`]: token, [`${mount}/ca.crt`]: caPem }, api)
    const { nodes } = await sectionsBy(await accessOf(options))
    expect(nodes).toMatchObject({ status: 'failed', cause: 'unreachable', detail: containing('TLS ') })
    expect(api.requests()).toEqual([])
  })

  it('logs in with the new token after Kubernetes rotated it', async () => {
    const api = await running()
    const { bench, options } = await podWith({ [`${mount}/token`]: 'expired', [`${mount}/ca.crt`]: api.caPem }, api)
    const access = await accessOf(options)
    expect(Object.values(failuresOf(await sectionsBy(access)))).toContain('unauthenticated')
    await writeFile(bench.path(`${mount}/token`), token)
    expect(failuresOf(await sectionsBy(access))).toEqual({})
  })

  it('without its CA is refused with the file that is missing', async () => {
    const { options } = await podWith({ [`${mount}/token`]: token })
    const access = createKubeconfigConnector(options).connect(await onlyCluster(options), scope, never)
    expect(await access).toMatchObject({ cause: 'malformed', detail: containing('ca.crt is not there (ENOENT)') })
  })

  it('has no context of another name', async () => {
    const { options } = await podWith({ [`${mount}/token`]: token })
    await expect(onlyCluster(options, ['prod'])).rejects.toMatchObject({
      code: 'config',
      message: containing('serviceaccount has no context "prod"'),
    })
  })

  it.each<[string, Files, Partial<KubeconfigOptions>, Partial<ScopeOf<'kubeconfig'>>]>([
    ['in a pod that mounts no token', {}, {}, {}],
    ['outside a pod', { [`${mount}/token`]: token }, { environment: {} }, {}],
    ['where KUBECONFIG names a missing file', { [`${mount}/token`]: token }, { defaultFiles: ['/gone/config'] }, {}],
    ['where the fleet file names a missing file', { [`${mount}/token`]: token }, {}, { file: '/gone/config' }],
  ])('is not used %s', async (_, files, more, named) => {
    const { bench, options } = await podWith(files)
    const place = more.defaultFiles?.[0] ?? named.file ?? bench.path('.kube/config')
    const listing = createKubeconfigDiscovery({ ...options, ...more }).discover({ ...scope, ...named }, never)
    await expect(listing).rejects.toMatchObject({
      code: 'config',
      message: `there is no kubeconfig at ${place}`,
      details: { place },
    })
  })

  it('is not used where there is a kubeconfig', async () => {
    const { options } = await podWith({ [`${mount}/token`]: token, '.kube/config': kubeconfig({}) })
    expect(await onlyCluster(options)).toMatchObject({ name: 'dev', locator: 'api.example.test:6443' })
  })
})
