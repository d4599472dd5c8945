import type { SlackOptions } from '@fleet-auditor/simulator/slack/slack.ts'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openEngineDatabase } from '../store/engine-database.ts'
import { createTableBench, type TableBench } from '../store/table/table-bench.ts'
import { openSlackBench, type SlackBench } from './slack-bench.ts'

/** One database for a file; a workspace and a table for each case. */
export function slackBenches(): (options?: Partial<SlackOptions>) => Promise<SlackBench> {
  let bench: TableBench | undefined
  const opened: SlackBench[] = []
  beforeAll(async () => {
    bench = createTableBench(await openEngineDatabase())
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
