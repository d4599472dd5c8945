import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { fail, pass } from '../outcome.ts'
import { resourceChange } from '../remedies/resource-change.ts'

const Size = z.strictObject({ size: z.number().int() })

export const scaledMeshsync = defineCheck({
  id: 'scaled-meshsync',
  title: 'More than one replica of MeshSync',
  severity: 'medium',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['one-operator', 'component-meshsync', 'caveat-discovery-cost'],
  rule: 'Every MeshSync resource has size 1.',
  why: 'Replicas do not coordinate: each watches the whole cluster and publishes every event once more.',
  source: 'meshsync source: no leader election; Deployment Models: one MeshSync per cluster',
  evidence: Size,
  needs: ['meshSyncs'],
  uses: [],
  evaluate: ({ meshSyncs }) =>
    atLeastOne(
      meshSyncs.map(({ namespace, name, size }) => {
        const subject = { kind: 'MeshSync', namespace, name }
        return size > 1 ? fail(subject, { size }) : pass(subject, { size })
      }),
      'no MeshSync resource is here',
    ),
  describe: (_, { size }) => `size ${size}: every event is published ${size} times`,
  remedy: ({ namespace }, evidence, where) => ({
    summary: 'One MeshSync per cluster: set its size to 1.',
    ...resourceChange(where, {
      kind: 'MeshSync',
      namespace,
      summary: 'Set its size to 1.',
      spec: '"size":1',
      undo: evidence && `"size":${evidence.size}`,
    }),
  }),
})
