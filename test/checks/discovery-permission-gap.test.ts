import { discoveryPermissionGap } from '@fleet-auditor/checks/catalog/discovery-permission-gap.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { expect } from 'vitest'
import { testCheck } from './check-case.ts'
import { account, binding, meshSyncResource, operatorMode, rightsOf, rule, server, user } from './meshery-objects.ts'

const meshsyncAccount = account('meshery-operator')
const everything = binding([rule({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] })])
/** What the modern operator's own role covers of the watch-list. */
const operatorRole = binding([
  rule({ verbs: ['get', 'list', 'watch', 'create'], resources: ['configmaps', 'secrets', 'services'] }),
  rule({ verbs: ['get', 'list', 'watch'], apiGroups: ['apps'], resources: ['deployments', 'statefulsets'] }),
])
const whitelist = (...names: string[]) =>
  JSON.stringify(names.map((Resource) => ({ Resource, Events: ['ADDED', 'MODIFIED', 'DELETED'] })))
const cluster = (watchList: object, ...bindings: ReturnType<typeof binding>[]) => ({
  workloads: operatorMode,
  meshSyncs: [meshSyncResource({ watchList })],
  rights: [rightsOf(meshsyncAccount, ...bindings)],
})
const subject = 'ServiceAccount meshery/meshery-operator'
const plane = [Plane.parse({ name: 'central', discoversAs: { user: 'meshery' }, manages: [{}] })]
const noReviews = failed('forbidden', 'no reviews')

