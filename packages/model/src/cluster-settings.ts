import { z } from 'zod'

/** How a cluster’s Meshery is set up, in the few words by which clusters of a cohort are compared. */
export const settingWords = {
  kubernetes: 'Kubernetes',
  discovery: 'discovery',
  server: 'Server version',
  serverReplicas: 'Server replicas',
  serverMemory: 'Server memory limit',
  serverService: 'Server Service type',
  provider: 'PROVIDER',
  operator: 'Operator version',
  meshSync: 'MeshSync version',
  meshSyncReplicas: 'MeshSync replicas',
  watchList: 'watch-list',
  broker: 'NATS version',
  brokerReplicas: 'Broker replicas',
  brokerService: 'Broker Service type',
} as const
export type SettingName = keyof typeof settingWords

export const SettingName = z.enum(Object.keys(settingWords) as [SettingName, ...SettingName[]]) // Object.keys forgets its keys' type

/** Some 300 bytes: a summary carries them. What the cluster does not have is absent. */
export const ClusterSettings = z.partialRecord(SettingName, z.string())
export type ClusterSettings = z.infer<typeof ClusterSettings>
