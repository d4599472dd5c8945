import type { WrittenPlane } from '@fleet-auditor/model/fleet-file.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { healthyInstall, legacyInstall, modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { allow, clusterRole, clusterRoleBinding } from '@fleet-auditor/simulator/meshery/rbac.ts'
import {
  defaultWhitelist,
  discoveryRules,
  tunedWhitelist,
  whitelistText,
} from '@fleet-auditor/simulator/meshery/watch-list.ts'
import { appliedFromGit, changed, pinned, withResources } from './changed-objects.ts'
import { olmObjects, plainManifests } from './other-installers.ts'
import type { Place, State } from './places.ts'

/** A way to install Meshery: what lies in the cluster, and the plane that claims it. */
interface Install {
  plane(place: Place, state: State): WrittenPlane
  objects(place: Place, state: State): readonly KubernetesObject[]
}

const manages = [{}]
/** The Server of the cluster is the plane. */
const inside: WrittenPlane = { name: 'central', hosting: 'kubernetes', manages }
const outside: WrittenPlane = { name: 'central', hosting: 'docker', manages }
const user = 'meshery-central'
const embedding: WrittenPlane = { ...outside, discovery: 'embedded', discoversAs: { user } }

/** A plane outside dials the Broker itself once its load balancer is internal; where there is none it forwards a port. */
const dialled: Install['plane'] = ({ internal }, state) =>
  state === 'hardened' && internal.type === 'LoadBalancer' ? { ...outside, portForward: false } : outside

/** One Remote Provider, and where people come back from its login. */
const identified = {
  PROVIDER: 'Meshery',
  PROVIDER_BASE_URLS: 'https://cloud.meshery.io',
  MESHERY_SERVER_CALLBACK_URL: 'https://meshery.example.com/api/user/token',
} as const

/** The Server of an install that is hardened by its chart's values alone; its release is the first that is known to redact. */
const hardenedServer = {
  image: 'meshery/meshery:stable-v1.0.67',
  exposure: { type: 'ClusterIP' },
  rules: discoveryRules(defaultWhitelist),
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } },
  env: { ...identified, MESHSYNC_REDACT_SECRETS: 'true' },
  dataVolume: true,
  podSecurity: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containerSecurity: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
} as const

/** The operator with Broker and MeshSync, and a watch-list that MeshSync's account may watch. */
const tuned = {
  meshSync: { watchList: { whitelist: whitelistText(tunedWhitelist) } },
  discovery: discoveryRules(tunedWhitelist),
}

export const installs = {
  'legacy 0.8': {
    plane: () => inside,
    objects: ({ plain }, state) =>
      state === 'default'
        ? legacyInstall({ server: { exposure: plain }, exposure: plain })
        : changed(
            legacyInstall({
              server: {
                ...hardenedServer,
                rules: [allow('', ['namespaces', 'pods', 'services'], ['get', 'list'])],
                env: identified,
              },
              exposure: { type: 'ClusterIP' },
            }),
            pinned,
            withResources,
          ),
  },
  'modern charts': {
    plane: () => inside,
    objects: ({ plain }, state) =>
      state === 'default' ? modernInstall({ server: { exposure: plain } }) : healthyInstall(),
  },
  'plain manifests': {
    plane: () => inside,
    objects: ({ plain }, state) =>
      state === 'default'
        ? plainManifests({ exposure: plain })
        : changed(plainManifests(hardenedServer), appliedFromGit),
  },
  OLM: {
    plane: dialled,
    objects: ({ internal }, state) =>
      olmObjects(state === 'default' ? { server: false } : { server: false, broker: { exposure: internal }, ...tuned }),
  },
  'operator only': {
    plane: dialled,
    objects: ({ internal }, state) =>
      modernInstall(
        state === 'default' ? { server: false } : { server: false, broker: { exposure: internal }, ...tuned },
      ),
  },
  embedded: {
    plane: (_, state) => (state === 'hardened' ? { ...embedding, redactsSecrets: true } : embedding),
    objects: (_, state) =>
      state === 'default'
        ? []
        : [
            clusterRole({ name: user }, discoveryRules(defaultWhitelist)),
            clusterRoleBinding({ name: user }, user, [{ kind: 'User', name: user }]),
          ],
  },
  'server only': {
    plane: () => inside,
    objects: ({ plain }, state) => serverOnly(state === 'default' ? { exposure: plain } : hardenedServer),
  },
} as const satisfies Readonly<Record<string, Install>>

export type InstallName = keyof typeof installs
