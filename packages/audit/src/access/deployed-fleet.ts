import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { fleetFileError } from '@fleet-auditor/model/fleet-file-message.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { parseFleetFile } from '@fleet-auditor/model/parse-fleet-file.ts'
import { scopesOf, wideSourcesOf } from '../discovery/scopes.ts'

/** The fleet file that is to be deployed, from its text; `file` names it in errors. Throws AuditorError `config`. */
export function deployedFleet(text: string, file: string): FleetFile {
  const fleet = fleetOfFunctions(text, file)
  for (const cloud of clouds) checkFederation(cloud, fleet, file)
  return fleet
}

/**
 * The same as a function reads it. How it signs in was settled when it was deployed; on a local interpreter the
 * environment's credentials do. Throws AuditorError `config`.
 */
export function fleetOfFunctions(text: string, file: string): FleetFile {
  const knownChecks = allChecks.map((check) => check.id)
  const parsed = parseFleetFile(text, knownChecks)
  if (!parsed.ok) throw fleetFileError(file, parsed.problems)
  const { fleet } = parsed
  if (fleet.sources.kubeconfig.length > 0) {
    throw new AuditorError(
      'config',
      'a deployed fleet file cannot name a kubeconfig: its files are on a person’s machine',
      {
        place: `${file}: sources.kubeconfig`,
        remedy:
          'for those clusters: fleet-auditor collect --output inside their network, fleet-auditor ingest outside it',
      },
    )
  }
  if (scopesOf(fleet).length > 0 || wideSourcesOf(fleet).length > 0) return fleet
  throw new AuditorError('config', 'the fleet file names no source: there is nothing to audit', {
    place: `${file}: sources`,
    remedy: 'name an account, a project, a subscription, an organization or a tenant under sources',
  })
}

/** The clouds that functions on AWS sign in to by tokens of their own role, with what the fleet file names of each. */
const clouds = [
  { name: 'Google Cloud', sources: ['gcp', 'gcpOrganizations'], federation: 'google', access: 'gcp workload-identity' },
  { name: 'Azure', sources: ['azure', 'azureTenants'], federation: 'azure', access: 'azure federated-credential' },
] as const

/** Without it a function could only look for a person's login, which it has not. */
function checkFederation(cloud: (typeof clouds)[number], { sources, federation }: FleetFile, file: string): void {
  const named = cloud.sources.find((source) => sources[source].length > 0)
  if (named === undefined || federation[cloud.federation]) return
  throw new AuditorError(
    'config',
    `a deployed fleet file with sources of ${cloud.name} needs a federation to sign in by`,
    {
      place: `${file}: sources.${named}`,
      remedy: `set federation.${cloud.federation}, as printed by: fleet-auditor access ${cloud.access}`,
    },
  )
}
