import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import { cloudWords } from './cloud-cluster.ts'
import type { RemedyContext } from './remedy-context.ts'
import { ask, shellCommand, type Word } from './shell-command.ts'

const ranges = ask('ADMITTED_RANGES', 'the ranges of planes, operators and this auditor, joined by commas')

/**
 * Limits the endpoint of the API server. Unrun here: from the references of `aws eks update-cluster-config`, `gcloud
 * container clusters update` (each opening of GKE has a flag of its own) and `az aks update`.
 * `before`: the ranges that are admitted now.
 */
export function closeApiServer(where: RemedyContext, openings: readonly string[], before: readonly string[]): Remedy {
  const summary = 'Limit the endpoint to the plane’s and the operators’ ranges, or make it private.'
  const changes = changesOf(where, openings, before)
  return { summary, steps: changes.map((change) => stepOf(where.provider, change)) }
}

interface Change {
  readonly command: string
  readonly undo?: string
}

const stepOf = (provider: Provider, { command, undo }: Change): RemedyStep => ({
  summary: 'Close it.',
  actsOn: { kind: 'cloud-resource', name: `${provider.toUpperCase()} cluster, endpoint of the API server` },
  interrupts:
    'Whoever is outside the ranges loses the API server: name the plane’s egress, the operators’ and this auditor’s, or the next audit cannot read the cluster.',
  commands: [command],
  undo: undo === undefined ? undefined : [undo],
})

function changesOf(where: RemedyContext, openings: readonly string[], before: readonly string[]): Change[] {
  const was = before.join(',')
  switch (where.provider) {
    case 'eks':
      return [eksChange(where, was)]
    case 'aks':
      return [aksChange(where, was)]
    case 'gke':
      return [...new Set(openings.length > 0 ? openings : ['no-ranges'])].flatMap((one) => gkeChange(where, one, was))
    case 'kubeconfig':
      return []
  }
}

function eksChange(where: RemedyContext, was: string): Change {
  const { cluster, region } = cloudWords(where).eks
  const update = (config: Word): string =>
    shellCommand('aws', 'eks', 'update-cluster-config', '--name', cluster, ...region, '--resources-vpc-config', config)
  return {
    command: update(['endpointPublicAccess=true,endpointPrivateAccess=true,publicAccessCidrs=', ranges]),
    undo: update(`endpointPublicAccess=true,publicAccessCidrs=${was || '0.0.0.0/0'}`),
  }
}

function aksChange(where: RemedyContext, was: string): Change {
  const { cluster, at } = cloudWords(where).aks
  const update = (admitted: Word): string =>
    shellCommand('az', 'aks', 'update', ...at, '--name', cluster, '--api-server-authorized-ip-ranges', admitted)
  return { command: update(ranges), undo: update(was) }
}

const limited: readonly Word[] = ['--enable-master-authorized-networks', '--master-authorized-networks', ranges]

/** Each opening and what takes the change back: authorized networks do not close the others. */
function gkeChange(where: RemedyContext, opening: string, was: string): Change[] {
  const { cluster, at } = cloudWords(where).gke
  const update = (...flags: readonly Word[]): string =>
    shellCommand('gcloud', 'container', 'clusters', 'update', cluster, ...at, ...flags)
  switch (opening) {
    case 'dns-endpoint':
      return [{ command: update('--no-enable-dns-access'), undo: update('--enable-dns-access') }]
    case 'google-addresses':
      return [{ command: update('--no-enable-google-cloud-access'), undo: update('--enable-google-cloud-access') }]
    case 'no-ranges':
      return [{ command: update(...limited), undo: update('--no-enable-master-authorized-networks') }]
    case 'wide-ranges':
      return [{ command: update(...limited), undo: update(...limited.slice(0, 2), was) }]
    default:
      return []
  }
}
