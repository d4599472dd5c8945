import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { StateMachine } from 'aws-local-stepfunctions'
import { Machine, tasksOf } from '../machine/parsed-machine.ts'
import { root } from '../plan/places.ts'
import { planOf } from '../plan/plan.ts'
import { functionArn } from '../planned/planned-arns.ts'
import { functionsOf, variablesOf } from '../planned/planned-resources.ts'
import { definitionOf } from '../promises/machine.ts'
import { startAwsEndpoint } from './aws-endpoint.ts'
import { invoke, type Invoked } from './deployed-function.ts'
import { credentials, startFleet } from './fleet-bench.ts'
import { startPlannedTable } from './planned-table.ts'
import { unzip } from './unzip.ts'

/** A function's package: bytes of its files, and of the ZIP. */
export interface Package {
  readonly files: Readonly<Record<string, number>>
  readonly packed: number
}

/** All that is deployed for the bench's fleet, unpacked and at work on one machine: one process an invocation. */
export async function startDeployment() {
  const bench = await startFleet()
  const folder = await mkdtemp(path.join(tmpdir(), 'deployed-'))
  const file = path.join(folder, 'fleet.yaml')
  await writeFile(file, bench.fleetFile)
  const plan = await planOf({
    stage: 'dev',
    fleetFile: path.relative(root, file),
    keep: (artifacts) => cp(artifacts, path.join(folder, 'zip'), { recursive: true }),
  })
  const packages = new Map<string, Package>()
  for (const name of functionsOf(plan)) packages.set(name, await unpacked(folder, name))
  const table = await startPlannedTable(plan)
  const byArn = new Map(functionsOf(plan).map((name) => [functionArn(plan, name), name]))
  const call = (name: string, event: unknown, variables: Readonly<Record<string, string>> = {}): Promise<Invoked> => {
    const endpoints = {
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      AWS_ENDPOINT_URL_LAMBDA: aws.url,
      AWS_ENDPOINT_URL_SFN: aws.url,
    }
    return invoke(
      path.join(folder, name),
      { ...variablesOf(plan, name), ...credentials, ...endpoints, ...variables },
      event,
    )
  }
  const aws = await startAwsEndpoint((arn, event) => call(byArn.get(arn) ?? arn, event))
  return {
    bench,
    plan,
    packages,
    table,
    call,
    started: aws.started,
    run: (input: unknown) => runDeployed(definitionOf(plan), input, (arn, event) => call(byArn.get(arn) ?? arn, event)),
    async [Symbol.asyncDispose]() {
      await Promise.all([table[Symbol.asyncDispose](), aws[Symbol.asyncDispose](), bench[Symbol.asyncDispose]()])
      await rm(folder, { recursive: true })
    },
  }
}

async function unpacked(folder: string, name: string): Promise<Package> {
  const zip = path.join(folder, 'zip', name, 'code.zip')
  return { files: await unzip(zip, path.join(folder, name)), packed: (await stat(zip)).size }
}

/** What a run of the deployed definition called, in order. */
export interface Call extends Invoked {
  readonly state: string
}

async function runDeployed(
  definition: unknown,
  input: unknown,
  call: (arn: string, event: unknown) => Promise<Invoked>,
): Promise<{ readonly calls: readonly Call[]; readonly ended: unknown }> {
  const calls: Call[] = []
  const handlers = tasksOf(Machine.parse(definition)).map(([state, { Resource }]) => {
    const handle = async (event: unknown): Promise<unknown> => {
      const invoked = await call(Resource, event)
      calls.push({ state, ...invoked })
      if (invoked.error !== '') throw new Error(invoked.error)
      return invoked.answer
    }
    return [state, handle] as const
  })
  // The interpreter's types are JSON's and Amazon States Language's; it validates both itself.
  const execution = new StateMachine(definition as never).run(input as never, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(handlers) as never,
      retryIntervalOverrides: Object.fromEntries(handlers.map(([state]) => [state, 0])),
    },
  })
  return { calls, ended: await execution.result.catch(String) }
}
