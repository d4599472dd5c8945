import { identityGroups, identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { Review } from '@fleet-auditor/model/rights.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import type { ApiClient } from '../client/api-client.ts'
import { kubernetesGrant, resourcePath, resources, type Round } from '../client/resource-request.ts'
import { given, optionalText } from '../projections/kubernetes-shapes.ts'
import { concat } from './combine-sections.ts'

/** What discovery stands or falls by, and whether an identity may simply do everything. */
const nodeQuestions = [
  { verb: 'list', group: '', resource: 'nodes' },
  { verb: 'watch', group: '', resource: 'nodes' },
] as const
const wildcardQuestion = { verb: '*', group: '*', resource: '*' } as const

interface Question {
  readonly identity: Identity
  readonly verb: string
  readonly group: string
  readonly resource: string
}

const reviewsAllowed = 8

/**
 * The questions to ask of one cluster. Users get all of theirs, since roles alone cannot settle a user's rights;
 * ServiceAccounts share what is left of `reviewsAllowed`, node questions before wildcards.
 */
export function planReviews(accounts: readonly Identity[], users: readonly Identity[]): readonly Question[] {
  const about = (identities: readonly Identity[], questions: readonly Omit<Question, 'identity'>[]): Question[] =>
    identities.flatMap((identity) => questions.map((question) => ({ identity, ...question })))
  const ofUsers = about(users, [...nodeQuestions, wildcardQuestion])
  const ofAccounts = [...about(accounts, nodeQuestions), ...about(accounts, [wildcardQuestion])]
  return [...ofUsers, ...ofAccounts.slice(0, Math.max(0, reviewsAllowed - ofUsers.length))]
}

const reviewAnswer = z.object({
  status: z.object({
    allowed: z.boolean(),
    denied: z.boolean().default(false),
    reason: optionalText,
    evaluationError: optionalText,
  }),
})

/** Characters retained of a reason. */
const longestReason = 300

const resource = resources.subjectAccessReviews
const path = resourcePath(resource)
const grant = kubernetesGrant('create', resource)

export async function askReviews(
  client: ApiClient,
  questions: readonly Question[],
  { at, round }: { readonly at: string; readonly round: Round },
): Promise<Section<Review[]>> {
  return concat(at, await Promise.all(questions.map((question) => askReview(client, question, round))))
}

async function askReview(client: ApiClient, question: Question, round: Round): Promise<Section<Review[]>> {
  return client.read({ path, round, grant, body: JSON.stringify(reviewOf(question)) }, (body) => {
    const { allowed, denied, reason, evaluationError } = reviewAnswer.parse(body).status
    // Text of authorizers, webhooks among them.
    const words = (text: string | null | undefined) => (text ? client.quote(text, longestReason) : undefined)
    const review = { ...question, allowed, denied, reason: words(reason), evaluationError: words(evaluationError) }
    return [given(review)]
  })
}

function reviewOf({ identity, verb, group, resource: plural }: Question): object {
  const extra = identity.kind === 'user' && identity.extra ? { extra: identity.extra } : {}
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: identityUser(identity),
      groups: identityGroups(identity),
      ...extra,
      resourceAttributes: { verb, group, resource: plural },
    },
  }
}
