import { expandScopes, type UnreadSources } from '@fleet-auditor/audit/discovery/expand-scopes.ts'
import type { Ports } from '@fleet-auditor/audit/ports/ports.ts'
import type { RunContext } from '@fleet-auditor/audit/run-context.ts'
import { scopesOf, wideSourcesOf } from '@fleet-auditor/audit/discovery/scopes.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import { readFleetFile, undeclaredFleet } from './fleet-source.ts'

/** The flags that say what is looked at, shared by `audit` and `doctor`. Durations in milliseconds. */
export interface SourceFlags {
  readonly fleet?: string
  readonly kubeconfig?: string
  readonly contexts: readonly string[]
  readonly clusters: readonly string[]
  readonly providers: readonly Provider[]
  readonly concurrency: number
  readonly deadlineMs: number
  readonly clusterDeadlineMs: number
}

export interface Sources {
  readonly fleet: FleetFile
  /** The contexts that were named on the command line; absent: all that the fleet file names. */
  readonly scopes?: readonly Scope[]
  /** A kubeconfig was named on the command line, or there is no fleet file: this is not the whole fleet. */
  readonly partial: boolean
}

/** The fleet file’s sources; a kubeconfig flag looks at its contexts and nothing else; with neither, the current context. */
export async function scopesFor(flags: SourceFlags): Promise<Sources> {
  const fleet = flags.fleet === undefined ? undeclaredFleet() : await readFleetFile(flags.fleet)
  if (flags.kubeconfig !== undefined || flags.contexts.length > 0 || flags.fleet === undefined) {
    const [cloud] = flags.providers
    const file = flags.kubeconfig ? { file: flags.kubeconfig } : {}
    const scope: Scope = { provider: 'kubeconfig', contexts: [...flags.contexts], ...file, cloud }
    return { fleet, scopes: [scope], partial: true }
  }
  if (scopesOf(fleet).length > 0 || wideSourcesOf(fleet).length > 0) return { fleet, partial: false }
  throw new AuditorError('config', 'the fleet file names no source: there is nothing to audit', {
    place: `${flags.fleet}: sources`,
    remedy: 'name an account, a project, a subscription or a kubeconfig under sources',
  })
}

/** Every scope of these sources, the members of organizations and tenants among them. */
export async function scopesIn(
  { fleet, scopes }: Sources,
  context: Pick<RunContext, 'limits' | 'signal'>,
  ports: Pick<Ports, 'scopeListers'>,
): Promise<{ readonly scopes: readonly Scope[]; readonly unread: UnreadSources }> {
  return scopes ? { scopes, unread: new Map() } : expandScopes({ ...context, fleet }, ports)
}
