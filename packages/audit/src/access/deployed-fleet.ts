import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { fleetFileError } from '@fleet-auditor/model/fleet-file-message.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { parseFleetFile } from '@fleet-auditor/model/parse-fleet-file.ts'
import { scopesOf, wideSourcesOf } from '../discovery/scopes.ts'

/** The fleet file that is to be deployed, from its text; `file` names it in errors. Throws AuditorError `config`. */
export function deployedFleet(text: string, file: string): FleetFile {
  const fleet = fleetOfFunctions(text, file)
  refuseUnfederated(fleet, file)
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

/** A function has no login of a person's: without a federation it could not sign in to the other clouds. */
function refuseUnfederated({ sources, federation }: FleetFile, file: string): void {
  for (const { cloud, keys, section } of federated) {
    const source = keys.find((key) => sources[key].length > 0)
    if (source === undefined || federation[section] !== undefined) continue
    throw new AuditorError('config', `a deployed fleet file with sources.${source} needs federation.${section}`, {
      place: `${file}: sources.${source}`,
      remedy: `add federation.${section}: how a function on AWS signs in to ${cloud} (docs/deploy.md, step 2)`,
    })
  }
}

const federated = [
  { cloud: 'Google Cloud', keys: ['gcp', 'gcpOrganizations'], section: 'google' },
  { cloud: 'Azure', keys: ['azure', 'azureTenants'], section: 'azure' },
] as const
