import { Component } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { hardeningGaps, hasWritableVolume } from '../facts/workload/hardening-gaps.ts'
import { isMadeByOperator } from '../facts/workload/main-container.ts'
import { fail, pass } from '../outcome.ts'
import { changeValues, leftToOperator } from '../remedies/change-workload.ts'

const Gaps = z.strictObject({ gaps: z.array(z.string()), component: Component })

export const unhardenedWorkload = defineCheck({
  id: 'unhardened-workload',
  title: 'A container without a hardened securityContext',
  severity: 'high',
  ruleVersion: 1,
  group: 'security',
  answers: ['security-context', 'caveat-chart-defaults', 'component-server', 'component-operator'],
  rule: 'Every container of Server and Operator, init containers too, runs as non-root, cannot gain privileges, drops all capabilities and adds none but NET_BIND_SERVICE, has a read-only root filesystem and a seccomp profile; the Server’s has a writable volume for its data. What the container sets overrides the pod. Info for MeshSync and the Broker, whose pods the operator makes.',
  why: 'The chart ships empty security contexts: a flaw in the Server is then root on its node’s kernel interface.',
  source: 'Meshery documentation, Security Hardening; Kubernetes documentation, Pod Security Standards: Restricted',
  evidence: Gaps,
  passEvidence: z.strictObject({ container: z.string() }),
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = workloads
      .filter(({ component }) => component !== 'adapter')
      .flatMap((workload) =>
        workload.containers.map((container) => {
          const subject = workloadSubject(workload, { container: container.name })
          const gaps = hardeningGaps(workload, container)
          const isSealed = container.security?.readOnlyRootFilesystem === true && !container.init
          if (workload.component === 'server' && isSealed && !hasWritableVolume(container)) {
            gaps.push('no writable volume beside the read-only root')
          }
          if (gaps.length === 0) return pass(subject, { container: container.name })
          const { component } = workload
          return fail(subject, { gaps, component }, isMadeByOperator(workload) ? 'info' : undefined)
        }),
      )
    return atLeastOne(outcomes, 'no Meshery workload is here')
  },
  describe: (_, { gaps }) => gaps.join('; '),
  remedy: (subject, evidence, where) =>
    evidence && isMadeByOperator(evidence)
      ? leftToOperator('The operator makes this pod and offers no field for it: upgrade the operator when it does.')
      : {
          summary:
            'Set both security contexts, and mount a volume at the data folder before the root is made read-only.',
          ...changeValues(where, {
            summary: 'Set them.',
            subject,
            component: evidence?.component,
            settings: [
              { key: 'podSecurityContext.runAsNonRoot', value: 'true' },
              { key: 'podSecurityContext.seccompProfile.type', value: 'RuntimeDefault' },
              { key: 'securityContext.allowPrivilegeEscalation', value: 'false' },
              { key: 'securityContext.capabilities.drop', value: '{ALL}' },
              { key: 'securityContext.readOnlyRootFilesystem', value: 'true' },
            ],
          }),
        },
})
