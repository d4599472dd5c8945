import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { startSlack } from '@fleet-auditor/simulator/slack/slack.ts'
import { credentials, type Database, now } from '../database.ts'
import { account, startClouds } from './clouds.ts'
import { seedRuns } from './seeded-runs.ts'

/** What functions find when they are invoked: their environment, the clouds, and runs in the store for every turn. */
export interface Deployment {
  /** Where they run: the fleet file is there. */
  readonly folder: string
  readonly variables: Readonly<Record<string, string>>
  /** For the API. */
  readonly token: string
  readonly store: FleetStore
  close(): Promise<void>
}

const region = 'eu-west-1'
const botToken = 'xoxb-bench'
const channel = 'C0BENCH'

export const vantage = 'beside'
const written: WrittenFleetFile = {
  fleet: 'bench',
  sources: { aws: [{ account, regions: [region] }] },
  planes: [{ name: 'central', region, manages: [{}] }],
  vantages: [{ name: vantage, kind: 'lambda', region }],
  slack: { channel },
}

export async function deploy({ endpoint, table }: Database, folder: string, turns: number): Promise<Deployment> {
  const store = await openTableStore({ table, now, endpoint, region, credentials })
  const [slack, services, clouds] = await Promise.all([
    startSlack({ tokens: [botToken], channels: [{ id: channel }] }),
    startServices(),
    startClouds(folder),
  ])
  await writeFile(path.join(folder, 'fleet.yaml'), JSON.stringify({ ...written, ...clouds.fleet })) // JSON is YAML
  await seedRuns(store, FleetFile.parse(written), turns)
  const variables = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: clouds.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: clouds.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_SFN: services.url,
    TABLE_NAME: table,
    FLEET_FILE: 'fleet.yaml',
    STATE_MACHINE_ARN: `arn:aws:states:${region}:${account}:stateMachine:run`,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: slack.apiUrl,
    DEAD_MAN_URL: services.url,
  }
  return {
    folder,
    variables,
    token: await tokenOf(store),
    store,
    close: async () => {
      for (const each of [slack, services, clouds, store]) await each.close()
    },
  }
}

async function tokenOf({ tokens }: FleetStore): Promise<string> {
  const ports = { tokens, clock: { now }, random: randomBytes }
  return (await createToken({ name: 'bench', scopes: ['read'] }, ports)).token
}

/** Step Functions that starts every execution, and the API that a dead-man check asks. */
async function startServices(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const started = { executionArn: 'arn:aws:states:::execution:run:bench', startDate: 1_795_000_000 }
  const answer = JSON.stringify({ ...started, lastComplete: { id: 'bench', endedAt: now() } })
  const loopback = await listenOnLoopback(createServer((_, response) => void response.end(answer)))
  return { url: `http://127.0.0.1:${loopback.port}`, close: () => loopback.close() }
}
