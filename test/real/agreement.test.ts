import { afterAll, beforeAll } from 'vitest'
import { kubernetesContract } from '../contract/kubernetes-api.ts'
import { openSimulator } from '../contract/simulated-api.ts'
import { describeWith } from './available.ts'
import { capturedStories } from './captured-stories.ts'
import { startEtcd, type Etcd } from './etcd.ts'
import { openReal } from './opened-kube-api.ts'

describeWith(['kubernetes', 'meshery-manifests'], 'simulator and real API server', () => {
  let etcd: Etcd
  beforeAll(async () => {
    etcd = await startEtcd()
  })
  afterAll(() => etcd?.close())

  kubernetesContract(
    'side by side',
    async (objects) => {
      const real = await openReal(objects, etcd)
      return [real, await openSimulator(objects)]
    },
    capturedStories,
  )
})
