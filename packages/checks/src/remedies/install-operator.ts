import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import { helm, type RemedyContext } from './remedy-context.ts'
import { ask, type Word } from './shell-command.ts'

const version = ask('OPERATOR_CHART_VERSION', 'the version of the chart meshery-operator')

/** The Operator as a release of its own, in the only namespace that it works in. */
export function installOperator(where: RemedyContext): RemedyStep {
  const install = (...more: readonly Word[]): string =>
    helm(
      where,
      'upgrade',
      '--install',
      'meshery-operator',
      'meshery/meshery-operator',
      '--namespace',
      'meshery',
      '--create-namespace',
      '--version',
      version,
      '--reset-then-reuse-values',
      ...more,
    )
  return {
    summary: 'Install the Operator. The chart repository meshery is https://meshery.io/charts/.',
    actsOn: { kind: 'helm-release', name: 'meshery-operator', namespace: 'meshery' },
    dryRun: [install('--dry-run=server')],
    commands: [install()],
    undo: [helm(where, 'uninstall', 'meshery-operator', '--namespace', 'meshery')],
  }
}

/** Where a Server manages the Operator it takes back what anything else installs (M§9). */
export const reconnectOr = (
  where: RemedyContext,
  steps: readonly RemedyStep[],
): Pick<Remedy, 'steps' | 'alternatives'> => ({
  steps: [
    {
      summary: 'In Meshery: reconnect the cluster, with Settings, Operator on. An older Server is upgraded first.',
      actsOn: { kind: 'meshery-settings', name: 'Operator' },
      commands: [],
    },
  ],
  alternatives: [
    {
      summary: 'Where no Server manages the Operator',
      steps: [
        {
          summary: 'See whether a release holds it already: as a part of the release meshery it is upgraded there.',
          commands: [helm(where, 'list', '--all-namespaces', '--filter', 'meshery')],
        },
        ...steps,
      ],
    },
  ],
})
