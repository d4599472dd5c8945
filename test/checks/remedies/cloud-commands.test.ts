import {
  ListInsightsRequest$,
  UpdateClusterConfigRequest$,
  UpdateClusterVersionRequest$,
  UpdateNodegroupVersionRequest$,
  VpcConfigRequest$,
} from '@aws-sdk/client-eks'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { closeApiServer } from '@fleet-auditor/checks/remedies/close-api-server.ts'
import { paintIn } from '@fleet-auditor/cli/printing/paint.ts'
import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import { remedyLines } from '@fleet-auditor/report/remedy-text.ts'
import { describe, expect, it } from 'vitest'
import { everyStep } from './every-remedy.ts'

/** Where the options of a command are documented, and those of them that a remedy may use. */
interface Reference {
  readonly source: string
  readonly options: readonly string[]
}

/** A structure of the SDK's schema: kind, namespace, name, traits, names of its members. */
const membersOf = (structure: readonly unknown[]): string[] => {
  const [, , , , members] = structure
  if (!Array.isArray(members)) throw new TypeError('the SDK’s schema has another form')
  return members.map(String)
}

/**
 * The AWS command line names an option after the member of the operation’s input, and renames those that clash with
 * options of its own: `version` (aws-cli, awscli/customizations/argrename.py).
 */
const renamed: Readonly<Record<string, string>> = { version: 'kubernetes-version' }
const optionOf = (member: string): string =>
  `--${renamed[member] ?? member.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

const ofInput = (structure: readonly unknown[]): Reference => ({
  source: `@aws-sdk/client-eks: ${String(structure[2])}`,
  options: [...membersOf(structure).map(optionOf), '--region'],
})

const gcloud = (path: string, ...options: readonly string[]): Reference => ({
  source: `https://cloud.google.com/sdk/gcloud/reference/${path}`,
  options: [...options, '--project', '--location'],
})
const az = (path: string, ...options: readonly string[]): Reference => ({
  source: `https://learn.microsoft.com/cli/azure/${path}`,
  options: [...options, '--subscription', '--resource-group', '--name'],
})

const references: Readonly<Record<string, Reference>> = {
  'aws eks update-kubeconfig': {
    source: 'https://docs.aws.amazon.com/cli/latest/reference/eks/update-kubeconfig.html',
    options: ['--name', '--region'],
  },
  'aws eks update-cluster-config': ofInput(UpdateClusterConfigRequest$),
  'aws eks update-cluster-version': ofInput(UpdateClusterVersionRequest$),
  'aws eks update-nodegroup-version': ofInput(UpdateNodegroupVersionRequest$),
  'aws eks list-insights': ofInput(ListInsightsRequest$),
  'gcloud container clusters get-credentials': gcloud('container/clusters/get-credentials'),
  'gcloud container get-server-config': gcloud('container/get-server-config'),
  'gcloud container clusters upgrade': gcloud(
    'container/clusters/upgrade',
    '--master',
    '--cluster-version',
    '--node-pool',
  ),
  'gcloud container clusters update': gcloud(
    'container/clusters/update',
    '--enable-master-authorized-networks',
    '--no-enable-master-authorized-networks',
    '--master-authorized-networks',
    '--enable-dns-access',
    '--no-enable-dns-access',
    '--enable-google-cloud-access',
    '--no-enable-google-cloud-access',
  ),
  'az aks get-credentials': az('aks#az-aks-get-credentials'),
  'az aks get-upgrades': az('aks#az-aks-get-upgrades'),
  'az aks update': az('aks#az-aks-update', '--api-server-authorized-ip-ranges'),
  'az aks upgrade': az('aks#az-aks-upgrade', '--control-plane-only', '--kubernetes-version'),
  'az aks nodepool upgrade': az('aks/nodepool#az-aks-nodepool-upgrade', '--cluster-name', '--kubernetes-version'),
}

const gke = { provider: 'gke' } as const
const openings = ['dns-endpoint', 'google-addresses', 'no-ranges', 'wide-ranges']
const steps: readonly RemedyStep[] = [
  ...allChecks.flatMap(everyStep),
  ...closeApiServer(gke, openings, ['198.51.100.0/24']).steps,
]
const isOfCloud = (line: string): boolean => /^(?:aws|gcloud|az) /.test(line)
const lines = [
  ...new Set(
    steps.flatMap(({ commands, dryRun = [], undo = [] }) => [...commands, ...dryRun, ...undo]).filter(isOfCloud),
  ),
]

/** The words of one line; what is asked for stands as its variable. */
const wordsOf = (line: string): string[] => line.replaceAll(/"\$\{(\w+):\?[^"]*"/g, '$1').split(' ')

const commandOf = (line: string): string => {
  const words = wordsOf(line)
  const found = Object.keys(references).filter((name) => line.startsWith(`${name} `))
  return found.toSorted((a, b) => b.length - a.length)[0] ?? words.slice(0, 4).join(' ')
}

describe('commands of the clouds, which no test runs', () => {
  it('are printed by some remedy on each cloud', () => {
    for (const tool of ['aws', 'gcloud', 'az']) expect(lines.some((line) => line.startsWith(`${tool} `))).toBe(true)
  })

  it.each(lines)('has a source, and only options of it: %s', (line) => {
    const reference = references[commandOf(line)]
    expect(reference, commandOf(line)).toBeDefined()
    const options = wordsOf(line).filter((word) => word.startsWith('--'))
    expect(options.filter((option) => !reference?.options.includes(option))).toEqual([])
  })

  it('every reference is that of a command that is printed', () => {
    const printed = new Set(lines.map(commandOf))
    expect(Object.keys(references).filter((name) => !printed.has(name))).toEqual([])
  })

  it('the ranges of an EKS endpoint are members of its network configuration', () => {
    const configs = lines.flatMap((line) => /--resources-vpc-config (\S+)/.exec(line)?.[1] ?? [])
    const names = configs.flatMap((config) => [...config.matchAll(/(?:^|[,'])(\w+)=/g)].map(([, name]) => name))
    expect(names).toContain('publicAccessCidrs')
    expect(names.filter((name) => !membersOf(VpcConfigRequest$).includes(`${name}`))).toEqual([])
  })

  it('are printed as not run', () => {
    for (const step of steps) {
      const text = remedyLines({ summary: '', steps: [step] }, paintIn(false)).join('\n')
      expect(/not run by this project/.test(text), text).toBe(step.commands.some(isOfCloud))
    }
  })
})
