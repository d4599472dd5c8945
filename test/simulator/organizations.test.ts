import type { AwsState } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import { startAws, type RunningAws } from '@fleet-auditor/simulator/clouds/aws/aws.ts'
import { afterAll, beforeAll, describe } from 'vitest'
import { organizationsContract } from '../contract/organizations-contract.ts'

const active = ['111111111111', '222222222222', '444444444444']
const suspended = ['333333333333']
const members = [...active.map((id) => ({ id })), ...suspended.map((id) => ({ id, state: 'SUSPENDED' as const }))]
const state: AwsState = {
  accounts: [{ id: '111111111111', accessKeys: ['AKIAONE'], regions: { 'us-east-1': [] } }],
  organization: { management: '111111111111', members },
}
const credentials = { accessKeyId: 'AKIAONE', secretAccessKey: 'secret' }

describe('Organizations of the simulator', () => {
  let aws: RunningAws
  beforeAll(async () => {
    aws = await startAws(state)
  })
  afterAll(() => aws.close())
  organizationsContract(() => ({ url: aws.url, credentials, active, suspended }))
})
