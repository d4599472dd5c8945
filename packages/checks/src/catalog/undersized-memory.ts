import { quantityOf } from '@fleet-auditor/model/quantity.ts'
import { Component } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { mainContainer } from '../facts/workload/main-container.ts'
import { fail, notApplicable, pass, unknown } from '../outcome.ts'
import { changeValues, leftToOperator } from '../remedies/change-workload.ts'

/** Starting points of Meshery’s documentation (Infrastructure, Sizing & Performance). */
const published: Readonly<Record<Component, string>> = {
  server: '2Gi',
  adapter: '256Mi',
  operator: '256Mi',
  meshsync: '512Mi',
  broker: '512Mi',
}
const ownValues: readonly Component[] = ['server', 'adapter']

const Limit = z.strictObject({ limit: z.string(), expected: z.string(), component: Component })

export const undersizedMemory = defineCheck({
  id: 'undersized-memory',
  title: 'A memory limit below the published starting point',
  severity: 'medium',
  ruleVersion: 1,
  group: 'sizing',
  answers: ['memory-headroom', 'resources', 'caveat-broker-memory'],
  rule: 'The memory limit of the main container, or of its pod, is at least 2Gi for the Server and 256Mi for an adapter. Info for Operator (256Mi), MeshSync and Broker (512Mi), whose limits the operator and its chart set. Not-applicable without a limit: missing-resources reports that.',
  why: 'MeshSync’s snapshot lives in the Server’s memory and grows with the cluster: too small a limit ends in OOMKilled.',
  source: 'Meshery documentation, Infrastructure, Sizing & Performance',
  evidence: Limit,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = workloads.map((workload) => {
      const container = mainContainer(workload)
      const limit = container?.limits.memory ?? workload.podLimits.memory
      if (!container || limit === undefined) return notApplicable('no memory limit (see missing-resources)')
      const subject = workloadSubject(workload, { container: container.name })
      const expected = published[workload.component]
      const [actual, wanted] = [quantityOf(limit), quantityOf(expected)]
      if (actual === undefined || wanted === undefined) {
        return unknown('malformed', `the memory limit is no quantity: ${limit}`, { subject })
      }
      const isOwn = ownValues.includes(workload.component)
      const evidence = { limit, expected, component: workload.component }
      if (actual >= wanted) return pass(subject, evidence)
      return isOwn ? fail(subject, evidence) : fail(subject, evidence, 'info')
    })
    return atLeastOne(outcomes, 'no Meshery workload is here')
  },
  describe: (_, { limit, expected }) => `memory limit ${limit}; the starting point is ${expected}`,
  remedy: (subject, evidence, where) =>
    evidence && !ownValues.includes(evidence.component)
      ? leftToOperator(
          'The operator and its chart set this limit; watch the memory, and report it upstream where it is reached.',
        )
      : {
          summary: 'Raise the limit; measure before lowering it again.',
          ...changeValues(where, {
            summary: 'Raise it.',
            subject,
            component: evidence?.component,
            settings: [
              { key: 'resources.limits.memory', value: evidence?.expected ?? published.server },
              { key: 'resources.requests.memory', value: evidence?.expected ?? published.server },
            ],
          }),
        },
})
