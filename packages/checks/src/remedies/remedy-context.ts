import { parseClusterId, type ClusterPlace } from '@fleet-auditor/model/cluster-id.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { ManagedBy } from '@fleet-auditor/model/managed-by.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import { ask, shellCommand, type Word } from './shell-command.ts'

/** Where a remedy is to be carried out. */
export interface RemedyContext {
  readonly provider: Provider
  /** Absent: in general, as the catalogue shows it. */
  readonly cluster?: Pick<Cluster, 'id' | 'name' | 'scope' | 'locator'> | undefined
  /** Who owns the subject of the finding; absent: not looked for, or found before owners were. */
  readonly managedBy?: ManagedBy | undefined
}

/** kubectl on this cluster and no other. */
export const kubectl = (where: RemedyContext, ...words: readonly Word[]): string =>
  shellCommand('kubectl', '--context', contextOf(where), ...fileOf(where), ...words)

/** helm on this cluster and no other. */
export const helm = (where: RemedyContext, ...words: readonly Word[]): string =>
  shellCommand('helm', '--kube-context', contextOf(where), ...fileOf(where), ...words)

export const placeOf = ({ cluster }: RemedyContext): ClusterPlace | undefined => cluster && parseClusterId(cluster.id)

/** The context of the auditor's own pod is of no use outside it. */
const ofPod = 'in-cluster'

/** The context's own name, or the one that the cloud's command line makes (`withLogin`). */
function contextOf(where: RemedyContext): Word {
  const place = placeOf(where)
  const { cluster } = where
  switch (place?.from) {
    case 'eks':
      return cluster?.locator.startsWith('arn:')
        ? cluster.locator
        : `arn:aws:eks:${place.region}:${place.account}:cluster/${place.name}`
    case 'gke':
      return `gke_${place.project}_${place.location}_${place.name}`
    case 'aks':
      return cluster?.name ?? place.name
    case 'kubeconfig':
      return place.name === ofPod ? askedContext : place.name
    case undefined:
      return askedContext
  }
}

const askedContext = ask('CONTEXT', 'the context of this cluster in your kubeconfig')

/** The kubeconfig that the audit was given, where it was given one. */
function fileOf({ cluster }: RemedyContext): Word[] {
  const [, file] = /^kubeconfig:(.+)$/s.exec(cluster?.scope ?? '') ?? []
  return file === undefined || file === 'default' ? [] : ['--kubeconfig', file]
}

const isOfCluster = (command: string): boolean => /^(?:kubectl|helm) /.test(command)

/** The steps, after the one that makes the context, where commands need it and a cloud's command line makes it. */
export function withLogin(remedy: Remedy, where: RemedyContext): Remedy {
  const login = loginStep(where)
  if (!login) return remedy
  const after = (steps: RemedyStep[]): RemedyStep[] =>
    steps.some(({ commands }) => commands.some(isOfCluster)) ? [login, ...steps] : steps
  const { summary, steps, alternatives } = remedy
  return {
    summary,
    steps: after(steps),
    alternatives: alternatives?.map((other) => ({ summary: other.summary, steps: after(other.steps) })),
  }
}

/**
 * What makes the context of a cloud's cluster; undefined where one is there. Unrun here: from the reference of
 * `aws eks update-kubeconfig` (the context is named by the ARN), `gcloud container clusters get-credentials`
 * (`gke_<project>_<location>_<name>`) and `az aks get-credentials` (the cluster’s name).
 */
function loginStep(where: RemedyContext): RemedyStep | undefined {
  const command = loginCommand(placeOf(where), where.cluster?.name)
  if (command === undefined) return undefined
  return {
    summary:
      'Get a kubeconfig of this cluster, signed in to its cloud; the commands below name the context that this makes.',
    actsOn: { kind: 'kubeconfig', name: 'your own' },
    commands: [command],
  }
}

function loginCommand(place: ClusterPlace | undefined, name = ''): string | undefined {
  switch (place?.from) {
    case 'eks':
      return shellCommand('aws', 'eks', 'update-kubeconfig', '--name', place.name, '--region', place.region)
    case 'gke': {
      const at = ['--location', place.location, '--project', place.project]
      return shellCommand('gcloud', 'container', 'clusters', 'get-credentials', place.name, ...at)
    }
    case 'aks': {
      const at = ['--subscription', place.subscription, '--resource-group', place.group]
      return shellCommand('az', 'aks', 'get-credentials', ...at, '--name', name || place.name)
    }
    case 'kubeconfig':
    case undefined:
      return undefined
  }
}
