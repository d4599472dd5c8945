import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { action, fail, pass, unknown } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'
import { actsOnObject } from '../remedies/kubernetes-step.ts'

const Managed = z.strictObject({ tool: z.enum(['helm', 'argo-cd', 'flux', 'operator', 'meshery-server']) })
const Unowned = z.strictObject({ tool: z.literal('none') })

export const unmanagedRelease = defineCheck({
  id: 'unmanaged-release',
  title: 'Nothing owns the Server’s or the Operator’s configuration',
  severity: 'low',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['topology', 'version-control', 'upgrade-procedure'],
  rule: 'The workloads of Server and Operator bear the marks of a Helm release, of Argo CD (tracking id, instance label) or of Flux. Unknown where a chart made them and nothing names who applied it.',
  why: 'What was applied by hand can neither be upgraded nor made again from its configuration: nothing holds the values that it was made with.',
  source: 'Meshery documentation, Deployment Models: Kubernetes with Helm for production; Operational Readiness',
  evidence: Unowned,
  passEvidence: Managed,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = workloads
      .filter(({ component }) => component === 'server' || component === 'operator')
      .map((workload) => {
        const subject = workloadSubject(workload)
        const { managedBy } = workload
        if (managedBy?.tool === 'none') return fail(subject, { tool: managedBy.tool })
        if (managedBy) return pass(subject, { tool: managedBy.tool })
        return unknown('undeclared', `nothing on ${workload.name} names who applied its chart`, {
          subject,
          grant: action(
            'install the chart by helm, which marks what it makes (meta.helm.sh/release-name), or by Argo CD or Flux',
          ),
        })
      })
    return atLeastOne(outcomes, 'neither Server nor Operator is here')
  },
  describe: () => 'no Helm release, no application of Argo CD and nothing of Flux owns it',
  remedy: (subject) => ({
    ...byPerson(
      'Install it by its chart, with the values in version control: helm 3.17 and newer adopt what is there (helm upgrade --install --take-ownership).',
      actsOnObject(subject),
    ),
    alternatives: [
      {
        summary: 'Where Git holds its manifests',
        steps: byPerson('Let Argo CD or Flux apply them.', { kind: 'git', name: 'manifests of Meshery' }).steps,
      },
    ],
  }),
})
