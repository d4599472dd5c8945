import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { brokerObjects, type BrokerOptions } from './broker-install.ts'
import { mesheryDefinitions } from './custom-resources.ts'
import { legacyObjects, type LegacyOptions } from './legacy-install.ts'
import { meshSyncObjects, type MeshSyncOptions } from './meshsync-install.ts'
import { namespace } from './namespace.ts'
import { operatorObjects, type OperatorOptions } from './operator-install.ts'
import { allow, clusterRole, clusterRoleBinding, serviceAccount, type RoleRule } from './rbac.ts'
import { serverObjects, type ServerOptions } from './server-install.ts'
import type { Exposure } from './service.ts'
import { discoveryRules, tunedWhitelist, whitelistText } from './watch-list.ts'

/** `false` leaves a component out. `discovery`: rules of an extra role bound to the discovering ServiceAccount. */
interface ModernOptions {
  readonly namespace?: string
  readonly server?: ServerOptions | false
  readonly operator?: OperatorOptions | false
  readonly broker?: BrokerOptions | false
  readonly meshSync?: MeshSyncOptions | false
  readonly discovery?: readonly RoleRule[]
}

/** Meshery in operator mode, modern generation, chart defaults unless options change them. */
export function modernInstall(options: ModernOptions = {}): readonly KubernetesObject[] {
  const home = options.namespace ?? 'meshery'
  const place = { namespace: home }
  return [
    ...namespaces(home),
    ...mesheryDefinitions('modern'),
    ...(options.server === false ? [] : serverObjects({ ...place, ...options.server })),
    ...(options.operator === false ? [] : operatorObjects({ ...place, ...options.operator })),
    ...(options.broker === false ? [] : brokerObjects({ ...place, ...options.broker })),
    ...(options.meshSync === false ? [] : meshSyncObjects({ ...place, ...options.meshSync })),
    ...(options.discovery ? discoveryRole(home, options.discovery) : []),
  ]
}

/** Meshery of the legacy generation, with a Server beside it unless left out. */
export function legacyInstall(
  options: LegacyOptions & { server?: ServerOptions | false } = {},
): readonly KubernetesObject[] {
  const { server, ...legacy } = options
  const home = options.namespace ?? 'meshery'
  return [
    ...namespaces(home),
    ...mesheryDefinitions('legacy', options.group),
    ...(server === false ? [] : serverObjects({ namespace: home, ...server })),
    ...legacyObjects(legacy),
  ]
}

/** The operator's lease needs `meshery` wherever the release lies. */
const namespaces = (home: string): readonly KubernetesObject[] =>
  [...new Set([home, 'meshery'])].map((name) => namespace(name))

/** What a default `helm install` leaves: the Server alone, embedded discovery. */
export const serverOnly = (options: ServerOptions = {}): readonly KubernetesObject[] => [
  namespace(options.namespace ?? 'meshery'),
  ...serverObjects(options),
]

/** A role for the ServiceAccount that MeshSync runs as, bound cluster-wide. */
function discoveryRole(home: string, rules: readonly RoleRule[]): readonly KubernetesObject[] {
  const name = 'meshery-discovery'
  return [clusterRole({ name }, rules), clusterRoleBinding({ name }, name, [serviceAccount(home, 'meshery-operator')])]
}

const digest = (seed: string): string => `sha256:${seed.repeat(64).slice(0, 64)}`

/** The Server's rights in an install that has thought about them: its own namespace's kinds, no node, no wildcard. */
const modestServerRules: readonly RoleRule[] = [
  allow('', ['namespaces', 'pods', 'services'], ['get', 'list']),
  allow('apps', ['deployments', 'statefulsets'], ['get', 'list']),
  allow('meshery.io', ['brokers', 'meshsyncs'], ['get', 'list', 'watch']),
]

/** One thing that spoils an otherwise healthy install: rights of the discovering identity, or the Server's image. */
interface Blemish {
  readonly discovery?: readonly RoleRule[]
  readonly serverImage?: string
}

/** An install that no check finds fault with; `exposure` of the Broker is ClusterIP unless an internal one is given. */
export function healthyInstall(
  exposure: Exposure = { type: 'ClusterIP' },
  blemish: Blemish = {},
): readonly KubernetesObject[] {
  return modernInstall({
    server: {
      image: blemish.serverImage ?? `meshery/meshery:v1.0.64@${digest('1f')}`,
      pullPolicy: 'IfNotPresent',
      exposure: { type: 'ClusterIP' },
      rules: modestServerRules,
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } },
      env: {
        MESHSYNC_DEFAULT_DEPLOYMENT_MODE: 'operator',
        PROVIDER: 'cloud.meshery.io',
        PROVIDER_BASE_URLS: 'https://cloud.meshery.io',
        MESHERY_SERVER_CALLBACK_URL: 'https://meshery.example.com/api/user/token',
      },
      dataVolume: true,
      podSecurity: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
      containerSecurity: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    },
    operator: { image: `meshery/meshery-operator:1.0.5@${digest('2e')}` },
    broker: {
      exposure,
      images: {
        nats: `nats:2.14.2-alpine@${digest('3d')}`,
        reloader: `natsio/nats-server-config-reloader:0.23.0@${digest('4c')}`,
      },
    },
    meshSync: {
      image: `meshery/meshsync:1.0.3@${digest('5b')}`,
      watchList: { whitelist: whitelistText(tunedWhitelist) },
    },
    discovery: blemish.discovery ?? discoveryRules(tunedWhitelist),
  })
}
