import { isMesherys } from '@fleet-auditor/model/presence.ts'
import type { Recognise } from '@fleet-auditor/model/recognise.ts'
import { failed, type Section } from '@fleet-auditor/model/section.ts'
import type { Component } from '@fleet-auditor/model/workload.ts'
import type { ApiClient } from '../client/api-client.ts'
import type { Round } from '../client/resource-request.ts'
import type { FoundWorkload } from '../projections/workload-projection.ts'
import type { ServedGroup } from './first-round.ts'
import { readFurther } from './workload-reads.ts'

/** The workloads of Meshery, and after which round they were known. */
export interface Recognised {
  readonly found: Section<readonly FoundWorkload[]>
  readonly round: Round
}

type Resources = Section<readonly { readonly namespace: string }[]>

interface FirstLook {
  readonly served: Section<readonly ServedGroup[]>
  /** Meshery’s custom resources, a round later. */
  readonly resources: Promise<readonly Resources[]>
  readonly declared: Recognise | undefined
}

/** The Server installs the Operator there, which looks nowhere else for its own resources (meshery.md §1.0). */
const mesherysNamespace = 'meshery'
/** Namespaces that are looked into: there is one Operator in a cluster, and a tenant may make resources in all of theirs. */
const mostNamespaces = 50

/**
 * Looks further where labels did not find all of Meshery: at all workloads of the namespace `meshery`, of those of its
 * custom resources, and of those that the fleet file names. These two lists cost nothing where labels found everything.
 */
export async function recogniseAll(
  client: ApiClient,
  labelled: Section<readonly FoundWorkload[]>,
  { served, resources, declared }: FirstLook,
): Promise<Recognised> {
  if (labelled.status === 'failed') return { found: labelled, round: 1 }
  const groups = served.status === 'failed' ? [] : served.value
  const asked = declared?.namespaces ?? []
  const lookIn = (namespaces: readonly string[], round: Round): Promise<Recognised> =>
    readFurther(client, labelled, { namespaces: [...new Set(namespaces)], served: groups }, { round, declared }).then(
      (found) => ({ found, round }),
    )
  // Without the groups it is not known what to expect.
  if (served.status === 'collected' && isAll(labelled.value, groups)) {
    return asked.length === 0 ? { found: labelled, round: 1 } : lookIn(asked, 2)
  }
  const operated = namespacesOf(labelled.value.filter(({ workload }) => madeInOperation(workload.component)))
  // Only where no workload shows where the resources lie these are waited for.
  const waits = operated.length === 0 && groups.some(({ name }) => isMesherys(name))
  const lying = waits ? (await resources).flatMap((one) => (one.status === 'failed' ? [] : one.value)) : []
  const ofResources = [...new Set([...operated, ...lying.map(({ namespace }) => namespace)])]
  if (ofResources.length > mostNamespaces) {
    const many = `${client.place}: Meshery’s custom resources and workloads lie in ${ofResources.length} namespaces`
    return { found: failed('too-large', `${many}, at most ${mostNamespaces} are looked into`), round: 2 }
  }
  return lookIn([mesherysNamespace, ...asked, ...ofResources], waits ? 3 : 2)
}

const madeInOperation = (component: Component): boolean => ['operator', 'meshsync', 'broker'].includes(component)

const namespacesOf = (found: readonly FoundWorkload[]): string[] => [
  ...new Set(found.map(({ workload }) => workload.namespace)),
]

/** A Server, and where the resources of an Operator are served all that it makes; none scaled down by a Rollout. */
function isAll(found: readonly FoundWorkload[], groups: readonly ServedGroup[]): boolean {
  const has = (component: Component): boolean => found.some(({ workload }) => workload.component === component)
  const serves = (isSuch: (group: string) => boolean): boolean => groups.some(({ name }) => isSuch(name))
  if (!has('server')) return false
  if (serves(isMesherys) && !(has('operator') && has('meshsync') && has('broker'))) return false
  return !(serves((name) => name === 'argoproj.io') && found.some(({ workload }) => workload.replicas === 0))
}
