import { clusterLabel, clusterLabels, type Labelled } from '@fleet-auditor/model/cluster-label.ts'
import { describe, expect, it } from 'vitest'

const eks = (account: string, region = 'eu-west-1'): Labelled => ({ id: `eks:${account}:${region}/payments` })
const aks = (group: string, region?: string): Labelled => ({ id: `aks:sub-1:${group}/web`, provider: 'aks', region })
const context = (server: string, known: Partial<Labelled> = {}): Labelled => ({
  id: `kubeconfig:dev@${server}`,
  ...known,
})

describe('the label of a cluster', () => {
  it.each<[name: string, cluster: Labelled, label: string]>([
    ['on EKS has its region', eks('111122223333'), 'payments (EKS eu-west-1)'],
    ['on GKE has its location', { id: 'gke:shop:europe-west1-b/books' }, 'books (GKE europe-west1-b)'],
    ['on AKS has its region', aks('rg-1', 'westeurope'), 'web (AKS westeurope)'],
    ['on AKS has its resource group where only the id is known', aks('rg-1'), 'web (AKS resource group rg-1)'],
    ['of a context has its server', context('127.0.0.1:6443'), 'dev (127.0.0.1:6443)'],
    [
      'of a context of a known cloud has the region',
      context('x.eks.amazonaws.com', { provider: 'eks', region: 'eu-west-1' }),
      'dev (EKS eu-west-1)',
    ],
    [
      'of a context of a known cloud without a region has the server',
      context('203.0.113.9', { provider: 'gke' }),
      'dev (203.0.113.9)',
    ],
    ['is the name of what is no cluster', { id: 'fleet' }, 'fleet'],
  ])('%s', (_, cluster, label) => {
    expect(clusterLabel(cluster)).toBe(label)
  })

  it.each<[name: string, cluster: Labelled, other: Labelled, label: string]>([
    ['adds the account where two share name and region', eks('1'), eks('2'), 'payments (EKS eu-west-1, 1)'],
    ['stays short where the regions differ', eks('1'), eks('2', 'us-east-1'), 'payments (EKS eu-west-1)'],
    ['stays short beside itself', eks('1'), eks('1'), 'payments (EKS eu-west-1)'],
    ['adds the project', { id: 'gke:a:europe-west1/x' }, { id: 'gke:b:europe-west1/x' }, 'x (GKE europe-west1, a)'],
    [
      'adds subscription and group',
      aks('rg-1', 'westeurope'),
      aks('rg-2', 'westeurope'),
      'web (AKS westeurope, sub-1/rg-1)',
    ],
    [
      'adds the server of a context beside the same name in that region',
      { ...context('x.eks.amazonaws.com'), provider: 'eks', region: 'eu-west-1' },
      { id: 'eks:1:eu-west-1/dev' },
      'dev (EKS eu-west-1, x.eks.amazonaws.com)',
    ],
  ])('%s', (_, cluster, other, label) => {
    expect(clusterLabel(cluster, [other])).toBe(label)
    expect(clusterLabels([cluster, other])(cluster.id)).toBe(label)
  })
})

it('two clusters of a fleet never share a label', () => {
  const fleet = [eks('1'), eks('2'), aks('rg-1', 'westeurope'), aks('rg-2', 'westeurope'), context('a'), context('b')]
  const label = clusterLabels(fleet)
  expect(new Set(fleet.map(({ id }) => label(id))).size).toBe(fleet.length)
})
