import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { signedIn } from '@fleet-auditor/adapters/aws/sign-in.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aws-'))
  vi.stubEnv('AWS_CONFIG_FILE', path.join(folder, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path.join(folder, 'credentials'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const config = `[profile sso]
sso_session = corp
[profile old-sso]
sso_start_url = https://corp.example
[profile keys]
region = eu-west-1
[sso-session corp]
sso_start_url = https://corp.example
`

const failing = (name: string): Promise<never> =>
  Promise.reject(Object.assign(new Error('Could not load credentials from any providers'), { name }))

describe('a sign-in to AWS that has no credentials', () => {
  it.each<[name: string, profile: string, text: string, remedy: string]>([
    ['of a session', 'sso', config, 'run `aws sso login --profile sso`'],
    ['of a start URL', 'old-sso', config, 'run `aws sso login --profile old-sso`'],
    ['of keys', 'keys', config, 'renew the keys of the profile keys: `aws configure --profile keys`'],
    ['of a profile that is not there', 'key', config, 'set AWS_PROFILE to one that is there, keys for example'],
    ['of nothing', 'default', '', 'run `aws configure sso`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'],
  ])('%s names the command that signs in', async (_, profile, text, remedy) => {
    await writeFile(path.join(folder, 'config'), text)
    vi.stubEnv('AWS_PROFILE', profile)
    await expect(signedIn(failing('CredentialsProviderError'))).rejects.toMatchObject({
      details: { reason: 'unauthenticated', remedy, grant: { kind: 'action', sentence: remedy } },
    })
  })

  it('names the profile that is not there in place of the words of the SDK', async () => {
    await writeFile(path.join(folder, 'config'), config)
    vi.stubEnv('AWS_PROFILE', 'nope')
    await expect(signedIn(failing('TokenProviderError'))).rejects.toThrow(
      'no AWS credentials: there is no profile nope in ~/.aws/config',
    )
  })

  it('leaves every other error as it is', async () => {
    await expect(signedIn(failing('AccessDenied'))).rejects.toThrow(/^Could not load/)
  })
})
