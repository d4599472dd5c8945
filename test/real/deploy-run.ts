import { setTimeout as pause } from 'node:timers/promises'
import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { startSlack } from '@fleet-auditor/simulator/slack/slack.ts'
import { account } from '../infra/plan/account.ts'
import { startDeployedFleet } from './deploy-fleet.ts'
import { deployPlan, type Deployment, planFor } from './deploy-plan.ts'
import { sessionOf } from './deploy-roles.ts'
import { deploySchedules } from './deploy-schedules.ts'
import { startMinistack } from './ministack.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Of the plan's providers (sst.config.ts). */
const region = 'eu-west-1'
const token = 'xoxb-real-tier'
const firingMs = 150_000
const executionMs = 120_000

type Closing = () => unknown

/**
 * The auditor as it is deployed, to MiniStack, in front of a simulated fleet and Slack, after the first run that its
 * schedule started. Whatever was started is closed when anything on the way fails.
 */
export async function startDeployedRun() {
  const closings: Closing[] = []
  const close = async (): Promise<void> => {
    for (const closing of closings.toReversed()) await closing()
  }
  try {
    return { ...(await deployedRun(closings)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function deployedRun(closings: Closing[]) {
  const opened = <T extends { close: Closing }>(one: T): T => {
    closings.push(() => one.close())
    return one
  }
  const folder = await temporaryFolder('deployed')
  closings.push(() => folder.remove())
  const fleet = opened(await startDeployedFleet())
  const slack = opened(await startSlack({ tokens: [token], channels: [{ id: 'C0DEPLOYED' }] }))
  const ministack = opened(await startMinistack({ account, region }))
  const { url: endpoint } = ministack
  const place = { url: endpoint, account, region }
  const planned = await planFor(fleet.written, folder.path)
  const settings = { endpoints: endpointsAt(endpoint, slack.apiUrl), secrets: { SLACK_BOT_TOKEN: token } }
  const deployment = opened(await deployPlan(planned, place, settings))
  fleet.admit(sessionOf(deployment.functionOf('AuditEks')).accessKeyId)
  const { table } = deployment
  const root = { accessKeyId: account, secretAccessKey: 'root' }
  const now = (): string => new Date().toISOString()
  const store = opened(await openTableStore({ table, now, endpoint, region, credentials: root }))
  const schedules = await deploySchedules(planned.plan, place)
  const run = await firstExecution(deployment, ministack.log)
  await schedules.stop()
  const execution = await deployment.machine.ended(run, executionMs)
  return { fleet, slack, ministack, deployment, store, run, execution, minute: schedules.minute, place }
}

/** Where a function finds what it asks for. Without the first one MiniStack would change how it speaks HTTPS. */
const endpointsAt = (ministack: string, slack: string) => ({
  AWS_ENDPOINT_URL: '',
  AWS_ENDPOINT_URL_DYNAMODB: ministack,
  AWS_ENDPOINT_URL_LAMBDA: ministack,
  AWS_ENDPOINT_URL_SFN: ministack,
  SLACK_API_URL: slack,
})

async function firstExecution({ machine }: Deployment, log: () => Promise<string>): Promise<string> {
  const deadline = performance.now() + firingMs
  for (;;) {
    const [name] = await machine.executions()
    if (name !== undefined) return name
    if (performance.now() > deadline) {
      throw new Error(`the schedule has started nothing; end of MiniStack's log:\n${(await log()).slice(-3000)}`)
    }
    await pause(500)
  }
}
