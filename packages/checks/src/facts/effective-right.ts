import { canonical } from '@fleet-auditor/model/canonical.ts'
import { identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { ResourceRequest } from '@fleet-auditor/model/policy-rule.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { bindingGrants, type Binding, type Review, type Rights } from '@fleet-auditor/model/rights.ts'
import type { Failed, Section } from '@fleet-auditor/model/section.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'

/** How far a right could be settled. `by` names the evidence: the authorizer's review, or the binding that grants. */
type EffectiveRight =
  | { readonly right: 'allowed' | 'denied'; readonly by: string }
  | { readonly right: 'unknown'; readonly failure: Failed }

export interface RightsEvidence {
  readonly rights: Section<readonly Rights[]>
  readonly reviews: Section<readonly Review[]>
  readonly provider: Provider
}

/**
 * Whether an identity may do a thing (checks.md, Verdicts). A review is the API server's own authorizer:
 * its *allow* is conclusive for every identity, its *deny* for a ServiceAccount, and for a user only where RBAC is the sole
 * authorizer (no cloud adds rights by IAM). Without a review the roles are evaluated: an *allow* is conclusive, a
 * *deny* only for a ServiceAccount with every binding read.
 */
export function effectiveRight(identity: Identity, request: ResourceRequest, evidence: RightsEvidence): EffectiveRight {
  const review = reviewOf(identity, request, evidence.reviews)
  if (review?.allowed) return { right: 'allowed', by: 'access review' }
  const denialCounts = identity.kind === 'service-account' || evidence.provider === 'kubeconfig'
  if (review?.denied || (review && !review.evaluationError && denialCounts)) {
    return { right: 'denied', by: 'access review' }
  }
  const bindings = bindingsOf(identity, evidence.rights)
  const granting = bindings?.find((binding) => bindingGrants(binding, request))
  if (granting) return { right: 'allowed', by: bindingLabel(granting) }
  if (bindings && identity.kind === 'service-account' && !review) return { right: 'denied', by: 'role evaluation' }
  return { right: 'unknown', failure: whyUnknown(identity, request, { ...evidence, review }) }
}

function reviewOf(
  identity: Identity,
  request: ResourceRequest,
  reviews: RightsEvidence['reviews'],
): Review | undefined {
  if (reviews.status === 'failed') return undefined
  return reviews.value.find(
    (review) =>
      review.verb === request.verb &&
      review.group === request.group &&
      review.resource === request.resource &&
      review.namespace === request.namespace &&
      review.name === request.name &&
      sameIdentity(review.identity, identity),
  )
}

/** All bindings of an identity; undefined when they were not read for it. */
export function bindingsOf(identity: Identity, rights: RightsEvidence['rights']): readonly Binding[] | undefined {
  if (rights.status === 'failed') return undefined
  return rights.value.find((each) => sameIdentity(each.identity, identity))?.bindings
}

export const bindingLabel = (binding: Binding): string =>
  `${binding.kind} ${binding.namespace ? `${binding.namespace}/` : ''}${binding.name} → ${binding.role.kind} ${binding.role.name}`

/** Asked hundreds of times per cluster: the whole is compared only of users, whose groups and extras count too. */
export const sameIdentity = (a: Identity, b: Identity): boolean => {
  if (a.kind === 'service-account' && b.kind === 'service-account') {
    return a.namespace === b.namespace && a.name === b.name
  }
  return a.kind === b.kind && a.name === b.name && canonical(a) === canonical(b)
}

export const identitySubject = (identity: Identity): Subject =>
  identity.kind === 'service-account'
    ? { kind: 'ServiceAccount', namespace: identity.namespace, name: identity.name }
    : { kind: 'User', name: identity.name }

function whyUnknown(
  identity: Identity,
  { verb, resource, name }: ResourceRequest,
  { rights, reviews, review }: RightsEvidence & { readonly review: Review | undefined },
): Failed {
  if (reviews.status === 'failed') return reviews
  if (review?.evaluationError) return failed('malformed', `the authorizer could not decide: ${review.evaluationError}`)
  if (review) {
    return failed(
      'undeclared',
      `the authorizer denies ${identityUser(identity)} by name, but the cloud may add rights to the real login (IAM, access policies)`,
      {
        kind: 'action',
        sentence: `try it as that identity: kubectl auth can-i ${verb} ${resource}${name ? `/${name}` : ''}, with the plane’s own kubeconfig`,
      },
    )
  }
  if (rights.status === 'failed') return rights
  return failed('undeclared', `no review and no binding shows what ${identityUser(identity)} may do`)
}