testCheck(discoveryPermissionGap, [
  { name: 'a wildcard role covers all', sections: cluster({}, everything), expect: [{ verdict: 'pass', subject }] },
  {
    name: 'the modern operator’s role against the default watch-list: 15 of 21 types are missing, nodes apart',
    sections: cluster({}, operatorRole),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        evidence: {
          watched: 21,
          from: 'MeshSync meshery/meshery-meshsync spec.watch-list, which parses to nothing',
          missing: [
            'apiservices.apiregistration.k8s.io',
            'clusterroles.rbac.authorization.k8s.io',
            'cronjobs.batch',
            'daemonsets.apps',
            'endpoints',
            'endpointslices.discovery.k8s.io',
            'ingresses.networking.k8s.io',
            'namespaces',
            'persistentvolumeclaims',
            'persistentvolumes',
            'pods',
            'replicasets.apps',
            'replicationcontrollers',
            'storageclasses.storage.k8s.io',
            'volumeattachments.storage.k8s.io',
          ],
          unsettled: 0,
        },
        text: 'may not list and watch 15 of 21 types it watches: apiservices.apiregistration.k8s.io, clusterroles.rbac.authorization.k8s.io, cronjobs.batch, daemonsets.apps, endpoints, endpointslices.discovery.k8s.io, ingresses.networking.k8s.io, namespaces, persistentvolumeclaims, persistentvolumes, pods, replicasets.apps, replicationcontrollers, storageclasses.storage.k8s.io, volumeattachments.storage.k8s.io',
      },
    ],
  },
  {
    name: 'the same role against a tuned whitelist',
    sections: cluster({ whitelist: whitelist('configmaps.v1.', 'deployments.v1.apps') }, operatorRole),
    expect: [
      {
        verdict: 'pass',
        subject,
        evidence: { watched: 2, from: 'MeshSync meshery/meshery-meshsync spec.watch-list, whitelist' },
      },
    ],
  },
  {
    name: 'types that no pipeline reads are not watched',
    sections: cluster(
      { whitelist: whitelist('services.v1.', 'grafanas.v1beta1.grafana.integreatly.org') },
      operatorRole,
    ),
    expect: [
      {
        verdict: 'pass',
        evidence: { watched: 1, from: 'MeshSync meshery/meshery-meshsync spec.watch-list, whitelist' },
      },
    ],
  },
  {
    name: 'a whitelist that is no JSON watches the whole table',
    sections: cluster({ whitelist: 'pods' }, operatorRole),
    expect: [
      {
        verdict: 'fail',
        evidence: {
          watched: 21,
          from: 'MeshSync meshery/meshery-meshsync spec.watch-list, which parses to nothing',
          missing: [
            'apiservices.apiregistration.k8s.io',
            'clusterroles.rbac.authorization.k8s.io',
            'cronjobs.batch',
            'daemonsets.apps',
            'endpoints',
            'endpointslices.discovery.k8s.io',
            'ingresses.networking.k8s.io',
            'namespaces',
            'persistentvolumeclaims',
            'persistentvolumes',
            'pods',
            'replicasets.apps',
            'replicationcontrollers',
            'storageclasses.storage.k8s.io',
            'volumeattachments.storage.k8s.io',
          ],
          unsettled: 0,
        },
        text: 'may not list and watch 15 of 21 types it watches: apiservices.apiregistration.k8s.io, clusterroles.rbac.authorization.k8s.io, cronjobs.batch, daemonsets.apps, endpoints, endpointslices.discovery.k8s.io, ingresses.networking.k8s.io, namespaces, persistentvolumeclaims, persistentvolumes, pods, replicasets.apps, replicationcontrollers, storageclasses.storage.k8s.io, volumeattachments.storage.k8s.io',
      },
    ],
  },
  ...(
    [
      ['names instead of objects', JSON.stringify(['pods.v1.'])],
      ['a Resource that is no string', '[{"Resource":1}]'],
      ['null', 'null'],
      ['an empty list', '[]'],
    ] as const
  ).map(([name, text]) => ({
    name: `a whitelist of ${name}, which MeshSync cannot use: the whole table`,
    sections: cluster({ whitelist: text }, everything),
    expect: [
      {
        verdict: 'pass' as const,
        evidence: { watched: 21, from: 'MeshSync meshery/meshery-meshsync spec.watch-list, which parses to nothing' },
      },
    ],
  })),
  {
    name: 'a whitelist with its field in lower case, as Go reads it',
    sections: cluster({ whitelist: '[{"resource":"pods.v1."},null]' }, everything),
    expect: [
      {
        verdict: 'pass',
        evidence: { watched: 1, from: 'MeshSync meshery/meshery-meshsync spec.watch-list, whitelist' },
      },
    ],
  },
  {
    name: 'a whitelist of an object that names nothing watches nothing',
    sections: cluster({ whitelist: '[{}]' }, everything),
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'a blacklist takes from the whole table',
    sections: cluster({ blacklist: JSON.stringify(['nodes.v1.', 'pods.v1.']) }, operatorRole),
    expect: [
      {
        verdict: 'fail',
        evidence: {
          watched: 19,
          from: 'MeshSync meshery/meshery-meshsync spec.watch-list, blacklist',
          missing: [
            'apiservices.apiregistration.k8s.io',
            'clusterroles.rbac.authorization.k8s.io',
            'cronjobs.batch',
            'daemonsets.apps',
            'endpoints',
            'endpointslices.discovery.k8s.io',
            'ingresses.networking.k8s.io',
            'namespaces',
            'persistentvolumeclaims',
            'persistentvolumes',
            'replicasets.apps',
            'replicationcontrollers',
            'storageclasses.storage.k8s.io',
            'volumeattachments.storage.k8s.io',
          ],
          unsettled: 0,
        },
        text: 'may not list and watch 14 of 19 types it watches: apiservices.apiregistration.k8s.io, clusterroles.rbac.authorization.k8s.io, cronjobs.batch, daemonsets.apps, endpoints, endpointslices.discovery.k8s.io, ingresses.networking.k8s.io, namespaces, persistentvolumeclaims, persistentvolumes, replicasets.apps, replicationcontrollers, storageclasses.storage.k8s.io, volumeattachments.storage.k8s.io',
      },
    ],
  },
  {
    name: 'a whitelist of types that no pipeline reads watches nothing',
    sections: cluster({ whitelist: whitelist('grafanas.v1beta1.grafana.integreatly.org') }, operatorRole),
    expect: [{ verdict: 'not-applicable' }],
  },
  ...Object.entries({
    'an empty whitelist counts as none: the whole table': { whitelist: '[]' },
    'two lists: the whole table': { whitelist: whitelist('services.v1.'), blacklist: '["pods.v1."]' },
    'a blacklist that is no JSON beside a whitelist': { whitelist: whitelist('services.v1.'), blacklist: 'pods' },
  }).map(([name, watchList]) => ({
    name,
    sections: cluster(watchList, binding([rule({ verbs: ['list', 'watch'], resources: ['services'] })])),
    expect: [{ verdict: 'fail' as const, text: expect.stringContaining('may not list and watch 19 of 21') as string }],
  })),
  ...['', '[]'].map((blacklist) => ({
    name: `the blacklist ${JSON.stringify(blacklist)} beside a whitelist counts as none`,
    sections: cluster({ whitelist: whitelist('services.v1.'), blacklist }, operatorRole),
    expect: [
      {
        verdict: 'pass' as const,
        evidence: { watched: 1, from: 'MeshSync meshery/meshery-meshsync spec.watch-list, whitelist' },
      },
    ],
  })),
  {
    name: 'a stray resource of another group, namespace or name is not read',
    sections: {
      ...cluster({ whitelist: whitelist('pods.v1.') }, operatorRole),
      meshSyncs: [
        meshSyncResource({ group: 'meshery.layer5.io', watchList: { whitelist: whitelist('services.v1.') } }),
        meshSyncResource({ namespace: 'aaa', watchList: { whitelist: whitelist('services.v1.') } }),
        meshSyncResource({ name: 'a-mesh', watchList: { whitelist: whitelist('services.v1.') } }),
        meshSyncResource({ watchList: { whitelist: whitelist('pods.v1.') } }),
      ],
    },
    expect: [{ verdict: 'fail', text: 'may not list and watch 1 of 1 types it watches: pods' }],
  },
  {
    name: 'nodes alone are missing: missing-node-watch has the finding',
    sections: cluster({ whitelist: whitelist('services.v1.', 'nodes.v1.') }, operatorRole),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'nodes are missing off the three clouds, where missing-node-watch does not apply',
    sections: cluster({ whitelist: whitelist('services.v1.', 'nodes.v1.') }, operatorRole),
    context: { provider: 'kubeconfig' },
    expect: [{ verdict: 'fail', text: 'may not list and watch 1 of 2 types it watches: nodes' }],
  },
  {
    name: 'list without watch is a gap',
    sections: cluster({ whitelist: whitelist('pods.v1.') }, binding([rule({ verbs: ['list'], resources: ['pods'] })])),
    expect: [
      {
        verdict: 'fail',
        evidence: {
          watched: 1,
          from: 'MeshSync meshery/meshery-meshsync spec.watch-list, whitelist',
          missing: ['pods'],
          unsettled: 0,
        },
        text: 'may not list and watch 1 of 1 types it watches: pods',
      },
    ],
  },
  {
    name: 'a right in one namespace is a gap',
    sections: cluster(
      { whitelist: whitelist('pods.v1.') },
      binding([rule({ verbs: ['list', 'watch'], resources: ['pods'] })], { kind: 'RoleBinding', namespace: 'meshery' }),
    ),
    expect: [
      {
        verdict: 'fail',
        evidence: {
          watched: 1,
          from: 'MeshSync meshery/meshery-meshsync spec.watch-list, whitelist',
          missing: ['pods'],
          unsettled: 0,
        },
        text: 'may not list and watch 1 of 1 types it watches: pods',
      },
    ],
  },
  {
    name: 'bindings and reviews unread',
    sections: { ...cluster({}), rights: failed('forbidden', 'no bindings'), reviews: noReviews },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'an outside user without any binding on a cloud: IAM may give what RBAC does not',
    sections: { rights: [rightsOf(user('meshery'))] },
    context: { planes: plane },
    expect: [{ verdict: 'unknown', subject: 'User meshery' }],
  },
  {
    name: 'embedded: the Server’s account',
    sections: { workloads: [server], rights: [rightsOf(account('meshery-server'), everything)] },
    expect: [{ verdict: 'pass', subject: 'ServiceAccount meshery/meshery-server' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
