import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { homeFolder, type HomeFolder } from '../../cli/setup/home-folder.ts'
import { clusterObjects, contextOf, kubeconfigOf, startCluster } from '../../cli/setup/simulated-cluster.ts'

/** Secrets by the place that they are planted in. None is found in any output, file or store. */
export const canaries = {
  token: 'CNRYkubetoken7f3a9b1c5d',
  password: 'CNRYpassword4e8d2a6f',
  proxyPassword: 'CNRYproxy9b7c3e1d',
  execError: 'CNRYexec2f6a8c4e',
  environmentValue: 'CNRYenv5c1d9e7b',
  queryOfUrl: 'CNRYquery8a4f2e6d',
  fragmentOfUrl: 'CNRYfragment3d7b9f1a',
  userOfUrl: 'CNRYuser6e2c8a4d',
  slashedUserOfUrl: 'CNRYslash1f5b7d3c',
  annotation: 'CNRYannotation9c3e7a5f',
  serviceAnnotation: 'CNRYservice7d1f5b9e',
  conditionMessage: 'CNRYcondition2a8e6c4b',
  secret: 'CNRYsecret5f9b3d7c',
  configMap: 'CNRYconfigmap8c4a2e6f',
  argument: 'CNRYargument1e7d5b3a',
} as const
export type Canary = keyof typeof canaries

/** Characters that a terminal acts on; they stand in the name of a context. */
const actingName = 'planted\u009b2J\u202e\u2028'

const url = `https://app:${canaries.userOfUrl}@example.com/path?api_key=${canaries.queryOfUrl}#${canaries.fragmentOfUrl}`
const slashedUrl = `https://app:pass/${canaries.slashedUserOfUrl}@example.com/`
const environment = [
  { name: 'MESHERY_SERVER_CALLBACK_URL', value: url },
  { name: 'PROVIDER_BASE_URLS', value: `${slashedUrl},${url}` },
  { name: 'DATABASE_PASSWORD', value: canaries.environmentValue },
]

/** The object with a canary wherever its kind has room for one. */
function planted(object: KubernetesObject): KubernetesObject {
  const annotations = { ...object.metadata.annotations, 'example.com/note': canaries.annotation }
  const metadata = { ...object.metadata, annotations }
  if (object.kind === 'Service') {
    const ofService = {
      ...annotations,
      'service.beta.kubernetes.io/aws-load-balancer-extra': canaries.serviceAnnotation,
    }
    return { ...object, metadata: { ...metadata, annotations: ofService } }
  }
  if (['Broker', 'MeshSync'].includes(object.kind)) {
    const message = `cannot connect to nats://u:${canaries.conditionMessage}@broker password=${canaries.conditionMessage}`
    const lastTransitionTime = '2026-02-01T00:00:00Z'
    const failed = { type: 'Ready', status: 'False', reason: 'Failed', message, lastTransitionTime }
    return { ...object, metadata, status: { conditions: [failed] } }
  }
  return withContainers({ ...object, metadata })
}

/** Parsed anew, so that the simulator's own objects stay as they are. */
function withContainers(object: KubernetesObject): KubernetesObject {
  return JSON.parse(JSON.stringify(object), (key, value: unknown) =>
    key === 'containers' && Array.isArray(value)
      ? value.map((container: object) => ({
          ...container,
          env: environment,
          args: [`--password=${canaries.argument}`],
        }))
      : value,
  ) as KubernetesObject // of the same form, containers apart
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const configuration = (kind: string, value: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'settings', namespace: 'meshery' },
  data: { password: value },
})

export interface PlantedFleet extends AsyncDisposable {
  readonly home: HomeFolder
  readonly fleetFile: string
}

/** A cluster with planted objects, and four whose login or answer gives a credential back. */
export async function plantedFleet(): Promise<PlantedFleet> {
  const [holding, echoing, refusing] = await Promise.all([
    startCluster([
      ...clusterObjects('uid-planted', modernInstall()).map(planted),
      configuration('Secret', base64(canaries.secret)),
      configuration('ConfigMap', canaries.configMap),
    ]),
    answering(500, `upstream rejected header authorization: Bearer ${canaries.token}`),
    answering(401, `bad credentials: Basic ${base64(`admin:${canaries.password}`)}, password ${canaries.password}`),
  ])
  const home = await homeFolder()
  const script = `#!/bin/sh\necho "login failed: password=${canaries.execError}" >&2\nexit 1\n`
  const command = await home.write('plugin.sh', script, 0o700)
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'Never' }
  const proxied = { 'proxy-url': `http://proxy:${canaries.proxyPassword}@127.0.0.1:9` }
  const config = kubeconfigOf({
    [actingName]: contextOf(holding),
    echoing: contextOf(echoing, { user: { token: canaries.token } }),
    refusing: contextOf(refusing, { user: { username: 'admin', password: canaries.password } }),
    plugin: contextOf(holding, { cluster: { 'tls-server-name': 'localhost' }, user: { exec } }),
    proxied: contextOf(holding, { cluster: proxied, user: { token: canaries.token } }),
  })
  const file = await home.write('.kube/config', config)
  const fleetFile = await home.write('fleet.yaml', `sources: {kubeconfig: [{file: ${file}, contexts: ["*"]}]}\n`)
  const servers = [holding, echoing, refusing]
  return {
    home,
    fleetFile,
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.close()))
      await home[Symbol.asyncDispose]()
    },
  }
}

const answering = (code: number, body: string): Promise<RunningKubernetes> =>
  startCluster(clusterObjects(`uid-${code}`, []), { faults: [{ match: {}, behave: { kind: 'status', code, body } }] })
