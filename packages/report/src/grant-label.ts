import type { Grant } from '@fleet-auditor/model/section.ts'

/** A grant as one line that a person can act on. */
export function grantLabel(grant: Grant): string {
  switch (grant.kind) {
    case 'kubernetes': {
      const resource = grant.group === '' ? grant.resource : `${grant.resource}.${grant.group}`
      const where = grant.namespace ? ` in namespace ${grant.namespace}` : ''
      return `allow ${grant.verbs.join(', ')} on ${resource}${where} (ClusterRole: fleet-auditor access kubernetes)`
    }
    case 'cloud':
      return `allow ${grant.action} (role: fleet-auditor access ${grant.provider})`
    case 'action':
      return grant.sentence
  }
}
