import { demonstrationFiles } from '@fleet-auditor/cli/demonstration/files.ts'
import { demonstrationEnvironment } from '@fleet-auditor/cli/demonstration/processes.ts'
import { awsCredentials } from '@fleet-auditor/simulator/demonstration/amazon-side.ts'
import { azureCredentials } from '@fleet-auditor/simulator/demonstration/azure-side.ts'
import { googleCredentials } from '@fleet-auditor/simulator/demonstration/google-side.ts'
import { describe, expect, it } from 'vitest'

const handout = {
  fleet: {},
  authorityPem: '',
  aws: awsCredentials,
  azure: azureCredentials,
  google: googleCredentials,
}
const environment = (inherited: Readonly<Record<string, string>>) =>
  demonstrationEnvironment(handout, demonstrationFiles('/demonstration'), inherited)

describe('the environment of the demonstration’s audit', () => {
  it.each([
    'AWS_PROFILE',
    'AWS_SESSION_TOKEN',
    'AWS_ENDPOINT_URL_EKS',
    'AZURE_CLIENT_CERTIFICATE_PATH',
    'GOOGLE_CLOUD_PROJECT',
    'CLOUDSDK_CONFIG',
    'HTTPS_PROXY',
    'https_proxy',
    'NO_PROXY',
  ])('does not inherit %s', (name) => {
    expect(environment({ [name]: 'their own' })).not.toHaveProperty(name)
  })

  it('inherits what has nothing to do with a cloud', () => {
    expect(environment({ TERM: 'xterm' })).toMatchObject({ TERM: 'xterm' })
  })

  it('holds a login to each cloud, in place of the person’s own', () => {
    expect(environment({ AWS_ACCESS_KEY_ID: 'their own' })).toMatchObject({
      AWS_ACCESS_KEY_ID: awsCredentials.accessKeyId,
      GOOGLE_APPLICATION_CREDENTIALS: '/demonstration/google-credentials.json',
      AZURE_CLIENT_SECRET: azureCredentials.secret,
    })
  })
})
