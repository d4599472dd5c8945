import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { credentials, withDatabase } from '../database.ts'
import type { Effort } from '../effort.ts'
import type { FleetJob, ServedFleet } from '../fleet-run/fleet-server.ts'
import type { InterpretedRun, InterpreterJob } from '../fleet-run/interpreter-job.ts'
import type { Meter, Metered, MeterJob } from '../fleet-run/meter-server.ts'
import { atLeast, figure, type Line } from '../line.ts'
import { runJob, startServer } from '../processes.ts'

const of = (file: string): URL => new URL(`../fleet-run/${file}.ts`, import.meta.url)

/** The first run of a fleet by the deployed definition with the real handlers, which share one process. */
export const interpretedRun = ({ clusters }: Effort['interpreter']): Promise<Line[]> =>
  withDatabase(async ({ endpoint, table }, folder) => {
    const served = await startServer<FleetJob, ServedFleet>({ file: of('fleet-server') }, { clusters })
    const meter = await startServer<MeterJob, Meter>({ file: of('meter-server') }, { endpoint })
    try {
      const fleetFile = path.join(folder, 'fleet.yaml')
      await writeFile(fleetFile, JSON.stringify(served.ready.fleet)) // JSON is YAML
      const variables = variablesOf(meter.ready.endpoint, table, fleetFile)
      const interpreted = await runJob<InterpreterJob, InterpretedRun>(
        { file: of('interpreter-job'), variables },
        { endpoint, table },
      )
      return linesOf(clusters, interpreted, await meteredBy(meter.ready))
    } finally {
      await Promise.all([served.close(), meter.close()])
    }
  })

const variablesOf = (endpoint: string, table: string, fleetFile: string): Record<string, string> => ({
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIAINTERPRETER',
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  TABLE_NAME: table,
  FLEET_FILE: fleetFile,
})

const meteredBy = async ({ endpoint }: Meter): Promise<Metered> => {
  const answer = await fetch(`${endpoint}/metered`)
  return (await answer.json()) as Metered // of our own file
}

function linesOf(clusters: number, interpreted: InterpretedRun, { requests, writeUnits }: Metered): Line[] {
  const what = `first run of ${clusters} clusters on the interpreter`
  return [
    figure(`${what}: wall`, interpreted.seconds, 's'),
    figure(`${what}: peak RSS of interpreter and functions`, interpreted.peakMb, 'MB'),
    figure(`${what}: write units per cluster`, writeUnits / clusters),
    figure(`${what}: requests to the store per cluster`, requests / clusters),
    figure(`${what}: requests to its API server per cluster`, interpreted.clusterRequests / clusters),
    atLeast(`${what}: clusters with a row`, interpreted.rows, { limit: clusters, counted: true }),
    atLeast(`${what}: clusters audited`, interpreted.audited, { limit: clusters, counted: true }),
  ]
}
