import { awsCommands } from '@fleet-auditor/audit/access/aws-commands.ts'
import { azureCommands } from '@fleet-auditor/audit/access/azure-commands.ts'
import { gcpCommands } from '@fleet-auditor/audit/access/gcp-commands.ts'
import { shellScript, type Command } from '@fleet-auditor/audit/access/shell-script.ts'
import { scopesOf, wideSourcesOf } from '@fleet-auditor/audit/discovery/scopes.ts'
import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const regions = ['eu-west-1']
const pools = '//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools'
const client = '00000000-0000-4000-8000-00000000000b'
const fleets: readonly (readonly [string, WrittenFleetFile])[] = [
  [
    'accounts of three kinds',
    {
      sources: {
        aws: [
          { account: '111122223333', regions },
          {
            account: '444455556666',
            regions,
            roleArn: 'arn:aws:iam::444455556666:role/auditor',
            externalId: 'a’c m"e',
          },
          { account: '777788889999', regions: ['all'], roleArn: 'arn:aws:iam::777788889999:role/a/b/auditor' },
        ],
      },
    },
  ],
  [
    'two organizations',
    {
      sources: {
        awsOrganizations: [
          { organizationId: 'o-aaaaaaaaaa', memberRole: 'platform/auditor', externalId: 'one', regions },
          { memberRole: 'auditor', listRoleArn: 'arn:aws:iam::444455556666:role/lists', regions },
        ],
      },
    },
  ],
  [
    'projects by a pool of another name, without a service account',
    {
      sources: { gcp: [{ project: 'shop' }, { project: 'bank' }] },
      federation: { google: { audience: `${pools}/auditors/providers/lambda` } },
    },
  ],
  [
    'an organization of Google Cloud, as a service account of another project',
    {
      sources: { gcpOrganizations: [{ organization: '1001' }] },
      federation: {
        google: {
          audience: `${pools}/fleet-pool/providers/aws1`,
          serviceAccount: 'reader@central.iam.gserviceaccount.com',
        },
      },
    },
  ],
  [
    'two subscriptions and a tenant',
    {
      sources: { azure: [{ subscription: 'bank' }, { subscription: 'shop' }], azureTenants: [{}] },
      federation: { azure: { tenant: 'contoso.example', client } },
    },
  ],
]

/** The value of `--flag value` or `--flag=value`. */
function flag({ words }: Command, name: string): string | undefined {
  const at = words.indexOf(name)
  return at >= 0 ? words[at + 1] : words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1)
}
const those = (commands: readonly Command[], ...start: string[]) =>
  commands.filter(({ words }) => start.every((word, at) => words[at] === word))

const Trust = z.object({
  Statement: z.tuple([
    z.object({
      Condition: z.object({ StringEquals: z.object({ 'sts:ExternalId': z.tuple([z.string()]) }) }).optional(),
    }),
  ]),
})

describe.each(fleets)('commands for %s name what the auditor will use', (_, written) => {
  const fleet = FleetFile.parse(written)

  it('AWS: every role that is assumed, with its own external id', () => {
    const made = those(awsCommands(fleet), 'aws', 'iam', 'create-role').map((command) => {
      const trust = Trust.parse(JSON.parse(flag(command, '--assume-role-policy-document') ?? ''))
      const [externalId] = trust.Statement[0].Condition?.StringEquals['sts:ExternalId'] ?? []
      return [`${(flag(command, '--path') ?? '/').slice(1)}${flag(command, '--role-name')}`, externalId]
    })
    const scoped = scopesOf(fleet).flatMap((scope) =>
      scope.provider === 'eks' && scope.roleArn ? [[nameOf(scope.roleArn), scope.externalId]] : [],
    )
    const wide = wideSourcesOf(fleet).flatMap((source) => {
      if (source.kind === 'all-regions') return source.roleArn ? [[nameOf(source.roleArn), source.externalId]] : []
      if (source.worker !== 'eks') return []
      const { memberRole, listRoleArn, externalId } = source
      return [[memberRole, externalId], ...(listRoleArn === undefined ? [] : [[nameOf(listRoleArn), externalId]])]
    })
    expect(made.map(String).toSorted()).toEqual([...scoped, ...wide].map(String).toSorted())
  })

  it('Google Cloud: the provider that is the audience, and a binding at each source', () => {
    const commands = gcpCommands(fleet)
    const audiences = those(commands, 'gcloud', 'iam', 'workload-identity-pools', 'providers').map(
      (command) =>
        `//iam.googleapis.com/projects/${flag(command, '--project')}/locations/${flag(command, '--location')}` +
        `/workloadIdentityPools/${flag(command, '--workload-identity-pool')}/providers/${command.words[5]}`,
    )
    const { google } = fleet.federation
    expect(audiences).toEqual(google ? [google.audience] : [])
    const bound = commands.filter(({ words }) => words[2] === 'add-iam-policy-binding')
    const { gcp, gcpOrganizations } = fleet.sources
    expect(bound.map(({ words }) => `${words[1]} ${words[3]}`)).toEqual([
      ...gcp.map(({ project }) => `projects ${project}`),
      ...gcpOrganizations.map(({ organization }) => `organizations ${organization}`),
    ])
    const account = google?.serviceAccount
    const members = new Set(bound.map((command) => flag(command, '--member')))
    const expected =
      account === undefined ? expect.stringMatching(/^principal:\/\/.*\/subject\/</) : `serviceAccount:${account}`
    expect([...members]).toEqual(google ? [expected] : [])
  })

  it('Azure: the client, and an assignment at each subscription and tenant', () => {
    const commands = azureCommands(fleet)
    const credentials = those(commands, 'az', 'ad', 'app').map((command) => flag(command, '--id'))
    expect(credentials).toEqual(fleet.federation.azure ? [client] : [])
    const scopes = those(commands, 'az', 'role', 'assignment').map((command) => flag(command, '--scope'))
    const { azure, azureTenants } = fleet.sources
    expect(scopes).toEqual([
      ...azure.map(({ subscription }) => `/subscriptions/${subscription}`),
      ...azureTenants.map(() => '/providers/Microsoft.Management/managementGroups/<management group>'),
    ])
  })

  it('and leave no placeholder that no variable fills', () => {
    const script = shellScript([...awsCommands(fleet), ...gcpCommands(fleet), ...azureCommands(fleet)])
    const commands = script.split('\n').filter((line) => !line.startsWith('#'))
    expect(commands.join('\n')).not.toMatch(/<[a-zA-Z ]+>/)
    expect(script).toMatch(/^#!\/bin\/sh\nset -eu\n/)
  })
})

const nameOf = (roleArn: string): string | undefined => roleArn.split(':role/')[1]
