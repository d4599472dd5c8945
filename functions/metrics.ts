import { optionalVariable } from './environment.ts'
import { writeLine, type LogContext } from './log.ts'

/** Metrics of the namespace FleetAuditor, by fleet and by stage of the deployment, with the unit CloudWatch shows. */
const units = {
  RunAgeHours: 'None',
  RunIncomplete: 'Count',
  ClustersAudited: 'Count',
  ClustersFailed: 'Count',
  ShardSeconds: 'Seconds',
} as const
export type Metric = keyof typeof units

/**
 * One line in CloudWatch's embedded metric format (`_aws`), from which the log becomes metrics without a call. The
 * context is for whoever reads the line; it is no dimension. `at`: ISO 8601.
 */
export function emitMetrics(
  fleet: string,
  at: string,
  values: Readonly<Partial<Record<Metric, number>>>,
  context: LogContext,
): void {
  const metrics = Object.entries(units).filter(([name]) => values[name as Metric] !== undefined) // its keys are metrics
  writeLine({
    _aws: {
      Timestamp: Date.parse(at),
      CloudWatchMetrics: [
        {
          Namespace: 'FleetAuditor',
          Dimensions: [['Fleet', 'Stage']],
          Metrics: metrics.map(([Name, Unit]) => ({ Name, Unit })),
        },
      ],
    },
    kind: 'metrics',
    Fleet: fleet,
    Stage: optionalVariable('STAGE') ?? 'none',
    ...context,
    ...values,
  })
}
