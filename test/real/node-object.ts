import type { KubeObject } from './kube-objects.ts'

export type NodeDescription = {
  readonly name: string
  /** Such as `aws:///eu-central-1a/i-0123456789abcdef0`. */
  readonly providerId?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly internalIp?: string
  readonly externalIp?: string
  /** The Ready condition. Default True. */
  readonly ready?: 'True' | 'False' | 'Unknown'
}

/** A node as a kubelet and a cloud would have registered it; `apply` writes its status too. */
export function nodeObject(description: NodeDescription): KubeObject {
  const { name, providerId, labels = {}, ready = 'True' } = description
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  const condition = { type: 'Ready', status: ready, reason: ready === 'True' ? 'KubeletReady' : 'KubeletNotReady' }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: providerId === undefined ? {} : { providerID: providerId },
    status: {
      addresses: addressesOf(description),
      conditions: [{ ...condition, message: '', lastHeartbeatTime: now, lastTransitionTime: now }],
    },
  }
}

function addressesOf({ name, internalIp, externalIp }: NodeDescription): { type: string; address: string }[] {
  const given = [
    { type: 'Hostname', address: name },
    { type: 'InternalIP', address: internalIp },
    { type: 'ExternalIP', address: externalIp },
  ]
  return given.flatMap(({ type, address }) => (address === undefined ? [] : [{ type, address }]))
}
