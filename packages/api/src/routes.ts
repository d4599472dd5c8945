import type { ApiRoute } from './route.ts'
import { getCheck } from './routes/get-check.ts'
import { getCluster } from './routes/get-cluster.ts'
import { getDocs } from './routes/get-docs.ts'
import { getFinding } from './routes/get-finding.ts'
import { getHealth } from './routes/get-health.ts'
import { getMetrics } from './routes/get-metrics.ts'
import { getOpenapi } from './routes/get-openapi.ts'
import { getReadinessReport } from './routes/get-readiness-report.ts'
import { getReadiness } from './routes/get-readiness.ts'
import { getRun } from './routes/get-run.ts'
import { getSummary } from './routes/get-summary.ts'
import { getTrends } from './routes/get-trends.ts'
import { listChecks } from './routes/list-checks.ts'
import { listClusters } from './routes/list-clusters.ts'
import { listFindings } from './routes/list-findings.ts'
import { listLatency } from './routes/list-latency.ts'
import { listRuns } from './routes/list-runs.ts'
import { listUnknowns } from './routes/list-unknowns.ts'
import { startRun } from './routes/start-run.ts'

/** Every operation, in the order in which the description lists them. */
export const routes: readonly ApiRoute[] = [
  getSummary,
  getReadinessReport,
  getTrends,
  listFindings,
  getFinding,
  listUnknowns,
  listClusters,
  getCluster,
  listRuns,
  getRun,
  startRun,
  listChecks,
  getCheck,
  listLatency,
  getMetrics,
  getHealth,
  getReadiness,
  getOpenapi,
  getDocs,
]
