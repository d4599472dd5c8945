import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { fleetFixture, platform, root } from './places.ts'
import { Plan, type PlanOrder } from './plan-shape.ts'

export interface PlanOptions {
  readonly stage: string
  /** Another checkout than this one. */
  readonly root?: string
  readonly bundles?: boolean
  /** From the root; the tier's own by default. */
  readonly fleetFile?: string
  /** Options of the deployment (infra/environment.ts). */
  readonly options?: Readonly<Record<string, string>>
  /** What SSM holds before the deployment, by name. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Called with the folder of the plan's artifacts before it is removed. */
  readonly keep?: (artifacts: string) => Promise<void>
}

/**
 * What `sst deploy` would register, without AWS, Pulumi's engine or SST's binary: the real components run under
 * Pulumi's mocks in a process of their own. Rejects where a deployment would stop.
 */
export async function planOf(options: PlanOptions): Promise<Plan> {
  const work = await mkdtemp(path.join(platform, 'plan-'))
  try {
    const { stage, bundles = true, root: checkout = root, parameters = {} } = options
    const variables = { AUDITOR_REGION: 'eu-west-1', FLEET_FILE: options.fleetFile ?? fleetFixture, ...options.options }
    await runChild({ root: checkout, platform, work, stage, bundles, parameters }, variables)
    await options.keep?.(path.join(work, 'artifacts'))
    return Plan.parse(JSON.parse(await readFile(path.join(work, 'plan.json'), 'utf8')))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function runChild(order: PlanOrder, variables: Readonly<Record<string, string>>): Promise<void> {
  const program = path.join(import.meta.dirname, 'child.ts')
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, ...variables, SST_TELEMETRY_DISABLED: '1' }
  await promisify(execFile)(process.execPath, [program, JSON.stringify(order)], { env, maxBuffer: 64 * 2 ** 20 })
}
