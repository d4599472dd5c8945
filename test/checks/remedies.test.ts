import { remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import type { ManagedBy } from '@fleet-auditor/model/managed-by.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Remedy } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Evidence } from '@fleet-auditor/model/verdict.ts'
import { describe, expect, it } from 'vitest'

interface Case {
  readonly name: string
  readonly check: string
  readonly subject: Subject
  readonly evidence?: Evidence
  readonly managedBy?: ManagedBy
  readonly cluster?: Parameters<typeof remedyOf>[2]
  readonly provider?: Provider
  /** In the whole remedy, as text. */
  readonly has: readonly (string | RegExp)[]
  readonly lacks?: readonly (string | RegExp)[]
}

const context = {
  id: 'kubeconfig:edge-1@10.0.0.1:6443',
  name: 'edge-1',
  scope: 'kubeconfig:/etc/fleet/edge.yaml',
  locator: '10.0.0.1:6443',
}
const aks = {
  id: 'aks:5a1c:rg-shop/orders',
  name: 'Orders',
  scope: 'azure:5a1c',
  locator: '/subscriptions/5a1c/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/orders',
}
const gke = {
  id: 'gke:shop-prod:europe-west1/orders',
  name: 'orders',
  scope: 'gcp:shop-prod',
  locator: 'projects/shop-prod/locations/europe-west1/clusters/orders',
}
const release: ManagedBy = { tool: 'helm', namespace: 'platform', release: 'mesh', chart: 'meshery', version: '1.0.51' }
const madeByOperator: ManagedBy = { tool: 'operator', group: 'meshery.io', kind: 'Broker', name: 'meshery-broker' }
const server: Subject = { kind: 'Deployment', namespace: 'platform', name: 'meshery', container: 'meshery' }
const nats: Subject = { kind: 'Service', namespace: 'meshery', name: 'meshery-nats' }
const legacy: Subject = { kind: 'Service', namespace: 'meshery', name: 'meshery-broker' }
const signals = { signals: [] }
const image = { image: 'meshery/meshery:stable-latest', because: 'moves', expected: 'a tag' }
const upgrade =
  'helm --kube-context edge-1 --kubeconfig /etc/fleet/edge.yaml upgrade mesh meshery/meshery --namespace platform --version 1.0.51 --reset-then-reuse-values'

/** By the defects of the review (truth.md). */
const cases: readonly Case[] = [
  {
    name: 'D11: a Helm value is set on the release that was found, at its version, with its values',
    check: 'missing-resources',
    subject: server,
    evidence: { missing: ['limits.memory'], component: 'server' },
    managedBy: release,
    has: [`${upgrade} `, 'helm --kube-context edge-1 --kubeconfig /etc/fleet/edge.yaml rollback mesh'],
  },
  {
    name: 'D11: where Argo CD applies it, it is changed in Git, and no command touches the cluster',
    check: 'missing-resources',
    subject: server,
    evidence: { missing: ['limits.memory'], component: 'server' },
    managedBy: { tool: 'argo-cd', application: 'mesh-prod', chart: 'meshery' },
    has: ['Argo CD application mesh-prod', 'resources.limits.memory=2Gi'],
    lacks: ['helm ', 'kubectl '],
  },
  {
    name: 'D11: where the manager was not looked for, it is found out first',
    check: 'missing-resources',
    subject: server,
    evidence: { missing: ['limits.memory'], component: 'server' },
    has: [
      /get deployment\/meshery --namespace platform --output 'jsonpath=\{\.metadata\.labels\}/,
      'Where a Helm release made it',
    ],
  },
  {
    name: 'D12: a Server’s tag is stable-v and a version',
    check: 'unpinned-image',
    subject: server,
    evidence: { ...image, component: 'server' },
    managedBy: release,
    has: [`${upgrade} --set-string image.tag=stable-v"\${VERSION:?`],
  },
  {
    name: 'D12: MeshSync’s version is named in its resource, without a v',
    check: 'unpinned-image',
    subject: { kind: 'Deployment', namespace: 'meshery', name: 'meshery-meshsync', container: 'meshsync' },
    evidence: { ...image, component: 'meshsync' },
    managedBy: { ...madeByOperator, kind: 'MeshSync', name: 'meshery-meshsync' },
    has: [
      `patch meshsyncs.meshery.io meshery-meshsync --namespace meshery --type merge --patch '{"spec":{"version":"'"\${VERSION:?`,
    ],
    lacks: ['set image', 'helm '],
  },
  {
    name: 'D12: resources of MeshSync are left to its operator',
    check: 'missing-resources',
    subject: { kind: 'Deployment', namespace: 'meshery', name: 'meshery-meshsync', container: 'meshsync' },
    evidence: { missing: ['limits.cpu'], component: 'meshsync' },
    managedBy: { ...madeByOperator, kind: 'MeshSync' },
    has: ['takes other values back'],
    lacks: ['set resources', 'helm '],
  },
  {
    name: 'D13: an internal load balancer and source ranges are alternatives, never one patch',
    check: 'public-broker',
    subject: nats,
    evidence: signals,
    managedBy: madeByOperator,
    provider: 'eks',
    has: ['"loadBalancerSourceRanges":["', '"service.beta.kubernetes.io/aws-load-balancer-scheme":"internal"'],
    lacks: [/"internal"[^\n]*"loadBalancerSourceRanges":\["/, /"loadBalancerSourceRanges":\["[^\n]*"internal"/],
  },
  {
    name: 'D13: a legacy Broker gets no patch of a resource that would be taken back',
    check: 'public-broker',
    subject: legacy,
    evidence: signals,
    has: ['upgrade it to 1.0.3 or newer'],
    lacks: ['patch brokers'],
  },
  {
    name: 'D13: a Service that no operator made is changed itself',
    check: 'public-broker',
    subject: { kind: 'Service', namespace: 'meshery', name: 'nats-public' },
    evidence: signals,
    managedBy: { tool: 'none' },
    has: ['patch service nats-public --namespace meshery', '"type":"ClusterIP"'],
    lacks: ['patch brokers'],
  },
  {
    name: 'D4: exposed monitoring has the remedy of a public Broker',
    check: 'exposed-broker-monitoring',
    subject: { ...nats, field: 'port 8222' },
    evidence: signals,
    managedBy: madeByOperator,
    has: ['patch brokers.meshery.io meshery-broker'],
    lacks: ['patch service'],
  },
  {
    name: 'D14: a new token restarts both who read it, then the plane reconnects',
    check: 'unauthenticated-broker',
    subject: nats,
    evidence: { by: 'info', authRequired: false, seen: 'INFO' },
    managedBy: madeByOperator,
    has: [
      /delete secret meshery-nats-auth[\s\S]*rollout restart statefulset\/meshery-nats deployment\/meshery-meshsync[\s\S]*reconnect the cluster/,
    ],
  },
  {
    name: 'D14: a legacy Broker has no such Secret',
    check: 'unauthenticated-broker',
    subject: legacy,
    evidence: { by: 'configuration', authRequired: false, seen: 'legacy' },
    has: ['upgrade it to 1.0.3 or newer'],
    lacks: ['meshery-nats-auth'],
  },
  {
    name: 'D15: AKS upgrades its control plane alone first',
    check: 'unsupported-kubernetes',
    subject: { kind: 'Cluster', name: aks.id },
    evidence: {
      version: '1.31.4',
      standardUntil: 'x',
      daysLeft: 0,
      ended: false,
      extended: false,
      extendedUntil: null,
    },
    cluster: aks,
    provider: 'aks',
    has: [
      'az aks upgrade --subscription 5a1c --resource-group rg-shop --name Orders --control-plane-only --kubernetes-version 1.32',
      'az aks nodepool upgrade --subscription 5a1c --resource-group rg-shop --cluster-name Orders',
    ],
  },
  {
    name: 'D15: GKE is named with its location',
    check: 'unsupported-kubernetes',
    subject: { kind: 'Cluster', name: gke.id },
    evidence: {
      version: '1.31.4-gke.1',
      standardUntil: 'x',
      daysLeft: 0,
      ended: false,
      extended: false,
      extendedUntil: null,
    },
    cluster: gke,
    provider: 'gke',
    has: ['clusters upgrade orders --location europe-west1 --project shop-prod --master --cluster-version 1.32'],
  },
  {
    name: 'D16: a DNS endpoint of GKE is closed by its own flag',
    check: 'public-api-server',
    subject: { kind: 'Cluster', name: gke.id },
    evidence: { openings: ['dns-endpoint'], authorizedRanges: null },
    cluster: gke,
    provider: 'gke',
    has: ['clusters update orders --location europe-west1 --project shop-prod --no-enable-dns-access'],
    lacks: ['--enable-master-authorized-networks'],
  },
  {
    name: 'D17: an operator’s resources are gone before it is',
    check: 'operator-namespace',
    subject: { kind: 'Deployment', namespace: 'tools', name: 'meshery-operator' },
    evidence: { namespace: 'tools', expected: 'meshery' },
    managedBy: { tool: 'helm', namespace: 'tools', release: 'op' },
    has: [
      /delete meshsyncs\.meshery\.io,brokers\.meshery\.io --all --namespace tools --wait[\s\S]* uninstall op --namespace tools/,
    ],
  },
  {
    name: 'D17: an operator from manifests is in no helm list',
    check: 'operator-namespace',
    subject: { kind: 'Deployment', namespace: 'tools', name: 'meshery-operator' },
    evidence: { namespace: 'tools', expected: 'meshery' },
    managedBy: { tool: 'none' },
    has: ['delete deployment/meshery-operator --namespace tools'],
    lacks: ['helm --kube-context edge-1 --kubeconfig /etc/fleet/edge.yaml uninstall op'],
  },
  {
    name: 'D18: a missing Operator comes back by Meshery first, by Helm where no Server manages it',
    check: 'missing-operator',
    subject: { kind: 'Deployment', namespace: 'meshery', name: 'meshery-operator' },
    evidence: { expectedBecause: 'x' },
    has: [/In Meshery: reconnect the cluster[\s\S]*Where no Server manages the Operator[\s\S]*helm /],
  },
  {
    name: 'D19: a Server behind an Ingress has host, class and TLS, and its callback',
    check: 'exposed-server-service',
    subject: { kind: 'Service', namespace: 'platform', name: 'meshery' },
    evidence: signals,
    managedBy: release,
    has: [
      'ingress.className=',
      'ingress.hosts[0].host=',
      'ingress.tls[0].secretName=',
      'MESHERY_SERVER_CALLBACK_URL=https://',
    ],
  },
  {
    name: 'D20: the watch-list is narrowed first, and a grant may be given again',
    check: 'discovery-permission-gap',
    subject: { kind: 'ServiceAccount', namespace: 'meshery', name: 'meshery-operator' },
    evidence: { watched: 2, from: 'x', missing: ['pods', 'jobs.batch'], unsettled: 0 },
    has: [
      /Narrow the watch-list[\s\S]*create clusterrole meshery-discovery:meshery:meshery-operator --verb list,watch --resource pods,jobs\.batch/,
      'auth reconcile --filename -',
    ],
    lacks: ['| kubectl apply'],
  },
  {
    name: 'D20: the id of the cluster is granted alone',
    check: 'empty-cluster-id',
    subject: { kind: 'ServiceAccount', namespace: 'meshery', name: 'meshery-operator' },
    evidence: { by: 'x' },
    has: ['--verb get --resource namespaces --resource-name kube-system', 'auth reconcile --filename -'],
    lacks: ['| kubectl apply'],
  },
  {
    name: 'D21: what Meshery Server writes is changed in its settings',
    check: 'scaled-broker',
    subject: { kind: 'Broker', namespace: 'meshery', name: 'meshery-broker' },
    evidence: { size: 3 },
    managedBy: { tool: 'meshery-server' },
    has: ['Connections, Configure Operator, MeshSync & Broker', '"size":1'],
    lacks: ['kubectl '],
  },
  {
    name: 'a name that a shell would act on is quoted',
    check: 'unready-component',
    subject: server,
    evidence: { ready: 0, wanted: 1, why: 'crash-loop', waiting: [] },
    cluster: { ...context, id: "kubeconfig:$(id)'x@10.0.0.1", name: "$(id)'x" },
    has: [String.raw`--context '$(id)'\''x' `],
  },
  {
    name: 'the auditor’s own context in a pod is nowhere else',
    check: 'unready-component',
    subject: server,
    evidence: { ready: 0, wanted: 1, why: 'crash-loop', waiting: [] },
    cluster: { ...context, id: 'kubeconfig:in-cluster@10.0.0.1', scope: 'kubeconfig:default' },
    has: ['--context "${CONTEXT:?'],
    lacks: ['--kubeconfig'],
  },
]

const textOf = ({ summary, steps, alternatives = [] }: Remedy): string =>
  [
    summary,
    ...[
      ...steps,
      ...alternatives.flatMap((other) => [{ summary: other.summary, commands: [] }, ...other.steps]),
    ].flatMap((step) => [step.summary, ...step.commands, ...('undo' in step ? (step.undo ?? []) : [])]),
  ].join('\n')

describe('remedies', () => {
  it.each(cases)(
    '$name',
    ({ check: id, subject, evidence = {}, managedBy, cluster = context, provider, has, lacks = [] }) => {
      const check = allChecks.find((each) => each.id === id)
      if (!check) throw new Error(`no check ${id}`)
      const text = textOf(remedyOf(check, { subject, evidence, managedBy, provider }, cluster))
      for (const one of has) {
        if (typeof one === 'string') expect(text).toContain(one)
        else expect(text).toMatch(one)
      }
      for (const one of lacks) {
        if (typeof one === 'string') expect(text).not.toContain(one)
        else expect(text).not.toMatch(one)
      }
    },
  )
})
