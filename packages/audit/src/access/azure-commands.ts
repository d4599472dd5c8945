import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { azureDocuments } from './azure-documents.ts'
import { command, type Command } from './shell-script.ts'

const assignee = ['--assignee-object-id', '<object id of the service principal>'] as const

/**
 * The federated credential, and the roles with an assignment for each subscription that is a source, or at the
 * management group of a tenant.
 */
export function azureCommands(fleet: FleetFile): Command[] {
  const documents = azureDocuments(fleet)
  const { azure, azureTenants } = fleet.sources
  const client = fleet.federation.azure?.client
  const credential = documents['federated-credential']
  return [
    ...(client === undefined || credential === undefined ? [] : credentialCommands(client, credential)),
    ...definitionOf(documents['role']),
    ...azure.map(({ subscription }) => assignment('Fleet auditor', `/subscriptions/${subscription}`)),
    ...definitionOf(documents['tenant-role']),
    ...azureTenants.map(({ tenant }) =>
      assignment(
        'Fleet auditor of a tenant',
        '/providers/Microsoft.Management/managementGroups/<management group>',
        tenant === undefined ? undefined : `signed in to the tenant ${tenant}`,
      ),
    ),
  ]
}

const credentialCommands = (client: string, credential: object): Command[] => [
  {
    comment: 'PRINCIPAL_ID is: az ad sp show --id <client> --query id -o tsv, once the service principal exists',
    ...command('az ad app federated-credential create', '--id', client, '--parameters', JSON.stringify(credential)),
  },
]

const definitionOf = (role: object | undefined): Command[] =>
  role === undefined ? [] : [command('az role definition create', '--role-definition', JSON.stringify(role))]

/** By object id and kind of principal: Entra may not yet know a principal that was just made by its name. */
const assignment = (role: string, scope: string, comment?: string): Command => ({
  comment,
  ...command(
    'az role assignment create --assignee-principal-type ServicePrincipal',
    '--scope',
    scope,
    ...assignee,
    '--role',
    role,
  ),
})
