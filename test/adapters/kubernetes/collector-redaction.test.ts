import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { expect, it } from 'vitest'
import { collectFrom, failuresOf } from './collect-from.ts'

const canary = 'canary-7f3a'

/** What is written over every field of these names, wherever it stands. */
const planted: Readonly<Record<string, (value: unknown) => unknown>> = {
  annotations: (value) => ({
    ...(value as object),
    'example.com/token': canary,
    'service.example.com/x': canary,
    'service.beta.kubernetes.io/aws-load-balancer-additional-resource-tags': `password=${canary}`,
    'service.beta.kubernetes.io/aws-load-balancer-type': canary,
  }),
  args: (value) => [...(value as unknown[]), `--token=${canary}`],
  env: (value) => [
    ...(value as unknown[]),
    { name: 'TOKEN', value: canary },
    { name: 'PROVIDER_BASE_URLS', value: `https://a.example.com?token=${canary},//u:${canary}/x@h` },
    {
      name: 'MESHERY_SERVER_CALLBACK_URL',
      value: `https://user:${canary}@meshery.example.com/api/user/token?api_key=${canary}#${canary}`,
    },
  ],
  labels: (value) => ({ ...(value as object), 'example.com/token': canary }),
  whitelist: () => JSON.stringify([{ Resource: 'pods.v1.', Events: [canary] }, { Resource: `password ${canary}` }]),
  'publishing-to': () => `nats://${canary}@10.100.77.30:4222`,
  internal: () => `nats://${canary}@10.100.77.30:4222`,
  message: () => `dial nats://${canary}@10.100.77.30:4222 failed, password=${canary}`,
}

const plant = (object: KubernetesObject): KubernetesObject =>
  JSON.parse(JSON.stringify(object), (key, value: unknown) => planted[key]?.(value) ?? value) as KubernetesObject

it('lets no secret out of the collector', async () => {
  const objects = modernInstall().map(plant)
  const { collection, sections } = await collectFrom({ objects, plan: { provider: 'kubeconfig' } })
  expect(JSON.stringify(objects).split(canary).length).toBeGreaterThan(50)
  expect(failuresOf(sections)).toEqual({})
  expect(JSON.stringify(collection)).not.toContain(canary)
})
