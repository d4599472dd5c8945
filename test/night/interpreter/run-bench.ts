import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { startSlack, type RunningSlack } from '@fleet-auditor/simulator/slack/slack.ts'
import { vi } from 'vitest'
import { captureOutput } from '../../functions/captured-output.ts'
import { linesOf } from '../../functions/logged-lines.ts'
import { channel, credentials, type EksFleet, type EksFleetOptions, startEksFleet } from './eks-fleet.ts'
import { type RunTables, startTables } from './run-tables.ts'

/** A fleet, a table and the environment that a deployment gives its functions. */
export interface RunBench {
  readonly store: FleetStore
  readonly slack: RunningSlack
  /** Texts of what stands in the channel, answers in threads apart. */
  digests(): string[]
  /** Logged by functions in this process. */
  lines(): Record<string, unknown>[]
  /** As Lambda gives them to a function. */
  readonly variables: Readonly<Record<string, string>>
  close(): Promise<void>
}

const botToken = 'xoxb-interpreter'

export const startRunBench = (options: EksFleetOptions): Promise<RunBench> => startRunBenchOf(startEksFleet(options))

export async function startRunBenchOf(
  startingFleet: Promise<EksFleet>,
  startingTables: Promise<RunTables> = startTables(),
): Promise<RunBench> {
  const [fleet, tables, slack, folder] = await Promise.all([
    startingFleet,
    startingTables,
    startSlack({ tokens: [botToken], channels: [{ id: channel }] }),
    mkdtemp(path.join(tmpdir(), 'interpreted-run-')),
  ])
  const store = await tables.open('fleet')
  const fleetFile = path.join(folder, 'fleet.yaml')
  await writeFile(fleetFile, JSON.stringify(fleet.fleet)) // JSON is YAML
  const variables = {
    ...credentials,
    TABLE_NAME: 'fleet',
    FLEET_FILE: fleetFile,
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: slack.apiUrl,
  }
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  const captured = captureOutput()
  // Functions read their settings once per cold start.
  vi.resetModules()
  return {
    store,
    lines: () => linesOf(captured.text()),
    slack,
    variables,
    digests: () => slack.messages().flatMap(({ text, threadTs }) => (threadTs === undefined ? [text] : [])),
    async close() {
      captured.stop()
      vi.unstubAllEnvs()
      await Promise.all([fleet.close(), tables.close(), slack.close(), rm(folder, { recursive: true })])
    },
  }
}
