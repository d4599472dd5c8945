import {
  managedByOf,
  ownedMetadata,
  resourceManagedBy,
} from '@fleet-auditor/adapters/kubernetes/projections/ownership.ts'
import type { ManagedBy } from '@fleet-auditor/model/managed-by.ts'
import { describe, expect, it } from 'vitest'

const helm = { 'meta.helm.sh/release-name': 'mesh', 'meta.helm.sh/release-namespace': 'platform' }
const chart = { 'helm.sh/chart': 'meshery-operator-v1.0.64' }
const meta = (edits: object) => ownedMetadata.parse({ name: 'x', namespace: 'meshery', ...edits })

describe('the tool that manages an object', () => {
  it.each<[name: string, edits: object, expected: ManagedBy | undefined]>([
    ['nothing names one', {}, { tool: 'none' }],
    [
      'a Helm release, with the chart of the object',
      { labels: chart, annotations: helm },
      { tool: 'helm', namespace: 'platform', release: 'mesh', chart: 'meshery-operator', version: 'v1.0.64' },
    ],
    ['a chart that was applied by something else', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }, undefined],
    [
      'a HelmRelease of Flux, which makes a release too',
      {
        labels: { 'helm.toolkit.fluxcd.io/name': 'mesh', 'helm.toolkit.fluxcd.io/namespace': 'flux-system' },
        annotations: helm,
      },
      { tool: 'flux', kind: 'HelmRelease', namespace: 'flux-system', name: 'mesh' },
    ],
    [
      'a Kustomization of Flux',
      {
        labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
      },
      { tool: 'flux', kind: 'Kustomization', namespace: 'flux-system', name: 'apps' },
    ],
    [
      'Argo CD by its label',
      { labels: { 'argocd.argoproj.io/instance': 'mesh-prod' } },
      { tool: 'argo-cd', application: 'mesh-prod' },
    ],
    [
      'Argo CD by its annotation',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'mesh-prod:apps/Deployment:meshery/meshery' } },
      { tool: 'argo-cd', application: 'mesh-prod' },
    ],
    [
      'the operator, whatever the chart that its template came from',
      {
        labels: { 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': 'nats-2.14.2' },
        ownerReferences: [{ apiVersion: 'meshery.io/v1alpha2', kind: 'Broker', name: 'meshery-broker' }],
      },
      { tool: 'operator', group: 'meshery.io', kind: 'Broker', name: 'meshery-broker' },
    ],
    [
      'a release name that is no name',
      { annotations: { 'meta.helm.sh/release-name': 'a b\u001b[31m' } },
      { tool: 'none' },
    ],
  ])('%s', (_, edits, expected) => {
    expect(managedByOf(meta(edits))).toEqual(expected)
  })

  it('is Meshery Server, where it wrote the resource', () => {
    const item = { metadata: { managedFields: [{ manager: 'helm' }, { manager: 'meshery-server' }] } }
    expect(resourceManagedBy(meta({ annotations: helm }), item)).toEqual({ tool: 'meshery-server' })
    expect(resourceManagedBy(meta({ labels: { 'argocd.argoproj.io/instance': 'a' } }), item)).toMatchObject({
      tool: 'argo-cd',
    })
  })
})
