import { cp, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { root } from '../infra/plan/places.ts'
import type { Plan } from '../infra/plan/plan-shape.ts'
import { planOf } from '../infra/plan/plan.ts'
import { deployFunctions, type DeployedFunction, type DeploySettings } from './deploy-functions.ts'
import { readLog } from './deploy-log.ts'
import { type DeployedMachine, deployMachine } from './deploy-machine.ts'
import type { DeployPlace } from './deploy-request.ts'
import { deployRoles } from './deploy-roles.ts'
import { deployTable } from './deploy-table.ts'

export type Planned = {
  readonly plan: Plan
  /** Holds `<component>/code.zip` of every function. */
  readonly packages: string
}

export type Deployment = {
  readonly table: string
  readonly machine: DeployedMachine
  /** By its component (`Tick`, `AuditEks`). */
  readonly functionOf: (component: string) => DeployedFunction
  /** Invokes it as a person would; rejects when it fails. */
  readonly invoke: (component: string, event: object) => Promise<unknown>
  /** What it logged, a JSON object a line. */
  readonly logOf: (component: string) => Promise<readonly Record<string, unknown>[]>
  readonly close: () => void
}

/** What `sst deploy` would make of this fleet file. `folder` is the caller's, to be removed by it. */
export async function planFor(written: WrittenFleetFile, folder: string): Promise<Planned> {
  const fleetFile = join(folder, 'fleet.yaml')
  const packages = join(folder, 'packages')
  await writeFile(fleetFile, JSON.stringify(written)) // JSON is YAML
  const keep = (artifacts: string) =>
    cp(artifacts, packages, { recursive: true, filter: (file) => !file.endsWith('-src') })
  return { plan: await planOf({ stage: 'dev', fleetFile: relative(root, fleetFile), keep }), packages }
}

/** Makes what is planned, but for its schedules. */
export async function deployPlan(
  { plan, packages }: Planned,
  place: DeployPlace,
  settings: DeploySettings,
): Promise<Deployment> {
  await deployRoles(plan, place)
  const table = await deployTable(plan, place)
  const functions = await deployFunctions(plan, packages, place, settings)
  const machine = await deployMachine(plan, place)
  const { url: endpoint, account, region } = place
  const lambda = new LambdaClient({ endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'root' } })
  const functionOf = (component: string): DeployedFunction => {
    const found = functions.get(component)
    if (found) return found
    throw new Error(`no function ${component} in the plan, only ${[...functions.keys()].join(', ')}`)
  }
  return {
    table,
    machine,
    functionOf,
    invoke: (component, event) => invoke(lambda, functionOf(component).name, event),
    logOf: (component) => readLog(place, functionOf(component).loggingConfig.logGroup),
    close: () => {
      machine.close()
      lambda.destroy()
    },
  }
}

async function invoke(lambda: LambdaClient, name: string, event: object): Promise<unknown> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }))
  const text = Buffer.from(answer.Payload ?? []).toString()
  if (answer.FunctionError) throw new Error(`${name}: ${text}`)
  return JSON.parse(text)
}
