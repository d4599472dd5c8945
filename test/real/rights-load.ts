import { setTimeout as pause } from 'node:timers/promises'
import { openApiClient } from '@fleet-auditor/adapters/kubernetes/client/api-client.ts'
import { readReaches, readRights } from '@fleet-auditor/adapters/kubernetes/reads/rights-evaluation.ts'
import { identityGroups, identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { ResourceRequest } from '@fleet-auditor/model/policy-rule.ts'
import type { Rights } from '@fleet-auditor/model/rights.ts'
import pLimit from 'p-limit'
import { z } from 'zod'
import type { KubeApiServer } from './kube-api-server.ts'
import type { RightsSet } from './random-rights.ts'

const api = '/apis/rbac.authorization.k8s.io/v1'
const group = 'rbac.authorization.k8s.io'
const atOnce = pLimit(24)

interface Loaded {
  readonly identity: Identity
  readonly requests: readonly ResourceRequest[]
}

const patienceMs = 60_000

let loads = 0

/** Creates the objects of a set under names and namespaces of its own. The server asks for no namespace to exist. */
async function load(server: KubeApiServer, set: RightsSet): Promise<Loaded> {
  const own = named(`s${loads++}`)
  const roles = set.roles.map((role, index) => ({ ...role, name: own.name(`role-${index}`) }))
  const all = roles.filter(({ namespace, isAggregated }) => !namespace && !isAggregated).flatMap(({ rules }) => rules)
  const objects = [
    ...roles.map(({ namespace, name, rules, isAggregated }) => ({
      kind: namespace ? 'Role' : 'ClusterRole',
      metadata: { name, namespace: own.namespace(namespace) },
      rules: isAggregated ? all : rules,
      // The controller that fills such a role is not part of an API server.
      ...(isAggregated && { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { of: name } }] } }),
    })),
    ...set.bindings.flatMap(({ namespace, role: index, subjects }, place) => {
      const role = roles[index]
      // A ClusterRoleBinding of a Role, or a RoleBinding of another namespace's, cannot be written.
      if (role?.namespace !== undefined && role.namespace !== namespace) return []
      const roleKind = role?.namespace ? 'Role' : 'ClusterRole'
      return {
        kind: namespace ? 'RoleBinding' : 'ClusterRoleBinding',
        metadata: { name: own.name(`binding-${place}`), namespace: own.namespace(namespace) },
        roleRef: { apiGroup: group, kind: roleKind, name: role?.name ?? own.name('deleted') },
        subjects: subjects.map((subject) => ({
          kind: subject.kind,
          name: own.text(subject.name),
          ...(subject.kind === 'ServiceAccount'
            ? { namespace: own.namespace(subject.namespace) }
            : { apiGroup: group }),
        })),
      }
    }),
  ]
  await Promise.all(objects.map((object) => atOnce(() => create(server, object))))
  return { identity: own.identity(set.identity), requests: set.requests.map(own.request) }
}

/** Names of a set: what is namespaced or global in a cluster is completed by `suffix`. */
function named(suffix: string) {
  const name = (text: string): string => `${text}-${suffix}`
  const namespace = <N extends string | undefined>(text: N) => (text === undefined ? undefined : name(text))
  const text = (word: string): string =>
    word.startsWith('system:') ? word.replaceAll(/near|robot/g, name) : name(word)
  const identity = (of: Identity): Identity =>
    of.kind === 'user'
      ? { ...of, name: name(of.name), groups: of.groups.map(name) }
      : { ...of, namespace: name(of.namespace), name: name(of.name) }
  const request = (of: ResourceRequest): ResourceRequest => ({
    ...of,
    namespace: namespace(of.namespace),
    name: of.resource === 'namespaces' ? namespace(of.name) : of.name,
  })
  return { name, namespace, text, identity, request }
}

interface RbacObject {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace: string | undefined }
}

