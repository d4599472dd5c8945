import { demonstrationEnvironment } from '@fleet-auditor/cli/demonstration/environment.ts'
import { demonstrationFiles } from '@fleet-auditor/cli/demonstration/files.ts'
import { awsCredentials } from '@fleet-auditor/simulator/demonstration/amazon-side.ts'
import { azureCredentials } from '@fleet-auditor/simulator/demonstration/azure-side.ts'
import { googleCredentials } from '@fleet-auditor/simulator/demonstration/google-side.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'

const handout = {
  fleet: {},
  authorityPem: '',
  aws: awsCredentials,
  azure: azureCredentials,
  google: googleCredentials,
}
const environment = () => demonstrationEnvironment(handout, demonstrationFiles('/demonstration'))

afterEach(() => vi.unstubAllEnvs())

describe('the environment of the demonstrated audit', () => {
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
  ])('is without the person’s own %s', (name) => {
    vi.stubEnv(name, 'their own')
    expect(environment()).not.toHaveProperty(name)
  })

  it('keeps what has nothing to do with a cloud', () => {
    vi.stubEnv('TERM', 'xterm')
    expect(environment()).toMatchObject({ TERM: 'xterm' })
  })

  it('logs in to each cloud as a person would', () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'their own')
    expect(environment()).toMatchObject({
      AWS_ACCESS_KEY_ID: awsCredentials.accessKeyId,
      GOOGLE_APPLICATION_CREDENTIALS: '/demonstration/google-credentials.json',
      AZURE_CLIENT_SECRET: azureCredentials.secret,
    })
  })
})
