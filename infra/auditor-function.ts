import type { Place, Right } from '@fleet-auditor/audit/access/function-roles.ts'
import { options } from './environment.ts'
import { functionSeconds, type Handler } from './timeouts.ts'

type Inputs = $util.Input<string>[]

interface AuditorFunction {
  readonly handler: Handler
  /** Memory buys CPU: one vCPU at 1,769 MB. */
  readonly memory: `${number} MB`
  readonly rights: readonly Right[]
  /** ARNs of the places that the rights are about. */
  readonly places?: Partial<Record<Place, Inputs>>
  readonly environment?: Record<string, $util.Input<string>>
  readonly vpc?: sst.aws.Vpc
  readonly provider?: aws.Provider
  /** Files that the fleet file names, packed under the names they have there: by paths from the root of the project. */
  readonly files?: readonly string[]
  /** False: it is about no fleet. */
  readonly knowsFleet?: boolean
  /** How often Lambda repeats what a schedule called and what failed; twice where it is not said. */
  readonly retries?: 0
}

/** A function of the auditor: its own role with its rights and no more, and the settings that all share. */
export function auditorFunction(name: string, settings: AuditorFunction): sst.aws.Function {
  const { handler, memory, environment = {}, vpc, provider, knowsFleet = true, retries, files = [] } = settings
  return new sst.aws.Function(
    name,
    {
      handler: `functions/${handler}.handler`,
      timeout: `${functionSeconds[handler]} seconds`,
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
      environment: { ...(knowsFleet ? { FLEET_FILE: 'fleet.yaml', STAGE: $app.stage } : {}), ...environment },
      // Never `link`: it grants every action on what it links.
      permissions: settings.rights.map((right) => permission(name, right, settings.places ?? {})),
      ...(vpc ? { vpc } : {}),
      ...(retries === undefined ? {} : { retries }),
      transform: {
        // SST lets the whole account assume the role, for its live mode; this one is Lambda's alone.
        role: { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }) },
      },
    },
    provider ? { provider } : {},
  )
}

function permission(name: string, { actions, on, audiences }: Right, places: Partial<Record<Place, Inputs>>) {
  const resources = typeof on === 'string' ? places[on] : [...on]
  if (resources === undefined) throw new Error(`${name}: its rights are about ${String(on)}, which is not named`)
  return {
    actions: [...actions],
    resources,
    ...(audiences
      ? {
          conditions: [
            { test: 'ForAllValues:StringEquals', variable: 'sts:IdentityTokenAudience', values: [...audiences] },
          ],
        }
      : {}),
  }
}
