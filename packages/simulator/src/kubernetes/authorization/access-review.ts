import type { ResourceRequest } from '@fleet-auditor/model/policy-rule.ts'
import { badRequest, jsonAnswer, statusAnswer, type Answer } from '../answers/status-answer.ts'
import { recordAt, textAt, textsAt } from '../json-reader.ts'
import type { AuthenticatedUser } from '../user.ts'
import type { Authorizer, Decision, Subject } from './authorizer.ts'

interface ReviewInput {
  readonly authorizer: Authorizer
  readonly user: AuthenticatedUser
  readonly body: string
  readonly now: Date
}

interface Reviewed {
  readonly input: ReviewInput
  readonly kind: string
  readonly spec: unknown
}

type Review = (reviewed: Reviewed) => Answer

/** Answers a POSTed review; `undefined` for a resource that is none. Authorization of the POST itself came before. */
export function answerReview(group: string, plural: string, input: ReviewInput): Answer | undefined {
  const [kind, review] = reviews[`${group}/${plural}`] ?? []
  if (!kind || !review) return undefined
  try {
    const body: unknown = JSON.parse(input.body)
    return review({ input, kind, spec: recordAt(body, 'spec') })
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${detail}`,
    )
  }
}

function subjectAccess({ input, kind, spec }: Reviewed): Answer {
  const subject = { name: textAt(spec, 'user'), groups: textsAt(spec, 'groups') }
  if (!subject.name && subject.groups.length === 0) {
    return invalid('spec.user', 'Invalid value: "": at least one of user or group must be specified')
  }
  return accessAnswer(kind, spec, input.authorizer, subject)
}

const selfSubjectAccess: Review = ({ input, kind, spec }) => accessAnswer(kind, spec, input.authorizer, input.user)

function accessAnswer(kind: string, spec: unknown, authorizer: Authorizer, subject: Subject): Answer {
  const { resourceAttributes, nonResourceAttributes } = recordAt(spec)
  if ((resourceAttributes === undefined) === (nonResourceAttributes === undefined)) {
    const message = 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified'
    return invalid('spec.resourceAttributes', message)
  }
  const decision =
    resourceAttributes === undefined
      ? authorizer.mayPath(subject, {
          verb: textAt(nonResourceAttributes, 'verb'),
          path: textAt(nonResourceAttributes, 'path'),
        })
      : authorizer.mayRequest(subject, toRequest(resourceAttributes))
  return created(kind, 'authorization.k8s.io/v1', { spec: echoed(spec), status: accessStatus(decision) })
}

/** The answer repeats the question without what is empty (Go's omitempty). */
function echoed(spec: unknown): unknown {
  const given = (attributes: unknown) => Object.entries(recordAt(attributes)).filter(([, value]) => value !== '')
  return Object.fromEntries(
    given(spec).map(([key, value]) => [key, key.endsWith('Attributes') ? Object.fromEntries(given(value)) : value]),
  )
}

/** Absent attributes are empty ones, and an empty name or namespace means all. */
function toRequest(attributes: unknown): ResourceRequest {
  const optional = (field: 'subresource' | 'namespace' | 'name') => {
    const value = textAt(attributes, field)
    return value ? { [field]: value } : {}
  }
  return {
    verb: textAt(attributes, 'verb'),
    group: textAt(attributes, 'group'),
    resource: textAt(attributes, 'resource'),
    ...optional('subresource'),
    ...optional('namespace'),
    ...optional('name'),
  }
}

const accessStatus = ({ allowed, reason }: Decision) => ({ allowed, reason: reason || undefined })

function selfSubjectRules({ input, kind, spec }: Reviewed): Answer {
  const namespace = textAt(spec, 'namespace')
  if (!namespace) return badRequest('no namespace on request')
  const rules = input.authorizer.rulesFor(input.user, namespace)
  const resourceRules = rules
    .filter((rule) => rule.resources.length > 0)
    .map(({ verbs, apiGroups, resources, resourceNames }) => ({
      verbs,
      apiGroups,
      resources,
      resourceNames: resourceNames.length > 0 ? resourceNames : undefined,
    }))
  const nonResourceRules = rules
    .filter((rule) => rule.nonResourceURLs.length > 0)
    .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }))
  const status = { resourceRules, nonResourceRules, incomplete: false }
  return created(kind, 'authorization.k8s.io/v1', { spec: {}, status })
}

function selfSubject({ input, kind }: Reviewed): Answer {
  const { name, uid, groups } = input.user
  const userInfo = { username: name, uid, groups }
  const metadata = { creationTimestamp: `${input.now.toISOString().slice(0, 19)}Z` }
  return created(kind, 'authentication.k8s.io/v1', { metadata, status: { userInfo } })
}

const reviews: Readonly<Record<string, readonly [kind: string, review: Review]>> = {
  'authorization.k8s.io/subjectaccessreviews': ['SubjectAccessReview', subjectAccess],
  'authorization.k8s.io/selfsubjectaccessreviews': ['SelfSubjectAccessReview', selfSubjectAccess],
  'authorization.k8s.io/selfsubjectrulesreviews': ['SelfSubjectRulesReview', selfSubjectRules],
  'authentication.k8s.io/selfsubjectreviews': ['SelfSubjectReview', selfSubject],
}

const created = (kind: string, apiVersion: string, fields: Readonly<Record<string, unknown>>): Answer =>
  jsonAnswer(201, { kind, apiVersion, metadata: {}, ...fields })

/** The real server names no kind here: the object it validates carries none. */
function invalid(field: string, message: string): Answer {
  const group = 'authorization.k8s.io'
  return statusAnswer({
    code: 422,
    reason: 'Invalid',
    message: `.${group} "" is invalid: ${field}: ${message}`,
    details: { group, causes: [{ reason: 'FieldValueInvalid', message, field }] },
  })
}
