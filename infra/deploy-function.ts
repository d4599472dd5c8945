import type { Right } from '@fleet-auditor/audit/access/function-roles.ts'
import { pascal } from './component-name.ts'
import { options } from './environment.ts'
import { functionOf, type Handler, type ResourceName } from './functions.ts'

type Input = $util.Input<string>

/** What a function uses: names for its environment, ARNs for its rights. */
export interface Resource {
  readonly variables: Readonly<Record<string, Input>>
  readonly arns?: readonly Input[]
}
export type Resources = Readonly<Partial<Record<ResourceName, Resource>>>

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
  const { seconds, memory, knowsFleet = true, retries, component = pascal(handler), uses } = functionOf(handler)
  const { resources, rights, files = [], vpc, provider, suffix = '' } = placement
  const name = `${component}${suffix}`
  const environment = Object.assign({}, ...uses.map((resource) => resources[resource]?.variables))
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
      logging: { retention: '1 month', format: 'json' },
      copyFiles: [
        ...(knowsFleet ? [{ from: options.fleetFile, to: 'fleet.yaml' }] : []),
        ...files.map((file) => ({ from: file, to: file })),
      ],
      environment: {
        ...(knowsFleet ? { FLEET_FILE: 'fleet.yaml', STAGE: $app.stage } : {}),
        ...(options.logLevel ? { POWERTOOLS_LOG_LEVEL: options.logLevel } : {}),
        ...environment,
      },
      // Never `link`: it grants every action on what it links.
      permissions: rights.map((right) => permission(name, right, resources)),
      vpc,
      retries,
      transform: {
        // SST lets the whole account assume the role, for its live mode; this one is Lambda's alone.
        role: { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }) },
      },
    },
    provider ? { provider } : {},
  )
  all.push({ name, handler, component: own })
  return own
}

function permission(name: string, { actions, on, audiences }: Right, resources: Resources) {
  const arns = typeof on === 'string' ? resources[on]?.arns : on
  if (arns === undefined) throw new Error(`${name}: its rights are about ${String(on)}, which it is not given`)
  const conditions = audiences && [
    { test: 'ForAllValues:StringEquals', variable: 'sts:IdentityTokenAudience', values: [...audiences] },
  ]
  return { actions: [...actions], resources: [...arns], conditions }
}
