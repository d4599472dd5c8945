import type { Coverage } from '@fleet-auditor/model/run.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'

/** The numbers of one scrape; shaped as `audit/fleet-metrics.ts` gathers them. */
interface Measured {
  readonly fleet: string
  readonly checks: readonly { readonly key: string; readonly bySeverity: Partial<Record<Severity, number>> }[]
  /** Clusters by whether Meshery is in them. */
  readonly presence?: Readonly<Record<string, number>>
  readonly latency: readonly {
    readonly from: string
    readonly to: string
    readonly medianMs: number
    readonly worstMs: number
  }[]
  /** Of the whole fleet. */
  readonly lastRun?: {
    readonly state: string
    readonly startedAt: string
    readonly ageSeconds: number
    /** Absent while it goes on. */
    readonly unknowns?: number
    readonly coverage?: Coverage
    readonly clusters: Readonly<Record<string, number>>
  }
  readonly lastCompleteAgeSeconds?: number
}

type Labels = Readonly<Record<string, string>>
type Sample = readonly [labels: Labels, value: number]

export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/** OpenMetrics 1.0 text: https://prometheus.io/docs/specs/om/open_metrics_spec/. All are gauges, durations in seconds. */
export function openMetrics({
  fleet,
  checks,
  presence = {},
  latency,
  lastRun,
  lastCompleteAgeSeconds: age,
}: Measured): string {
  const findings: Sample[] = checks.flatMap(({ key, bySeverity }) =>
    Object.entries(bySeverity).map(([severity, open]): Sample => [{ check: key, severity }, open]),
  )
  return [
    ...family('fleet_auditor_fleet', 'The fleet that is audited', [[{ fleet }, 1]]),
    ...family('fleet_auditor_open_findings', 'Open findings that no waiver accepts', findings),
    ...family(
      'fleet_auditor_clusters',
      'Clusters that are known, by whether Meshery is in them',
      Object.entries(presence).map(([word, clusters]): Sample => [{ presence: word }, clusters]),
    ),
    ...latencyFamilies(latency),
    ...(lastRun ? runFamilies(lastRun) : []),
    // The age to alert on.
    ...family(
      'fleet_auditor_last_complete_run_age',
      'Since the end of the last complete run of the whole fleet',
      age === undefined ? [] : [[{}, age]],
      'seconds',
    ),
    '# EOF',
    '',
  ].join('\n')
}

const pair = ({ from, to }: Measured['latency'][number]): Labels => ({ from, to })

const latencyFamilies = (latency: Measured['latency']): string[] => [
  ...family(
    'fleet_auditor_latency_median',
    'Median round trip between two regions, last day measured',
    latency.map((day): Sample => [pair(day), day.medianMs / 1000]),
    'seconds',
  ),
  ...family(
    'fleet_auditor_latency_worst',
    'Round trip of the slowest cluster between two regions, last day measured',
    latency.map((day): Sample => [pair(day), day.worstMs / 1000]),
    'seconds',
  ),
]

const states = ['running', 'complete', 'incomplete']

const runFamilies = (run: NonNullable<Measured['lastRun']>): string[] => [
  ...family(
    'fleet_auditor_last_run_state',
    'State of the last run of the whole fleet: 1 for the one it is in',
    states.map((state): Sample => [{ state }, run.state === state ? 1 : 0]),
  ),
  ...family(
    'fleet_auditor_last_run_age',
    'Since the last run of the whole fleet ended, or began if it is still running',
    [[{}, run.ageSeconds]],
    'seconds',
  ),
  ...family(
    'fleet_auditor_last_run_start_timestamp',
    'When the last run of the whole fleet began',
    [[{}, Date.parse(run.startedAt) / 1000]],
    'seconds',
  ),
  ...family(
    'fleet_auditor_last_run_unknowns',
    'Verdicts of the last run of the whole fleet that are unknown',
    run.unknowns === undefined ? [] : [[{}, run.unknowns]],
  ),
  ...family(
    'fleet_auditor_last_run_clusters_read_ratio',
    'Clusters that the last run of the whole fleet read, of the clusters known',
    run.coverage === undefined || run.coverage.known === 0 ? [] : [[{}, run.coverage.read / run.coverage.known]],
  ),
  ...family(
    'fleet_auditor_last_run_clusters',
    'Clusters of the last run of the whole fleet by how they ended',
    Object.entries(run.clusters).map(([outcome, clusters]): Sample => [{ outcome }, clusters]),
  ),
]

/** A family without samples is written too: that there is none is an answer. */
function family(base: string, help: string, samples: readonly Sample[], unit?: 'seconds'): string[] {
  const name = unit === undefined ? base : `${base}_${unit}`
  const unitLine = unit === undefined ? [] : [`# UNIT ${name} ${unit}`]
  const lines = samples.map(([labels, value]) => `${name}${labelText(labels)} ${value}`)
  return [`# TYPE ${name} gauge`, ...unitLine, `# HELP ${name} ${help}`, ...lines]
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}

/** Backslash, quote and line feed are all that a label value must escape. */
const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