async function create(server: KubeApiServer, object: RbacObject): Promise<void> {
  const { kind, metadata } = object
  const inside = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`
  const path = `${api}${inside}/${kind.toLowerCase()}s`
  const answer = await server.request({ method: 'POST', path, body: { apiVersion: `${group}/v1`, ...object } })
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`)
}

const Review = z.object({ status: z.object({ allowed: z.boolean() }) })

async function isAllowed(server: KubeApiServer, identity: Identity, request: ResourceRequest): Promise<boolean> {
  const spec = { user: identityUser(identity), groups: identityGroups(identity), resourceAttributes: request }
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec }
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews'
  const answer = await atOnce(() => server.request({ method: 'POST', path, body }))
  return Review.parse(answer.json()).status.allowed
}

/** The authorizer learns of objects by four watches, each in order: a set loaded last shows that it knows the rest. */
async function authorizerKnows(server: KubeApiServer): Promise<void> {
  const one = { verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: [], nonResourceURLs: [] }
  const subjects = [{ kind: 'User' as const, name: 'ann' }]
  const marker = await load(server, {
    roles: [
      { rules: [one], isAggregated: false },
      { namespace: 'near', rules: [{ ...one, verbs: ['list'] }], isAggregated: false },
    ],
    bindings: [
      { role: 0, subjects },
      { namespace: 'near', role: 1, subjects },
    ],
    identity: { kind: 'user', name: 'ann', groups: [] },
    requests: [
      { verb: 'get', group: '', resource: 'pods' },
      { verb: 'list', group: '', resource: 'pods', namespace: 'near' },
    ],
  })
  const isKnown = async (): Promise<boolean> => {
    const answers = await Promise.all(marker.requests.map((request) => isAllowed(server, marker.identity, request)))
    return answers.every((allowed) => allowed)
  }
  for (const end = Date.now() + patienceMs; !(await isKnown()); await pause(20)) {
    if (Date.now() > end) throw new Error('the authorizer does not know the newest roles and bindings')
  }
}

async function rightsOf(server: KubeApiServer, identities: readonly Identity[]): Promise<readonly Rights[]> {
  const access = {
    server: server.url,
    caPem: server.caPem,
    insecureSkipTlsVerify: false,
    credentials: () => Promise.resolve({ authorization: `Bearer ${server.adminToken}` }),
  }
  const now = (): string => new Date().toISOString()
  const signal = AbortSignal.timeout(120_000)
  const route = { resolve: {}, connectTo: {} }
  const client = openApiClient({ access, route, signal, timeoutMs: 60_000, now, large: pLimit(1) })
  try {
    const reaches = await readReaches(client, Promise.resolve(identities))
    if (reaches.status === 'failed') throw new Error(reaches.detail)
    const rights = await readRights(client, identities, reaches, 2)
    if (rights.status === 'failed') throw new Error(rights.detail)
    return rights.value
  } finally {
    await client.close()
  }
}

type Judge = (identity: Identity, request: ResourceRequest, rights: readonly Rights[]) => boolean

export interface Comparison {
  /** The requests on which the judge and the API server's own authorizer differ. */
  readonly differing: readonly ResourceRequest[]
  /** How many of all the authorizer allows, and how many it denies. */
  readonly allowed: number
  readonly denied: number
}

/** Loads some sets, and compares on each what a judge of roles says with what the authorizer answers. */
export async function compared(
  server: KubeApiServer,
  sets: readonly RightsSet[],
  judge: Judge,
): Promise<readonly Comparison[]> {
  const loaded = await Promise.all(sets.map((set) => load(server, set)))
  await authorizerKnows(server)
  const identities = loaded.map(({ identity }) => identity)
  const rights = await rightsOf(server, identities)
  return Promise.all(
    loaded.map(async ({ identity, requests }) => {
      const answers = await Promise.all(requests.map((request) => isAllowed(server, identity, request)))
      const allowed = answers.filter(Boolean).length
      const differing = requests.filter((request, index) => judge(identity, request, rights) !== answers[index])
      return { differing, allowed, denied: answers.length - allowed }
    }),
  )
}
