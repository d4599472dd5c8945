import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { policyOf, trustOf } from './aws-documents.ts'
import { awsRoles, type AwsRole } from './aws-roles.ts'
import { command, type Command } from './shell-script.ts'

/** Makes every role that the fleet file names, each with the credentials of its own account. */
export const awsCommands = (fleet: FleetFile): Command[] => awsRoles(fleet).flatMap(commandsOf)

function commandsOf(role: AwsRole): Command[] {
  const parts = role.roleName.split('/')
  const name = parts.at(-1) ?? role.roleName
  const path = parts.length > 1 ? ['--path', `/${parts.slice(0, -1).join('/')}/`] : []
  const trust = JSON.stringify(trustOf(role))
  const policy = JSON.stringify(policyOf(role))
  return [
    {
      comment: `with credentials of ${accountOf(role)}`,
      ...command('aws iam create-role', '--role-name', name, ...path, '--assume-role-policy-document', trust),
    },
    command(
      'aws iam put-role-policy',
      '--role-name',
      name,
      '--policy-name',
      'fleet-auditor',
      '--policy-document',
      policy,
    ),
  ]
}

const accountOf = ({ account, of }: AwsRole): string =>
  account === undefined ? `every audited account of ${of}` : `account ${account}`
