import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { demonstrationFiles, writeHandout } from '@fleet-auditor/cli/demonstration/files.ts'
import { demonstrationEnvironment } from '@fleet-auditor/cli/demonstration/processes.ts'
import { startFleetProcess } from '@fleet-auditor/cli/demonstration/processes.ts'
import { planeRegion } from '@fleet-auditor/simulator/demonstration/places.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { vi } from 'vitest'
import { coldHandler } from '../../functions/cold-handler.ts'
import { startTables } from './run-tables.ts'

const probe = coldHandler(() => import('../../../functions/probe.ts'))

/** The demonstration's fleet, deployed: its vantage is a probe function of its own. */
export interface DemonstrationBench {
  readonly store: FleetStore
  /** How often a probe function was called. */
  probeCalls(): number
  close(): Promise<void>
}

export async function startDemonstrationBench(): Promise<DemonstrationBench> {
  const files = demonstrationFiles(await mkdtemp(path.join(tmpdir(), 'deployed-demonstration-')))
  const [running, tables, lambda] = await Promise.all([
    startFleetProcess(1, files.authority),
    startTables(),
    startProbeFunctions(),
  ])
  const { handout } = running
  const vantages = (handout.fleet.vantages ?? []).map((vantage) => ({ ...vantage, kind: 'lambda' as const }))
  await writeHandout(files, { ...handout, fleet: { ...handout.fleet, vantages } })
  const store = await tables.open('fleet')
  const variables = {
    ...demonstrationEnvironment(handout, files, process.env),
    TABLE_NAME: 'fleet',
    FLEET_FILE: files.fleet,
    AWS_REGION: planeRegion,
    PROBE_FUNCTIONS: JSON.stringify({ [planeRegion]: 'probe' }),
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint,
  }
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  vi.resetModules()
  return {
    store,
    probeCalls: lambda.calls,
    async close() {
      vi.unstubAllEnvs()
      await Promise.all([running.end(), tables.close(), lambda.close(), rm(files.folder, { recursive: true })])
    },
  }
}

/** Lambda's invoke route, behind which the real probe function answers. */
async function startProbeFunctions() {
  let calls = 0
  const invocation = { getRemainingTimeInMillis: () => 60_000 }
  const invoke = async (request: IncomingMessage): Promise<{ failed: boolean; body: string }> => {
    calls += 1
    const event: unknown = JSON.parse(await text(request))
    try {
      return { failed: false, body: JSON.stringify(await probe(event, invocation)) }
    } catch (error) {
      return { failed: true, body: JSON.stringify({ errorMessage: String(error) }) }
    }
  }
  const server = createServer((request, response) => {
    void invoke(request).then(({ failed, body }) =>
      response.writeHead(200, failed ? { 'x-amz-function-error': 'Unhandled' } : {}).end(body),
    )
  })
  const loopback = await listenOnLoopback(server)
  return { endpoint: `http://127.0.0.1:${loopback.port}`, calls: () => calls, close: () => loopback.close() }
}
