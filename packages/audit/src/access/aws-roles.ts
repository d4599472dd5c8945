import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'

/** A role that audit-eks assumes. */
export interface AwsRole {
  /** `member`: it reads clusters; `list`: it lists the accounts of an organization. */
  readonly kind: 'member' | 'list'
  /** The account, or the organization, whose role it is. */
  readonly of: string
  /** With its path: `platform/fleet-auditor`. */
  readonly roleName: string
  /** Its account, where the fleet file names it; members of an organization are many. */
  readonly account?: string
  readonly externalId?: string
  /** It lists the regions that are enabled. */
  readonly everyRegion: boolean
}

/** The roles that a fleet file names, as discovery assumes them; a source without a role is read by the function's own. */
export function awsRoles({ sources: { aws, awsOrganizations } }: FleetFile): AwsRole[] {
  const roles: AwsRole[] = []
  for (const { account, roleArn, externalId, regions } of aws) {
    if (roleArn === undefined) continue
    const roleName = nameIn(roleArn)
    roles.push({ kind: 'member', of: account, roleName, account, externalId, everyRegion: regions.includes('all') })
  }
  for (const [index, organization] of awsOrganizations.entries()) {
    const { listRoleArn, memberRole, externalId, regions, organizationId } = organization
    const of = organizationId ?? (awsOrganizations.length > 1 ? `organization-${index + 1}` : 'organization')
    roles.push({ kind: 'member', of, roleName: memberRole, externalId, everyRegion: regions.includes('all') })
    if (listRoleArn === undefined) continue
    const account = listRoleArn.split(':')[4]
    roles.push({ kind: 'list', of, roleName: nameIn(listRoleArn), account, externalId, everyRegion: false })
  }
  return mergedByName(roles)
}

/** Name and path of a role: `arn:aws:iam::444455556666:role/platform/auditor`. */
const nameIn = (roleArn: string): string => roleArn.split(':role/')[1] ?? roleArn

/** Two sources of one account may share its role: it then reads for both. */
function mergedByName(roles: readonly AwsRole[]): AwsRole[] {
  const merged = new Map<string, AwsRole>()
  for (const role of roles) {
    const key = [role.kind, role.of, role.roleName, role.externalId].join(' ')
    const same = merged.get(key)
    merged.set(key, same ? { ...same, everyRegion: same.everyRegion || role.everyRegion } : role)
  }
  return [...merged.values()]
}
