import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'

/**
 * PEM files that the fleet file names beside its endpoints, each once: a deployment packs them under the names they have
 * there. `file` names the fleet file. Throws AuditorError `config` for one that is not in the project.
 */
export function packedAuthorities({ endpoints }: FleetFile, file: string): string[] {
  const authorities = new Set<string>()
  for (const [name, endpoint] of Object.entries(endpoints)) {
    if (endpoint?.ca === undefined) continue
    if (!isInsideProject(endpoint.ca)) throw notPacked(endpoint.ca, `${file}: endpoints.${name}.ca`)
    authorities.add(endpoint.ca)
  }
  return [...authorities]
}

/** By a path from the project's root. */
const isInsideProject = (file: string): boolean =>
  !/^([/\\]|[A-Za-z]:)/.test(file) && !file.split(/[/\\]/).includes('..')

const notPacked = (authority: string, place: string): AuditorError =>
  new AuditorError('config', `a deployment cannot pack ${authority}: it is not in the project`, {
    place,
    remedy: 'copy it into the project, and name it by its path from there, such as certificates/proxy.pem',
  })
