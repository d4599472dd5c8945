import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { serverEnv } from '../facts/workload/server-env.ts'
import { fail, notApplicable, nothingHere, pass, type Unknown } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

export const unexpectedOperator = defineCheck({
  id: 'unexpected-operator',
  title: 'Operator components although discovery is embedded',
  severity: 'low',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['one-operator', 'topology'],
  rule: 'The fleet file declares embedded discovery for every plane that claims the cluster, or, where it declares none, the Server’s MESHSYNC_DEFAULT_DEPLOYMENT_MODE is embedded and no Broker or MeshSync resource is there: then no Operator, MeshSync or Broker runs.',
  why: 'Left behind they go on reading the cluster for a Server that does not listen, with the rights that they were given.',
  source: 'Meshery documentation, Deployment Models: embedded mode chosen deliberately',
  evidence: z.strictObject({ because: z.string() }),
  passEvidence: z.strictObject({ declaredBy: z.string() }),
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: [],
  evaluate({ workloads, brokers, meshSyncs }, { planes }) {
    if (workloads.length === 0) return [nothingHere('no Meshery workload is here')]
    const because = embeddedBecause()
    const components = workloads.filter(({ component }) => component !== 'server' && component !== 'adapter')
    if (because === undefined) return [notApplicable('embedded discovery is not declared')]
    if (typeof because !== 'string') {
      return [components.length > 0 ? because : notApplicable('no component of the operator is here')]
    }
    const outcomes = components.map((workload) => fail(workloadSubject(workload), { because }))
    if (outcomes.length > 0) return atLeastOne(outcomes, '')
    return [pass({ kind: 'Cluster', name: 'discovery' }, { declaredBy: because })]

    function embeddedBecause(): string | Unknown<never> | undefined {
      if (planes.some(({ discovery }) => discovery !== undefined)) {
        const isEmbedded = planes.every(({ discovery }) => discovery === 'embedded')
        return isEmbedded ? `plane ${planes.map(({ name }) => name).join(', ')} declares embedded discovery` : undefined
      }
      if (brokers.length + meshSyncs.length > 0) return undefined
      const modes = ofComponent(workloads, 'server').map((server) => ({
        server,
        mode: serverEnv(server, 'MESHSYNC_DEFAULT_DEPLOYMENT_MODE'),
      }))
      const embedded = modes.find(({ mode }) => 'value' in mode && mode.value === 'embedded')
      if (!embedded) return modes.map(({ mode }) => mode).find((mode) => 'verdict' in mode)
      const { namespace, name } = embedded.server
      return `MESHSYNC_DEFAULT_DEPLOYMENT_MODE of ${namespace}/${name} is embedded`
    }
  },
  describe: (_, { because }) => `it runs although ${because}`,
  remedy: () => ({
    ...byPerson('Turn the operator off for this cluster in Meshery, which removes all of it in the right order.', {
      kind: 'meshery-settings',
      name: 'Operator',
    }),
    alternatives: [
      {
        summary: 'Where it is there on purpose',
        steps: byPerson('Declare operator discovery for the plane.', { kind: 'fleet-file', name: 'planes[].discovery' })
          .steps,
      },
    ],
  }),
})
