import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations'
import { afterAll, beforeAll } from 'vitest'
import { type OpenedOrganization, organizationsContract } from '../contract/organizations-contract.ts'
import { describeWith } from './available.ts'
import { startMoto } from './moto.ts'
import type { Moto } from './moto.ts'

const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' }

describeWith(['moto'], 'Organizations of moto', () => {
  let moto: Moto
  let organization: OpenedOrganization
  beforeAll(async () => {
    moto = await startMoto()
    const client = new OrganizationsClient({ endpoint: moto.url, region: 'us-east-1', credentials, maxAttempts: 1 })
    await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }))
    const made: string[] = []
    for (const name of ['one', 'two', 'three', 'four']) {
      const asked = { AccountName: name, Email: `${name}@example.com` }
      const { CreateAccountStatus } = await client.send(new CreateAccountCommand(asked))
      made.push(CreateAccountStatus?.AccountId ?? '')
    }
    const [closed = ''] = made
    await client.send(new CloseAccountCommand({ AccountId: closed }))
    const { Accounts = [] } = await client.send(new ListAccountsCommand({}))
    const active = Accounts.flatMap(({ Id }) => (Id === undefined || Id === closed ? [] : [Id]))
    organization = { url: moto.url, credentials, active, suspended: [closed] }
    client.destroy()
  })
  afterAll(() => moto?.close())
  organizationsContract(() => organization)
})
