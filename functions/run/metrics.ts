import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics'
import type { LogContext } from './log.ts'

/** Metrics of the namespace FleetAuditor, by fleet and by stage of the deployment, with the unit CloudWatch shows. */
const units = {
  ColdStart: MetricUnit.Count,
  RunAgeHours: MetricUnit.NoUnit,
  RunIncomplete: MetricUnit.Count,
  ClustersAudited: MetricUnit.Count,
  ClustersFailed: MetricUnit.Count,
  AuditedShareLost: MetricUnit.NoUnit,
  ShardSeconds: MetricUnit.Seconds,
} as const
type Metric = keyof typeof units

/** Writes figures as one line; `context` is read with the line and is no dimension. */
export type Emit = (values: Readonly<Partial<Record<Metric, number>>>, context?: Partial<LogContext>) => void

/** In CloudWatch's embedded metric format, from which the log becomes metrics without a call. */
export function emitterOf(dimensions: { readonly Fleet: string; readonly Stage: string }) {
  const metrics = new Metrics({ namespace: 'FleetAuditor' })
  // Powertools adds a dimension `service`; alarms read these two.
  metrics.clearDefaultDimensions()
  metrics.setDefaultDimensions(dimensions)
  return (context: LogContext): Emit =>
    (values, more = {}) => {
      for (const [key, value] of Object.entries({ kind: 'metrics', ...context, ...more })) {
        if (value !== undefined) metrics.addMetadata(key, String(value))
      }
      // its keys are metrics
      for (const [name, value] of Object.entries(values)) metrics.addMetric(name, units[name as Metric], value)
      metrics.publishStoredMetrics()
    }
}
