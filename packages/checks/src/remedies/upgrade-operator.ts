import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { readStep } from './kubernetes-step.ts'
import { helm, type RemedyContext } from './remedy-context.ts'
import { ask, type Word } from './shell-command.ts'

/** Where a legacy operator is the cause: it takes back whatever is changed of what it made. */
export const upgradeOperator = (where: RemedyContext, { namespace = 'meshery' }: Subject): Remedy => ({
  summary:
    'A legacy operator (before 1.0) makes a public LoadBalancer without a token and holds every right, and takes edits back: upgrade it to 1.0.3 or newer, whose Broker is a ClusterIP with a token. Where the Server manages the operator, upgrading the Server and reconnecting the cluster does it.',
  steps: [
    {
      summary: 'In Meshery: upgrade the Server, then Settings, Operator: off and on again.',
      actsOn: { kind: 'meshery-settings', name: 'Operator' },
      interrupts: stops,
      commands: [],
    },
  ],
  alternatives: [
    {
      summary: 'Where the operator is a Helm release of its own',
      steps: [
        readStep('See the release of the operator.', helm(where, 'list', '--namespace', namespace)),
        upgradeStep(where, namespace),
      ],
    },
  ],
})

const stops = 'Discovery of this cluster stops until the new Broker is connected; the old load balancer goes away.'

function upgradeStep(where: RemedyContext, namespace: string): RemedyStep {
  const version = ask(
    'OPERATOR_CHART_VERSION',
    'a version of the chart meshery-operator whose operator is 1.0.3 or newer',
  )
  const release = ask('OPERATOR_RELEASE', 'the release of the operator, as helm list shows it')
  const chart = ['meshery/meshery-operator', '--namespace', namespace, '--version', version]
  const upgrade = (...more: readonly Word[]): string =>
    helm(where, 'upgrade', release, ...chart, '--reset-then-reuse-values', ...more)
  return {
    summary: 'Upgrade the operator; MeshSync and Broker follow.',
    actsOn: { kind: 'helm-release', name: '(as found above)', namespace },
    interrupts: stops,
    dryRun: [upgrade('--dry-run=server')],
    commands: [upgrade()],
    undo: [helm(where, 'rollback', release, '--namespace', namespace)],
  }
}
