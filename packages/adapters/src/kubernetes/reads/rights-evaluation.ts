import { identityGroups, identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { PolicyRule } from '@fleet-auditor/model/policy-rule.ts'
import type { Binding, Rights } from '@fleet-auditor/model/rights.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { ApiClient } from '../client/api-client.ts'
import { getRequest, resources } from '../client/resource-request.ts'
import { projectRules, type FoundBinding } from '../projections/binding-projection.ts'
import { concat, combine, projectShape } from './combine-sections.ts'

interface Reach {
  readonly identity: Identity
  readonly binding: FoundBinding
  readonly via: string
}

/** Every binding that reaches one of the identities, and through which of its names. Pure. */
function reachesOf(identities: readonly Identity[], bindings: readonly FoundBinding[]): readonly Reach[] {
  const reaches: Reach[] = []
  for (const identity of identities) {
    const user = identityUser(identity)
    const groups = identityGroups(identity)
    for (const binding of bindings) {
      const via = binding.bindsUser(user) ? user : groups.find((group) => binding.bindsGroup(group))
      if (via !== undefined) reaches.push({ identity, binding, via })
    }
  }
  return reaches
}

/** Reads the roles that are bound to the identities, one by one, and puts each identity's rights together. */
export async function readRights(
  client: ApiClient,
  identities: readonly Identity[],
  bindings: readonly FoundBinding[],
  at: string,
): Promise<Section<Rights[]>> {
  const reaches = reachesOf(identities, bindings)
  const roles = new Map(reaches.map(({ binding: { named } }) => [roleKey(named), named]))
  const read = await Promise.all([...roles].map(([key, named]) => readRole(client, key, named, at)))
  return combine([concat(at, read)], (found) => {
    const rules = new Map(found)
    const bindingOf = ({ binding: { named }, via }: Reach): Binding => ({
      ...named,
      via,
      rules: [...(rules.get(roleKey(named)) ?? [])],
    })
    return identities.map((identity) => ({
      identity,
      bindings: reaches.filter((reach) => reach.identity === identity).map(bindingOf),
    }))
  })
}

const roleKey = ({ role, namespace }: FoundBinding['named']): string =>
  role.kind === 'Role' ? `${namespace}/${role.name}` : role.name

async function readRole(
  client: ApiClient,
  key: string,
  { role, namespace }: FoundBinding['named'],
  at: string,
): Promise<Section<readonly (readonly [string, readonly PolicyRule[]])[]>> {
  const request =
    role.kind === 'Role' && namespace !== undefined
      ? getRequest(resources.roles, 2, { namespace, name: role.name })
      : getRequest(resources.clusterRoles, 2, { name: role.name })
  const answer = await client.read(request)
  // A binding to a role that is not there grants nothing.
  if (answer.status === 'failed') return answer.cause === 'absent-api' ? { status: 'collected', value: [], at } : answer
  const rules = projectShape(`${client.place}${request.path}`, () => projectRules(answer.value))
  return 'cause' in rules ? rules : { ...answer, value: [[key, rules.value]] }
}
