import { GetWebIdentityTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import pMemoize from 'p-memoize'
import { z } from 'zod'
import { resolveEndpoint } from '../cloud/endpoint.ts'
import { within } from '../wire/within.ts'
import { awsFailure } from './aws-failure.ts'
import { awsSettings, type AwsOptions } from './aws-settings.ts'
import { guardClient } from './guard-client.ts'

/** Yields a JWT in which AWS names the caller (`sub`: the role's ARN). Throws AuditorError with a reason. */
type WebIdentityToken = (audience: string, signal: AbortSignal) => Promise<string>

export interface WebIdentityOptions extends AwsOptions {
  readonly endpoints: Pick<Endpoints, 'sts'>
  /** Absent: the SDK's own, which Lambda sets. The global endpoint of STS does not know the call. */
  readonly region?: string
}

/** Seconds; it is exchanged at once. */
const lifetime = 300

const remedies: Readonly<Record<string, string>> = {
  OutboundWebIdentityFederationDisabledException:
    'enable it once in the account of the auditor: aws iam enable-outbound-web-identity-federation',
  SessionDurationEscalationException: 'run with credentials that are good for five minutes more',
}

const Answer = z.object({ WebIdentityToken: z.string().min(1) })

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html */
export function createWebIdentityToken(options: WebIdentityOptions): WebIdentityToken {
  const opened = pMemoize(() => openSts(options))
  return async (audience, signal) => {
    const command = new GetWebIdentityTokenCommand({
      Audience: [audience],
      SigningAlgorithm: 'RS256',
      DurationSeconds: lifetime,
    })
    try {
      const answer = (await opened()).send(command, { abortSignal: signal })
      return Answer.parse(await within(signal, answer)).WebIdentityToken
    } catch (error) {
      throw refusal(error, signal)
    }
  }
}

async function openSts({ endpoints: { sts }, region, credentials, ...limits }: WebIdentityOptions): Promise<STSClient> {
  const { region: _, ...settings } = awsSettings('', limits, sts && (await resolveEndpoint('sts', sts)))
  const client = new STSClient({ ...settings, region: region || undefined, credentials })
  guardClient(client)
  return client
}

function refusal(error: unknown, signal: AbortSignal): AuditorError {
  const { cause, detail, grant } = awsFailure(error, 'a token of the AWS identity', 'sts:GetWebIdentityToken', signal)
  const remedy = error instanceof Error ? ownEntry(remedies, error.name) : undefined
  const given = remedy === undefined ? grant : ({ kind: 'action', sentence: remedy } as const)
  const reason = remedy === undefined ? cause : 'unauthenticated'
  return new AuditorError('discover', detail, {
    reason,
    remedy,
    grant: given,
    cause: error,
  })
}
