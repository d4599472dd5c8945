import {
  ApisApi,
  AppsV1Api,
  AuthorizationV1Api,
  CoordinationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  RbacAuthorizationV1Api,
  VersionApi,
} from '@kubernetes/client-node'
import type { V1SubjectAccessReview } from '@kubernetes/client-node'
import type { Target } from '../canned-server.ts'

const workloads = '(meshery,meshery-operator,meshery-istio,meshery-linkerd,meshery-consul,meshery-kuma)'
const namespace = 'meshery'
const custom = { group: 'meshery.io', version: 'v1alpha2' }

/** The same questions through client-node's typed API as a person writes them, in parallel where nothing waits. */
export async function askTyped(target: Target, port: number): Promise<void> {
  const config = configOf(target, port)
  await firstRound(config)
  await Promise.all([inNamespace(config), bound(config, target), reviewed(config, target)])
}

function configOf({ caPem, token }: Target, port: number): KubeConfig {
  const config = new KubeConfig()
  const caData = Buffer.from(caPem).toString('base64')
  config.loadFromOptions({
    clusters: [{ name: 'here', server: `https://127.0.0.1:${port}`, caData, skipTLSVerify: false }],
    users: [{ name: 'auditor', token }],
    contexts: [{ name: 'here', cluster: 'here', user: 'auditor' }],
    currentContext: 'here',
  })
  return config
}

function firstRound(config: KubeConfig): Promise<unknown> {
  const core = config.makeApiClient(CoreV1Api)
  const apps = config.makeApiClient(AppsV1Api)
  const rbac = config.makeApiClient(RbacAuthorizationV1Api)
  return Promise.all([
    apps.listDeploymentForAllNamespaces({ labelSelector: `app.kubernetes.io/name in ${workloads}` }),
    apps.listDeploymentForAllNamespaces({ labelSelector: 'app=meshery' }),
    apps.listStatefulSetForAllNamespaces({ labelSelector: 'app.kubernetes.io/name=nats' }),
    apps.listStatefulSetForAllNamespaces({ labelSelector: 'app=meshery' }),
    config.makeApiClient(ApisApi).getAPIVersions(),
    rbac.listClusterRoleBinding(),
    rbac.listRoleBindingForAllNamespaces(),
    core.listNode(),
    core.readNamespace({ name: 'kube-system' }),
    config.makeApiClient(VersionApi).getCode(),
  ])
}

function inNamespace(config: KubeConfig): Promise<unknown> {
  const core = config.makeApiClient(CoreV1Api)
  const objects = config.makeApiClient(CustomObjectsApi)
  return Promise.all([
    core.listNamespacedService({ namespace }),
    core.listNamespacedPod({ namespace }),
    config.makeApiClient(CoordinationV1Api).listNamespacedLease({ namespace }),
    core.listNamespacedLimitRange({ namespace }),
    objects.listClusterCustomObject({ ...custom, plural: 'brokers' }),
    objects.listClusterCustomObject({ ...custom, plural: 'meshsyncs' }),
  ])
}

/** The roles that the auditor found bound, by name. */
function bound(config: KubeConfig, { asked }: Target): Promise<unknown> {
  const rbac = config.makeApiClient(RbacAuthorizationV1Api)
  const named = asked.flatMap(({ path }) => /\/(clusterroles|roles)\/([^/?]+)$/.exec(path)?.slice(1, 3).join('/') ?? [])
  return Promise.all(
    named.map((kindAndName) => {
      const [kind, name = ''] = kindAndName.split('/').map(decodeURIComponent)
      return kind === 'roles' ? rbac.readNamespacedRole({ name, namespace }) : rbac.readClusterRole({ name })
    }),
  )
}

function reviewed(config: KubeConfig, { asked }: Target): Promise<unknown> {
  const authorization = config.makeApiClient(AuthorizationV1Api)
  const bodies = asked.flatMap(({ body }) => (body === '' ? [] : [JSON.parse(body) as V1SubjectAccessReview])) // our own reviews
  return Promise.all(bodies.map((body) => authorization.createSubjectAccessReview({ body })))
}
