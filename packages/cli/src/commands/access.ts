import process from 'node:process'
import { awsPolicy, azureRole, gcpRole } from '@fleet-auditor/audit/access/cloud-roles.ts'
import { kubernetesRole } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { stringify } from 'yaml'

export const accessTargets = ['aws', 'gcp', 'azure', 'kubernetes'] as const
export type AccessTarget = (typeof accessTargets)[number]

/** The least role for one side, in the form its own command line takes. */
export function accessText(target: AccessTarget): string {
  switch (target) {
    case 'aws':
      return `${JSON.stringify(awsPolicy(), null, 2)}\n`
    case 'gcp':
      return stringify(gcpRole())
    case 'azure':
      return `${JSON.stringify(azureRole(), null, 2)}\n`
    case 'kubernetes':
      return kubernetesRole(clusterChecks)
        .map((object) => stringify(object))
        .join('---\n')
  }
}

export const access = (target: AccessTarget): void => {
  process.stdout.write(accessText(target))
}
