import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDynalite } from '@fleet-auditor/adapters/store/embedded/dynalite-server.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import type { SlackOptions } from '@fleet-auditor/simulator/slack/slack.ts'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { createTableBench, type TableBench } from '../store/table/table-bench.ts'
import { openSlackBench, type SlackBench } from './slack-bench.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** One database for a file; a workspace and a table for each case. */
export function slackBenches(): (options?: Partial<SlackOptions>) => Promise<SlackBench> {
  let bench: TableBench | undefined
  const opened: SlackBench[] = []
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slack-'))
    const server = await startDynalite(join(folder, 'data'))
    bench = createTableBench({
      client: () => createClient({ endpoint: server.endpoint, region: 'local', credentials }),
      close: async () => {
        await server.close()
        await rm(folder, { recursive: true })
      },
    })
  })
  afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())))
  afterAll(() => bench?.close())
  return async (options) => {
    if (!bench) throw new Error('the database is not open')
    const slack = await openSlackBench(bench, options)
    opened.push(slack)
    return slack
  }
}
