import type { ChecklistItemId } from './checklist.ts'

/** What only a person can answer. */
export interface Attestable {
  readonly id: string
  /** The items of the checklist that it answers. */
  readonly answers: readonly ChecklistItemId[]
  /** Whether it is answered once for a management plane, or for each cluster. */
  readonly scope: 'plane' | 'cluster'
  /** What a person confirms. */
  readonly confirms: string
  /** What shows it to somebody else. */
  readonly evidence: string
  /** How long an answer holds where it does not say so itself, in days. */
  readonly validDays: number
}

const plane = { scope: 'plane' } as const
const quarter = 92
const year = 365

/** Every attestation there is. A practice goes stale sooner than a decision: drills by the quarter, decisions by the year. */
export const attestables = [
  {
    ...plane,
    id: 'topology-chosen',
    answers: ['topology'],
    confirms: 'The topology and the host (Docker or Kubernetes) were chosen on purpose.',
    evidence: 'decision record',
    validDays: year,
  },
  {
    ...plane,
    id: 'autoscaling-judged',
    answers: ['cache-storage'],
    confirms: 'Storage of the Server’s cache was sized, and autoscaling was judged for the nodes that it runs on.',
    evidence: 'sizing document',
    validDays: year,
  },
  {
    ...plane,
    id: 'configuration-versioned',
    answers: ['version-control'],
    confirms: 'Helm values, environment and connection definitions are in version control.',
    evidence: 'repository and path',
    validDays: year,
  },
  {
    ...plane,
    id: 'recovery-drill',
    answers: ['recovery-drill', 'caveat-ephemeral-database', 'component-database'],
    confirms: 'The Server was deployed again from its configuration, and people found their work again.',
    evidence: 'protocol of the drill',
    validDays: quarter,
  },
  {
    ...plane,
    id: 'websocket-verified',
    answers: ['ingress-tls', 'caveat-websocket', 'component-ui'],
    confirms: 'The page follows changes through the ingress: WebSocket upgrades and event streams pass it.',
    evidence: 'protocol of the check in a browser',
    validDays: quarter,
  },
  {
    ...plane,
    id: 'egress-allowed',
    answers: ['egress'],
    confirms: 'The Server’s network lets it reach the Remote Provider and the registries.',
    evidence: 'firewall or proxy rule',
    validDays: year,
  },
  {
    ...plane,
    id: 'context-per-cluster',
    answers: ['context-per-cluster'],
    confirms: 'The Server has one kubeconfig context of its own, with least privilege, for every cluster.',
    evidence: 'list of contexts and roles',
    validDays: quarter,
  },
  {
    scope: 'cluster',
    id: 'private-connectivity',
    answers: ['private-connectivity'],
    confirms: 'The Server reaches the private API server of this cluster over a private path.',
    evidence: 'peering, tunnel or endpoint',
    validDays: year,
  },
  {
    ...plane,
    id: 'uptime-check',
    answers: ['uptime-check'],
    confirms: 'Something outside asks `/healthz/ready` all the time and alerts.',
    evidence: 'link to the check',
    validDays: year,
  },
  {
    ...plane,
    id: 'memory-alerts',
    answers: ['memory-alerts', 'caveat-broker-memory'],
    confirms: 'Alerts exist for the memory of Server and Broker, and for connections and provider.',
    evidence: 'link to the alert rules',
    validDays: year,
  },
  {
    ...plane,
    id: 'logs-centralized',
    answers: ['tracing-logs'],
    confirms: 'Logs of the Server leave the cluster, at `LOG_LEVEL` 4.',
    evidence: 'link to a query',
    validDays: year,
  },
  {
    ...plane,
    id: 'system-check-scheduled',
    answers: ['system-check', 'component-mesheryctl'],
    confirms: '`mesheryctl system check` runs by schedule, and its failures alert.',
    evidence: 'link to the job',
    validDays: year,
  },
  {
    ...plane,
    id: 'rollback-rehearsed',
    answers: ['upgrade-procedure'],
    confirms: 'The upgrade uses `values-upgrade.yaml`, and rolling back was rehearsed.',
    evidence: 'protocol of the rehearsal',
    validDays: quarter,
  },
  {
    ...plane,
    id: 'runbooks',
    answers: ['runbooks'],
    confirms: 'Runbooks exist, and lead to the troubleshooting guides.',
    evidence: 'link to the runbooks',
    validDays: year,
  },
] as const satisfies readonly Attestable[]

export const findAttestable = (id: string): Attestable | undefined => attestables.find((each) => each.id === id)
