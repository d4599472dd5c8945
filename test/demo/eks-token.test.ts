import { STSClient } from '@aws-sdk/client-sts'
import { eksToken } from '@fleet-auditor/adapters/eks/connector.ts'
import { isEksToken } from '@fleet-auditor/simulator/demonstration/amazon-side.ts'
import { describe, expect, it } from 'vitest'

const signer = { cluster: 'payments', accessKeyId: 'ASIA111122223333ROLE', secretAccessKey: 'a secret' }

const tokenFor = (clusterId: string, secretAccessKey: string): Promise<string> => {
  const credentials = { accessKeyId: signer.accessKeyId, secretAccessKey, sessionToken: 'IQoJ+/==' }
  const sts = new STSClient({ region: 'eu-west-1', credentials })
  return eksToken({ sts, clockOffset: 0, region: 'eu-west-1', clusterId, now: '2026-11-21T00:00:00.000Z' })
}

describe('the login of a simulated EKS cluster', () => {
  it.each([
    ['its own token', 'payments', 'a secret', true],
    ['a token for another cluster', 'search', 'a secret', false],
    ['a token that somebody else signed', 'payments', 'another secret', false],
  ])('answers %s', async (_name, cluster, secret, accepted) => {
    expect(isEksToken(await tokenFor(cluster, secret), signer)).toBe(accepted)
  })

  it.each([
    ['no token at all', ''],
    ['a token of another kind', 'ya29.token'],
    ['something that is no URL', `k8s-aws-v1.${Buffer.from('nonsense').toString('base64url')}`],
    [
      'another host',
      `k8s-aws-v1.${Buffer.from('https://sts.example.com/?Action=GetCallerIdentity').toString('base64url')}`,
    ],
  ])('refuses %s', (_name, token) => {
    expect(isEksToken(token, signer)).toBe(false)
  })
})
