import { missingPart } from '../facts/missing-part.ts'

export const missingMeshsync = missingPart({
  id: 'missing-meshsync',
  component: 'meshsync',
  kind: 'MeshSync',
  resources: 'meshSyncs',
  workload: 'Deployment meshery-meshsync',
  why: 'Without MeshSync nothing discovers the cluster: the plane shows what it saw last.',
})
