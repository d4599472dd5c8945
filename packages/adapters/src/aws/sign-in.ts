import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { getProfileName, loadSharedConfigFiles } from '@smithy/core/config'

/** Names of the errors of the SDK's credential chain: there are no credentials to ask anything with. */
const chainErrors: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError'])

/** The work; where the credential chain ends without credentials, AuditorError `discover` with what signs in again. */
export async function signedIn<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Error) || !chainErrors.has(error.name)) throw error
    const { sentence, detail = quotedText(error.message, { limit: 240 }) } = await signInOf(getProfileName({}))
    throw new AuditorError('discover', `no AWS credentials: ${detail}`, {
      reason: 'unauthenticated',
      remedy: sentence,
      grant: { kind: 'action', sentence },
      cause: error,
    })
  }
}

interface SignIn {
  readonly sentence: string
  /** In place of the SDK's words, which name no cause. */
  readonly detail?: string
}

/** By what the person's files have of the profile: the SDK's errors name neither cause nor command. */
async function signInOf(profile: string): Promise<SignIn> {
  const files = await loadSharedConfigFiles({ ignoreCache: true })
  // `sso-session.name` and the like are sections of their own.
  const names = Object.keys({ ...files.configFile, ...files.credentialsFile }).filter((name) => !name.includes('.'))
  const settings = { ...files.credentialsFile[profile], ...files.configFile[profile] }
  if (names.length === 0) {
    return { sentence: 'run `aws configure sso`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY' }
  }
  if (!names.includes(profile)) {
    const near = nearest(profile, names) ?? names[0] ?? 'default'
    const detail = `there is no profile ${profile} in ~/.aws/config`
    return { detail, sentence: `set AWS_PROFILE to one that is there, ${near} for example` }
  }
  const isSso = settings['sso_session'] !== undefined || settings['sso_start_url'] !== undefined
  return {
    sentence: isSso
      ? `run \`aws sso login --profile ${profile}\``
      : `renew the keys of the profile ${profile}: \`aws configure --profile ${profile}\``,
  }
}
