import { expandScopes, type UnreadSources } from '@fleet-auditor/audit/discovery/expand-scopes.ts'
import { scopesOf, wideSourcesOf } from '@fleet-auditor/audit/discovery/scopes.ts'
import type { Ports } from '@fleet-auditor/audit/ports/ports.ts'
import type { RunContext } from '@fleet-auditor/audit/run-context.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { fleetFileError } from '@fleet-auditor/model/fleet-file-message.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { parseFleetFile } from '@fleet-auditor/model/parse-fleet-file.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'

/** Bytes of a fleet file. */
const longestFile = 2 ** 20

/** Reads and checks a fleet file; every mistake in it is reported at once. */
export async function readFleetFile(file: string): Promise<FleetFile> {
  const { codeOf, fileTexts, readTextFile } = await import('@fleet-auditor/adapters/wire/text-file.ts')
  const text = await readTextFile(file, longestFile).catch((error: unknown) => {
    const code = codeOf(error)
    const message = `the fleet file ${fileTexts.get(code) ?? `cannot be read (${code})`}`
    const remedy =
      code === 'ENOENT'
        ? 'name another with --fleet, or write one with: fleet-auditor init'
        : `name a file that you may read with --fleet, a regular one of at most ${longestFile / 2 ** 20} MB`
    throw new AuditorError('config', message, { place: file, remedy, cause: error })
  })
  const parsed = parseFleetFile(
    text,
    allChecks.map((check) => check.id),
  )
  if (parsed.ok) return parsed.fleet
  throw fleetFileError(file, parsed.problems)
}

/** The fleet of a run without a fleet file: nothing is declared. */
export const undeclaredFleet = (): FleetFile => FleetFile.parse({})

/** The sources that the command line names. */
interface SourceInput {
  readonly fleet?: string
  readonly kubeconfig?: string
  readonly contexts: readonly string[]
  readonly providers: readonly Provider[]
}

export interface Sources {
  readonly fleet: FleetFile
  /** The contexts that were named on the command line; absent: all that the fleet file names. */
  readonly scopes?: readonly Scope[]
  /** A kubeconfig was named on the command line, or there is no fleet file: this is not the whole fleet. */
  readonly partial: boolean
}

/** Every scope to read, and the sources that could not be listed. */
export interface ExpandedSources {
  readonly scopes: readonly Scope[]
  readonly unread: UnreadSources
}

/** The fleet file's sources; with a kubeconfig flag its contexts and nothing else; with neither, the current context. */
export async function sourcesOf(input: SourceInput): Promise<Sources> {
  const fleet = input.fleet === undefined ? undeclaredFleet() : await readFleetFile(input.fleet)
  if (input.kubeconfig !== undefined || input.contexts.length > 0 || input.fleet === undefined) {
    const [cloud] = input.providers
    const file = input.kubeconfig ? { file: input.kubeconfig } : {}
    const scope: Scope = { provider: 'kubeconfig', contexts: [...input.contexts], ...file, cloud }
    return { fleet, scopes: [scope], partial: true }
  }
  if (scopesOf(fleet).length > 0 || wideSourcesOf(fleet).length > 0) return { fleet, partial: false }
  throw new AuditorError('config', 'the fleet file names no source: there is nothing to audit', {
    place: `${input.fleet}: sources`,
    remedy: 'name an account, a project, a subscription or a kubeconfig under sources',
  })
}

/** Lists the members of organizations and tenants. */
export async function expandSources(
  { fleet, scopes }: Sources,
  context: Pick<RunContext, 'limits' | 'signal'>,
  ports: Pick<Ports, 'scopeListers'>,
): Promise<ExpandedSources> {
  return scopes ? { scopes, unread: new Map() } : expandScopes({ ...context, fleet }, ports)
}
