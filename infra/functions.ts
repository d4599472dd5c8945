import {
  awsRights,
  azureTokenRights,
  deadManRights,
  googleTokenRights,
  pageRights,
  probeRights,
  startRights,
} from '@fleet-auditor/audit/access/function-roles.ts'
import type { Place, Right } from '@fleet-auditor/audit/access/right.ts'
import { tableRights } from '@fleet-auditor/audit/access/table-rights.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'

/** What a function is given names of in its environment; ARNs of it are the places of its rights. */
export type ResourceName = Place | 'slack'

/** One deployed function. */
interface AuditorFunction {
  /** After which it is ended. Inside, the verbs keep an earlier deadline of their own, to store what they have. */
  readonly seconds: number
  /** Memory buys CPU: one vCPU at 1,769 MB. */
  readonly memory: `${number} MB`
  /** All that its role may do beside writing its own log. */
  readonly rights: (fleet: FleetFile) => readonly Right[]
  readonly uses: readonly ResourceName[]
  /** It is a state of the machine. */
  readonly isState?: true
  /** It dials clusters or clouds: with EGRESS=fixed it leaves from known addresses. */
  readonly dialsOut?: true
  /** It trusts the PEM files that the fleet file names. */
  readonly packsAuthorities?: true
  /** False: it is about no fleet. */
  readonly knowsFleet?: false
  /** False: no alarm of its own on errors and throttles. */
  readonly alarms?: false
  /** Of the account's concurrent functions: it gets no more, and no other function gets these. Only where there are enough. */
  readonly concurrency?: number
  /** How often Lambda repeats what a schedule called and what failed; twice where it is absent. */
  readonly retries?: 0
  /** Where its handler's name is another component's already. */
  readonly component?: string
}

const worker = {
  // The longest a function may run: 50 clusters that hang until their deadline still end inside it.
  seconds: 900,
  // A vCPU: TLS handshakes and JSON of some clusters at once are what a shard costs.
  memory: '1769 MB',
  uses: ['table', 'probes'],
  isState: true,
  dialsOut: true,
  packsAuthorities: true,
} as const

/** Every function, by the file of its handler in functions/. A new one is an entry here and its handler. */
export const functions = {
  // One call to Step Functions: what it takes is to start.
  tick: { seconds: 30, memory: '512 MB', rights: () => [startRights], uses: ['state-machine'] },
  // A few rows.
  'start-run': {
    seconds: 60,
    memory: '512 MB',
    rights: () => tableRights('start'),
    uses: ['table'],
    isState: true,
  },
  // Reads at most 3 rows of sources and writes a row for every 50 of a few thousand scopes, held at once.
  'plan-scopes': {
    seconds: 180,
    memory: '1024 MB',
    rights: () => tableRights('plan'),
    uses: ['table'],
    isState: true,
  },
  // Reads the discovered clusters, about 2 KB each and held at once, and writes a row for every 50.
  'plan-shards': {
    seconds: 300,
    memory: '1769 MB',
    rights: () => tableRights('plan'),
    uses: ['table'],
    isState: true,
  },
  // One function a cloud, each with its own SDK and the one role that this cloud trusts; and one for the planes.
  'audit-eks': {
    ...worker,
    rights: (fleet) => [...tableRights('audit'), ...probeRights(fleet), ...awsRights(fleet)],
  },
  'audit-gke': {
    ...worker,
    rights: (fleet) => [...tableRights('audit'), ...probeRights(fleet), ...googleTokenRights(fleet)],
  },
  'audit-aks': {
    ...worker,
    rights: (fleet) => [...tableRights('audit'), ...probeRights(fleet), ...azureTokenRights(fleet)],
  },
  'audit-planes': { ...worker, rights: (fleet) => [...tableRights('audit'), ...probeRights(fleet)] },
  // One row.
  'record-failure': {
    seconds: 30,
    memory: '512 MB',
    rights: () => tableRights('plan'),
    uses: ['table'],
    isState: true,
  },
  // Reads a report of every cluster, held at once, judges the fleet and closes the run.
  'conclude-run': {
    seconds: 900,
    memory: '3008 MB',
    rights: () => tableRights('conclude'),
    uses: ['table'],
    isState: true,
  },
  // A message and its thread, with Slack's Retry-After honoured in between; hundreds of changes, held at once.
  notify: {
    seconds: 300,
    memory: '1024 MB',
    rights: (fleet) => [...tableRights('notify'), ...pageRights(fleet)],
    uses: ['table', 'slack'],
    isState: true,
  },
  // Concludes as conclude-run does, notifies, and ends before it is called again.
  watchdog: {
    seconds: 840,
    memory: '3008 MB',
    rights: (fleet) => [...tableRights('watch'), ...pageRights(fleet)],
    uses: ['table', 'slack'],
    // It is called again in a quarter of an hour: what Slack refused is not sent three times before that.
    retries: 0,
  },
  // 20 targets of 10 seconds, a few TLS handshakes at once. It holds no right: what it is asked to dial comes from
  // clusters. What it could not see is an observation, and the call that failed its caller's: no alarm.
  probe: { seconds: 60, memory: '512 MB', rights: () => [], uses: [], dialsOut: true, alarms: false, concurrency: 200 },
  // API Gateway gives up after 30 seconds. Half a vCPU and more: a page of 100 findings is parsed and written as JSON.
  api: {
    seconds: 29,
    memory: '1024 MB',
    rights: () => [...tableRights('serve'), startRights],
    uses: ['table', 'state-machine'],
    component: 'ApiFunction',
    // A flood of requests takes these, and none that a run needs.
    concurrency: 10,
  },
  // One request and one message, from another account. Its failure is the alarm: once an hour, not three times.
  'dead-man': {
    seconds: 60,
    memory: '256 MB',
    rights: () => deadManRights,
    uses: ['dead-man-topic'],
    knowsFleet: false,
    alarms: false,
    retries: 0,
    component: 'DeadManFunction',
  },
} as const satisfies Readonly<Record<string, AuditorFunction>>

export type Handler = keyof typeof functions

/** The entry with all that it may leave out. */
export const functionOf = (handler: Handler): AuditorFunction => functions[handler]

type States = { [H in Handler]: (typeof functions)[H] extends { readonly isState: true } ? H : never }
export type StateFunction = States[Handler]

/** The functions that are states of the machine. */
export const stateFunctions = Object.keys(functions).filter(
  (handler): handler is StateFunction => functionOf(handler as Handler).isState === true, // its keys are the handlers
)
