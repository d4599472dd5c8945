/** The groups of the readiness checklist, in its order. */
export const checklistGroups = {
  deployment: 'Deployment model',
  sizing: 'Sizing & performance',
  resiliency: 'High availability & resiliency',
  networking: 'Networking & connectivity',
  security: 'Security & identity',
  'multi-cluster': 'Multi-cluster & multi-cloud',
  monitoring: 'Monitoring & observability',
  operations: 'Operations',
} as const
export type ChecklistGroup = keyof typeof checklistGroups

interface Item {
  readonly id: string
  /** `line` of the checklist, known `caveat`, or row of the table of components. */
  readonly part: 'line' | 'caveat' | 'component'
  readonly group: ChecklistGroup
  /** In the words of the document. */
  readonly text: string
}

const line = <const I extends string>(group: ChecklistGroup, id: I, text: string) =>
  ({ id, part: 'line', group, text }) as const

const caveat = <const I extends string>(group: ChecklistGroup, id: I, text: string) =>
  ({ id: `caveat-${id}`, part: 'caveat', group, text }) as const

const component = <const I extends string>(group: ChecklistGroup, id: I, text: string) =>
  ({ id: `component-${id}`, part: 'component', group, text }) as const

/**
 * What a Meshery deployment has to answer, in the order and words of Meshery's documentation: the lines and known
 * caveats of *Operational Readiness*, the components of *Deployment Models*.
 */
export const checklist = [
  line(
    'deployment',
    'topology',
    'Topology chosen deliberately (in-cluster vs. out-of-cluster; Docker vs. Kubernetes), with Kubernetes + Helm for production.',
  ),
  line(
    'deployment',
    'one-operator',
    'One Operator/MeshSync/Broker per managed cluster (or embedded mode chosen deliberately).',
  ),
  line(
    'sizing',
    'resources',
    'Explicit CPU/memory requests and limits set for Server, Operator, MeshSync, and Broker.',
  ),
  line(
    'sizing',
    'memory-headroom',
    'Server memory headroom for the MeshSync snapshot; Broker memory headroom for bursts.',
  ),
  line('sizing', 'discovery-scope', 'MeshSync `informer_config` blacklist tuned for large clusters.'),
  line(
    'sizing',
    'cache-storage',
    'Storage provisioned for the Server cache; autoscaling configured where appropriate.',
  ),
  line('resiliency', 'probes', 'Liveness/readiness probes enabled and tuned.'),
  line('resiliency', 'anti-affinity', 'Anti-affinity spreads replicas across nodes/zones.'),
  line(
    'resiliency',
    'version-control',
    'Helm values, env config, and connection definitions in version control (your real backup).',
  ),
  line('resiliency', 'recovery-drill', 'Redeploy-from-config recovery drill validated.'),
  line('networking', 'ingress-tls', 'Ingress fronts Meshery with TLS; WebSocket upgrades verified.'),
  line('networking', 'callback-url', '`MESHERY_SERVER_CALLBACK_URL` set to the external URL.'),
  line('networking', 'broker-endpoint', 'Broker endpoint reachable from the Server and restricted to its origin.'),
  line('networking', 'egress', 'Egress to the Remote Provider and registries allowed; network policies applied.'),
  line(
    'security',
    'remote-provider',
    'Remote Provider preselected (`PROVIDER`, `PROVIDER_BASE_URLS`); Local Provider not used.',
  ),
  line(
    'security',
    'least-privilege',
    'Least-privilege RBAC; `rbac.nodes` only where required; per-cluster credentials.',
  ),
  line(
    'security',
    'security-context',
    'Hardened `securityContext` (non-root, dropped caps, read-only root FS with writable data volume) on Server and Operator.',
  ),
  line('security', 'secrets', 'Secrets (kubeconfig, provider, pull) sourced from Secrets/external manager.'),
  line('security', 'images', 'Images pinned to immutable tags from a trusted/mirrored registry.'),
  line('multi-cluster', 'context-per-cluster', 'One least-privilege kubeconfig context per cluster.'),
  line('multi-cluster', 'node-watch', 'Per-cloud node-watch RBAC and Broker endpoint reachability validated.'),
  line(
    'multi-cluster',
    'private-connectivity',
    'Private connectivity for private clusters; cross-region latency assessed.',
  ),
  line('monitoring', 'uptime-check', 'External uptime check on `/healthz/ready`; workload metrics scraped.'),
  line(
    'monitoring',
    'memory-alerts',
    'Dedicated alerts on Server memory and Broker memory; per-cluster connection health and provider reachability monitored.',
  ),
  line('monitoring', 'tracing-logs', 'OpenTelemetry tracing to a real collector; logs centralized at `LOG_LEVEL=4`.'),
  line('monitoring', 'system-check', '`mesheryctl system check` scheduled as a synthetic check.'),
  line('operations', 'upgrade-procedure', 'Upgrade procedure uses `values-upgrade.yaml`; `stable` release channel.'),
  line('operations', 'runbooks', 'Runbooks reference the troubleshooting guides.'),
  line('operations', 'ownership', 'Ownership, on-call, and escalation defined for the Meshery deployment.'),

  caveat('resiliency', 'ephemeral-database', 'The database is an ephemeral, single-writer cache.'),
  caveat('sizing', 'broker-memory', 'The Broker persists messages in memory only.'),
  caveat('security', 'local-provider', 'The Local Provider has no authentication.'),
  caveat('networking', 'websocket', 'WebSocket support is mandatory at the ingress.'),
  caveat('networking', 'callback-url', 'OAuth requires the external callback URL.'),
  caveat('multi-cluster', 'broker-reach', 'Out-of-cluster requires a reachable Broker endpoint.'),
  caveat('sizing', 'discovery-cost', 'Discovery cost scales with cluster size and churn.'),
  caveat('sizing', 'policy-timeout', 'Policy evaluation is time-boxed.'),
  caveat('security', 'chart-defaults', 'The chart ships permissive defaults for portability.'),

  component('deployment', 'server', 'Meshery Server'),
  component('resiliency', 'database', 'Meshery Database'),
  component('networking', 'ui', 'Meshery UI'),
  component('deployment', 'operator', 'Meshery Operator'),
  component('deployment', 'meshsync', 'MeshSync'),
  component('deployment', 'broker', 'Meshery Broker'),
  component('security', 'adapters', 'Meshery Adapters'),
  component('monitoring', 'mesheryctl', '`mesheryctl`'),
  component('security', 'remote-provider', 'Remote Provider'),
] as const satisfies readonly Item[]

export type ChecklistItemId = (typeof checklist)[number]['id']
export type ChecklistItem = Item & { readonly id: ChecklistItemId }

/** The words of an item, by its id. */
export const checklistText = (id: ChecklistItemId): string => checklist.find((item) => item.id === id)?.text ?? id
