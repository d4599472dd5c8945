import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import { cloudWords, type CloudWords } from './cloud-cluster.ts'
import type { RemedyContext } from './remedy-context.ts'
import { ask, shellCommand, type Word } from './shell-command.ts'

/**
 * One minor version at a time, the control plane first. Unrun here: from the references of `aws eks
 * update-cluster-version`, `gcloud container clusters upgrade` and `az aks upgrade`, which without
 * `--control-plane-only` upgrades every node pool too.
 */
export function upgradeKubernetes(where: RemedyContext, version: string | undefined): Remedy {
  const next = nextMinor(version) ?? ask('NEXT_VERSION', 'the next minor version, for instance 1.34')
  const commands = commandsOf(where, next)
  const summary = 'Upgrade the control plane one minor version at a time, then the nodes, node pool by node pool.'
  if (!commands) return { summary, steps: [] }
  const step = (part: string, more: Pick<RemedyStep, 'interrupts' | 'commands'>): RemedyStep => ({
    summary: `Upgrade ${part}.`,
    actsOn: { kind: 'cloud-resource', name: part },
    ...more,
  })
  return {
    summary,
    steps: [
      { summary: 'See which versions it may be upgraded to, and what the cloud warns of.', commands: [commands.look] },
      step('the control plane', {
        interrupts:
          'A control plane cannot be set back. Deprecated APIs of the next version are gone; a single-zone API server is away for minutes.',
        commands: [commands.controlPlane],
      }),
      step('each node pool', {
        interrupts: 'Nodes are drained one after the other: pods move.',
        commands: [commands.nodes],
      }),
    ],
  }
}

/** `1.29.7-gke.100` → `1.30`. */
function nextMinor(version = ''): string | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? []
  return minor === undefined ? undefined : `${major}.${Number(minor) + 1}`
}

interface UpgradeCommands {
  readonly look: string
  readonly controlPlane: string
  readonly nodes: string
}

function commandsOf(where: RemedyContext, next: Word): UpgradeCommands | undefined {
  const words = cloudWords(where)
  switch (where.provider) {
    case 'eks':
      return ofEks(words.eks, next)
    case 'gke':
      return ofGke(words.gke, next)
    case 'aks':
      return ofAks(words.aks, next)
    case 'kubeconfig':
      return undefined
  }
}

const pool = ask('NODE_POOL', 'the node pool or group')

const ofEks = ({ cluster, region }: CloudWords['eks'], next: Word): UpgradeCommands => ({
  look: shellCommand('aws', 'eks', 'list-insights', '--cluster-name', cluster, ...region),
  controlPlane: shellCommand(
    'aws',
    'eks',
    'update-cluster-version',
    '--name',
    cluster,
    ...region,
    '--kubernetes-version',
    next,
  ),
  nodes: shellCommand(
    'aws',
    'eks',
    'update-nodegroup-version',
    '--cluster-name',
    cluster,
    '--nodegroup-name',
    pool,
    ...region,
    '--kubernetes-version',
    next,
  ),
})

const ofGke = ({ cluster, at }: CloudWords['gke'], next: Word): UpgradeCommands => ({
  look: shellCommand('gcloud', 'container', 'get-server-config', ...at),
  controlPlane: shellCommand(
    'gcloud',
    'container',
    'clusters',
    'upgrade',
    cluster,
    ...at,
    '--master',
    '--cluster-version',
    next,
  ),
  nodes: shellCommand('gcloud', 'container', 'clusters', 'upgrade', cluster, ...at, '--node-pool', pool),
})

const ofAks = ({ cluster, at }: CloudWords['aks'], next: Word): UpgradeCommands => ({
  look: shellCommand('az', 'aks', 'get-upgrades', ...at, '--name', cluster),
  controlPlane: shellCommand(
    'az',
    'aks',
    'upgrade',
    ...at,
    '--name',
    cluster,
    '--control-plane-only',
    '--kubernetes-version',
    next,
  ),
  nodes: shellCommand(
    'az',
    'aks',
    'nodepool',
    'upgrade',
    ...at,
    '--cluster-name',
    cluster,
    '--name',
    pool,
    '--kubernetes-version',
    next,
  ),
})
