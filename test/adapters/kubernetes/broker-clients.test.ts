import { brokerConnectionsRule } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import { connectionsAnnotation } from '@fleet-auditor/simulator/kubernetes/answers/service-proxy.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { auditorRules } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { legacyInstall, modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { describe, expect, it } from 'vitest'
import { collectFrom } from './collect-from.ts'

const rules = [...auditorRules, brokerConnectionsRule]
const asking = { brokerConnections: true } as const

const connectedBy = (names: string, objects = modernInstall()): readonly KubernetesObject[] =>
  objects.map((object) =>
    object.kind === 'Service'
      ? {
          ...object,
          metadata: {
            ...object.metadata,
            annotations: { ...object.metadata.annotations, [connectionsAnnotation]: names },
          },
        }
      : object,
  )

describe('who is connected to the Broker', () => {
  it.each([
    ['modern', modernInstall(), 'meshery-nats:8222'],
    ['legacy', legacyInstall(), 'meshery-broker:8222'],
  ] as const)('%s: is read through the Service of its generation', async (_, objects, service) => {
    const { sections } = await collectFrom({ objects, rules, plan: asking })
    expect(sections.brokerClients).toMatchObject({
      value: { asked: true, brokers: [{ namespace: 'meshery', service, meshSync: 1, server: 1, others: 0 }] },
    })
  })

  it('counts names, and what bears another one', async () => {
    const objects = connectedBy('meshsync,meshsync,someone')
    const { sections } = await collectFrom({ objects, rules, plan: asking })
    expect(sections.brokerClients).toMatchObject({ value: { brokers: [{ meshSync: 2, server: 0, others: 1 }] } })
  })

  it('is not asked for where the fleet file does not set it', async () => {
    const { sections, api } = await collectFrom({ objects: modernInstall(), rules })
    expect(sections.brokerClients).toMatchObject({ value: { asked: false } })
    expect(api.requests().filter(({ path }) => path.includes('/proxy/'))).toEqual([])
  })

  it('without the right is forbidden, and names the Service and its port', async () => {
    const { sections } = await collectFrom({ objects: modernInstall(), plan: asking })
    expect(sections.brokerClients).toMatchObject({
      cause: 'forbidden',
      grant: { kind: 'action', sentence: expect.stringContaining('meshery-nats:8222 in the namespace meshery') },
    })
  })

  it('where no Broker is, is none, and no request', async () => {
    const { sections, api } = await collectFrom({ objects: serverOnly(), rules, plan: asking })
    expect(sections.brokerClients).toMatchObject({ value: { asked: true, brokers: [] } })
    expect(api.requests().filter(({ path }) => path.includes('/proxy/'))).toEqual([])
  })

  it('costs one read, and no round', async () => {
    const [without, withIt] = await Promise.all(
      [{}, asking].map((plan) => collectFrom({ objects: modernInstall(), rules, plan })),
    )
    expect(withIt?.collection.counters.reads).toBe((without?.collection.counters.reads ?? 0) + 1)
    expect(withIt?.collection.counters.rounds).toBe(without?.collection.counters.rounds)
  })
})
