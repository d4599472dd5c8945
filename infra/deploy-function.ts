import type { Right } from '@fleet-auditor/audit/access/right.ts'
import { options } from './environment.ts'
import { functionOf, type Handler } from './functions.ts'
import { logGroupOf, permission, roleSettings, writeLog, type Resources } from './role.ts'

/** As part of a component's name: `EuWest2`, `PlanScopes`. */
export const pascal = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase())

interface Placement {
  readonly rights: readonly Right[]
  readonly resources: Resources
  /** Files that the fleet file names, packed under the names they have there: by paths from the root of the project. */
  readonly files?: readonly string[]
  readonly vpc?: sst.aws.Vpc
  readonly provider?: aws.Provider
  /** Of a function that is deployed to several regions: the end of its component's name. */
  readonly suffix?: string
}

interface Deployed {
  readonly name: string
  readonly handler: Handler
  readonly component: sst.aws.Function
}
const all: Deployed[] = []

/** All functions of this deployment, once the files that deploy them are loaded. */
export const deployed: readonly Deployed[] = all

/** Deploys a function of the table: its own role with its rights and no more, and the settings that all share. */
export function deployFunction(handler: Handler, placement: Placement): sst.aws.Function {
  const { seconds, memory, knowsFleet = true, retries, component = pascal(handler) } = functionOf(handler)
  const { resources, rights, files = [], vpc, provider, suffix = '' } = placement
  const name = `${component}${suffix}`
  const log = logGroupOf(name, provider)
  const own = new sst.aws.Function(
    name,
    {
      handler: `functions/${handler}.handler`,
      timeout: `${seconds} seconds`,
      memory,
      architecture: 'arm64',
      runtime: 'nodejs24.x',
      // SDKs that an event may not need are files of their own, read when they are used.
      nodejs: { splitting: true, minify: true },
      logging: { logGroup: log.name, format: 'json' },
      copyFiles: [
        ...(knowsFleet ? [{ from: options.fleetFile, to: 'fleet.yaml' }] : []),
        ...files.map((file) => ({ from: file, to: file })),
      ],
      environment: environmentOf(handler, resources),
      // Never `link`: it grants every action on what it links.
      permissions: [...rights.map((right) => permission(name, right, resources)), writeLog(log)],
      vpc,
      retries,
      concurrency: reserved(handler),
      transform: { role: roleSettings(vpc !== undefined) },
    },
    provider ? { provider } : {},
  )
  all.push({ name, handler, component: own })
  return own
}

function environmentOf(handler: Handler, resources: Resources): Record<string, $util.Input<string>> {
  const { knowsFleet = true, uses } = functionOf(handler)
  return {
    ...(knowsFleet ? { FLEET_FILE: 'fleet.yaml', STAGE: $app.stage } : {}),
    ...(options.logLevel ? { POWERTOOLS_LOG_LEVEL: options.logLevel } : {}),
    ...Object.assign({}, ...uses.map((resource) => resources[resource]?.variables)),
  }
}

/** The quota from which on functions may keep a share: AWS itself keeps 100, and a new account has far fewer. */
const enough = 1000

/** What AWS refuses stops a deployment half way, so that nothing is reserved of a quota that was not looked at. */
function reserved(handler: Handler): { reserved: number } | undefined {
  const { concurrency } = functionOf(handler)
  const { concurrentFunctions = 0 } = options
  return concurrency === undefined || concurrentFunctions < enough ? undefined : { reserved: concurrency }
}
