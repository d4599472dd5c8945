import { identityGroups, identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { PolicyRule } from '@fleet-auditor/model/policy-rule.ts'
import type { Binding, Rights } from '@fleet-auditor/model/rights.ts'
import { failed, type Collected, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import type { ApiClient } from '../client/api-client.ts'
import { listRetained } from '../client/list-pages.ts'
import { asTable, getRequest, resources, type Round } from '../client/resource-request.ts'
import {
  projectClusterBindings,
  projectRoleBinding,
  projectRules,
  type FoundBinding,
} from '../projections/binding-projection.ts'
import { itemsOf } from '../projections/kubernetes-shapes.ts'
import { combine, concat } from './combine-sections.ts'

/** A binding that reaches an identity. */
export interface Reach {
  readonly user: string
  readonly named: FoundBinding['named']
  readonly via: string
}

/** Distinct roles that are read, one request each. */
const mostRoles = 500
/** Characters, as JSON, of all rules of all identities: a role counts once for each binding. */
const mostRules = 3 * 2 ** 20

/** Every binding that reaches one of the identities, and through which of its names. Pure. */
function reachesOf(identities: readonly Identity[], bindings: readonly FoundBinding[]): readonly Reach[] {
  const reaches: Reach[] = []
  for (const identity of identities) {
    const user = identityUser(identity)
    const groups = identityGroups(identity)
    for (const { named, bindsUser, bindsGroup } of bindings) {
      const via = bindsUser(user) ? user : groups.find((group) => bindsGroup(group))
      if (via !== undefined) reaches.push({ user, named, via })
    }
  }
  return reaches
}

/** The bindings of the cluster, of which only those stay that reach one of the identities. */
export async function readReaches(
  client: ApiClient,
  identities: Promise<readonly Identity[]>,
): Promise<Section<readonly Reach[]>> {
  const everywhere = { resource: resources.clusterRoleBindings, round: 1, ...asTable } as const
  const inNamespaces = { resource: resources.roleBindings, round: 1 } as const
  const reaching = async (found: readonly FoundBinding[]) => reachesOf(await identities, found)
  const lists = await Promise.all([
    listRetained(client, everywhere, projectClusterBindings, reaching),
    listRetained(client, inNamespaces, itemsOf(projectRoleBinding), reaching),
  ])
  return concat('', lists)
}

/** Reads the roles that are bound to the identities, one by one, and puts each identity's rights together. */
export async function readRights(
  client: ApiClient,
  identities: readonly Identity[],
  { value: reaches, at }: Collected<readonly Reach[]>,
  round: Round,
): Promise<Section<Rights[]>> {
  const roles = new Map(reaches.map(({ named }) => [roleKey(named), named]))
  if (roles.size > mostRoles) return tooLarge(client, `${roles.size} roles are bound to Meshery, at most ${mostRoles}`)
  const read = await Promise.all([...roles].map(([key, named]) => readRole(client, { key, named, round }, at)))
  const found = concat(at, read)
  if (found.status === 'failed') return found
  const rules = new Map(found.value)
  const rulesOf = ({ named }: Reach): readonly PolicyRule[] => rules.get(roleKey(named)) ?? []
  const sizes = new Map(found.value.map(([key, some]) => [key, JSON.stringify(some).length]))
  const size = reaches.reduce((sum, { named }) => sum + (sizes.get(roleKey(named)) ?? 0), 0)
  if (size > mostRules) return tooLarge(client, `${reaches.length} bindings reach Meshery, whose rules are more than`)
  const byUser = Map.groupBy(reaches, ({ user }) => user)
  const bindingOf = (reach: Reach): Binding => ({ ...reach.named, via: reach.via, rules: [...rulesOf(reach)] })
  return combine([found], () =>
    identities.map((identity) => ({
      identity,
      bindings: (byUser.get(identityUser(identity)) ?? []).map(bindingOf),
    })),
  )
}

const tooLarge = ({ place }: ApiClient, words: string): Failed => failed('too-large', `${place}: ${words} are judged`)

const roleKey = ({ role, namespace }: FoundBinding['named']): string =>
  role.kind === 'Role' ? `${namespace}/${role.name}` : role.name

interface BoundRole {
  readonly key: string
  readonly named: FoundBinding['named']
  readonly round: Round
}

async function readRole(
  client: ApiClient,
  { key, named: { role, namespace }, round }: BoundRole,
  at: string,
): Promise<Section<readonly (readonly [string, readonly PolicyRule[]])[]>> {
  const request =
    role.kind === 'Role' && namespace !== undefined
      ? getRequest(resources.roles, round, { namespace, name: role.name })
      : getRequest(resources.clusterRoles, round, { name: role.name })
  const answer = await client.read(request, (body) => [[key, projectRules(body)] as const])
  // A binding to a role that is not there grants nothing.
  return answer.status === 'failed' && answer.cause === 'absent-api' ? { status: 'collected', value: [], at } : answer
}
