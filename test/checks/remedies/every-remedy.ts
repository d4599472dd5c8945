import type { Check } from '@fleet-auditor/checks/define.ts'
import { withLogin, type RemedyContext } from '@fleet-auditor/checks/remedies/remedy-context.ts'
import type { ManagedBy } from '@fleet-auditor/model/managed-by.ts'
import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'

const clusters: Readonly<Record<string, RemedyContext>> = {
  eks: {
    provider: 'eks',
    cluster: {
      id: 'eks:111122223333:eu-west-1/shop',
      name: 'shop',
      scope: 'aws:111122223333:eu-west-1',
      locator: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
    },
  },
  gke: {
    provider: 'gke',
    cluster: {
      id: 'gke:shop-prod:europe-west1/shop',
      name: 'shop',
      scope: 'gcp:shop-prod',
      locator: 'projects/shop-prod/locations/europe-west1/clusters/shop',
    },
  },
  aks: {
    provider: 'aks',
    cluster: {
      id: 'aks:5a1c:rg-shop/shop',
      name: 'shop',
      scope: 'azure:5a1c',
      locator: '/subscriptions/5a1c/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/shop',
    },
  },
  edge: {
    provider: 'kubeconfig',
    cluster: { id: 'kubeconfig:edge@10.0.0.1', name: 'edge', scope: 'kubeconfig:default', locator: '10.0.0.1' },
  },
}

/** Unknown, by manifests, and by each tool. */
const managers: readonly (ManagedBy | undefined)[] = [
  undefined,
  { tool: 'none' },
  { tool: 'operator', group: 'meshery.io', kind: 'Broker', name: 'meshery-broker' },
  { tool: 'helm', namespace: 'meshery', release: 'meshery', chart: 'meshery', version: '1.0.51' },
  { tool: 'argo-cd', application: 'mesh-prod', chart: 'meshery' },
  { tool: 'flux', kind: 'HelmRelease', namespace: 'flux-system', name: 'mesh' },
  { tool: 'meshery-server' },
]

const subjects: readonly Subject[] = [
  { kind: 'Deployment', namespace: 'meshery', name: 'meshery', container: 'meshery' },
  { kind: 'Service', namespace: 'meshery', name: 'meshery-nats' },
  { kind: 'Service', namespace: 'meshery', name: 'meshery-broker' },
  { kind: 'ServiceAccount', namespace: 'meshery', name: 'meshery-operator' },
]

/** Every step that the remedy of a check can have, without evidence: on every provider, for every manager. */
export const everyStep = (check: Check): RemedyStep[] =>
  Object.values(clusters).flatMap((place) =>
    managers.flatMap((managedBy) =>
      subjects.flatMap((subject) => {
        const where = { ...place, managedBy }
        const { steps, alternatives = [] } = withLogin(check.remedy(subject, undefined, where), where)
        return [...steps, ...alternatives.flatMap((other) => other.steps)]
      }),
    ),
  )

export const tools = ['kubectl', 'helm', 'cloud'] as const
export type Tool = (typeof tools)[number]

/** Whether following the remedy can change a cluster by kubectl, by helm, or a cloud by its own command line. */
export function toolsOf(check: Check): ReadonlySet<Tool> {
  const kinds = ['kubernetes-object', 'helm-release', 'cloud-resource']
  const changing = everyStep(check).filter(({ actsOn }) => actsOn !== undefined && kinds.includes(actsOn.kind))
  const lines = changing.flatMap(({ commands }) => commands)
  const tools = new Set<Tool>()
  for (const line of lines) {
    if (/^(?:aws|gcloud|az) /.test(line)) tools.add('cloud')
    else if (line.startsWith('helm ')) tools.add('helm')
    else if (/(?:^|\| )kubectl /.test(line)) tools.add('kubectl')
  }
  return tools
}
