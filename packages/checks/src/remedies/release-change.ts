import type { ManagedBy } from '@fleet-auditor/model/managed-by.ts'
import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { gitStep } from './git-step.ts'
import { inNamespace, objectWord, readStep } from './kubernetes-step.ts'
import { helm, kubectl, type RemedyContext } from './remedy-context.ts'
import { ask, plainText, type Asked, type Word } from './shell-command.ts'

/** A value of a chart; `text`: never read as a number or a boolean. */
export interface Setting {
  readonly key: string
  readonly value: Word
  readonly text?: boolean
}

interface ReleaseChange {
  readonly summary: string
  readonly subject: Subject
  /** The chart that makes the object. */
  readonly chart: string
  readonly settings: readonly Setting[]
  readonly interrupts: string
  /** Where no release made the object. */
  readonly byHand: readonly RemedyStep[]
}

type Steps = Pick<Remedy, 'steps' | 'alternatives'>
type HelmRelease = Extract<ManagedBy, { tool: 'helm' }>

/** A change of an object that a chart makes, by the tool that owns it now. */
export function releaseChange(where: RemedyContext, change: ReleaseChange): Steps {
  const manager = where.managedBy
  switch (manager?.tool) {
    case 'helm':
      return { steps: upgradeSteps(where, change, manager) }
    case 'argo-cd':
    case 'flux':
      return { steps: [gitStep(where, manager, settingsText(change))] }
    case 'none':
      return { steps: [...change.byHand] }
    case 'operator':
    case 'meshery-server':
    case undefined:
      return {
        steps: [managerStep(where, change.subject)],
        alternatives: [
          { summary: 'Where a Helm release made it', steps: upgradeSteps(where, change, undefined) },
          { summary: 'Where Argo CD or Flux applies it', steps: [gitStep(where, undefined, settingsText(change))] },
          { summary: 'Where none of these owns it', steps: [...change.byHand] },
        ],
      }
  }
}

const settingsText = ({ chart, settings }: ReleaseChange): string =>
  `values of the chart ${chart}: ${settings.map(({ key, value }) => `${key}=${plainText(value)}`).join(', ')}`

/** Labels and annotations name Helm, Argo CD and Flux; field managers, who wrote which field last. */
const managerStep = (where: RemedyContext, subject: Subject): RemedyStep =>
  readStep(
    'Find out who owns it: the tool that its labels and annotations name takes every other edit back.',
    kubectl(
      where,
      'get',
      objectWord(subject),
      ...inNamespace(subject),
      '--output',
      'jsonpath={.metadata.labels}{"\\n"}{.metadata.annotations}{"\\n"}',
    ),
  )

/**
 * The release's own chart at its own version, with every value that was given before (`--reset-then-reuse-values`, Helm
 * 3.14 and newer): without it Helm drops them all as soon as one is `--set` (helm issue 4441).
 */
function upgradeSteps(where: RemedyContext, change: ReleaseChange, manager: HelmRelease | undefined): RemedyStep[] {
  const release = manager?.release ?? ask('RELEASE', 'the name of the Helm release')
  const namespace = [
    '--namespace',
    manager?.namespace ?? change.subject.namespace ?? ask('NAMESPACE', 'the namespace of the Helm release'),
  ]
  const upgrade = (...more: readonly Word[]): string =>
    helm(
      where,
      'upgrade',
      release,
      `meshery/${rootChart(change.chart)}`,
      ...namespace,
      '--version',
      versionOf(change.chart, manager),
      '--reset-then-reuse-values',
      ...change.settings.flatMap(settingWords(change.chart)),
      ...more,
    )
  return [
    readStep(
      `See the release and its values. Its chart must be ${rootChart(change.chart)}: where another chart contains it, set these values there instead.`,
      helm(where, 'list', ...namespace, ...(manager ? ['--filter', `^${manager.release}$`] : [])),
      helm(where, 'get', 'values', release, ...namespace),
    ),
    {
      summary: `${change.summary} The chart repository meshery is https://meshery.io/charts/.`,
      actsOn: {
        kind: 'helm-release',
        name: manager?.release ?? '(as found above)',
        namespace: manager?.namespace ?? change.subject.namespace,
      },
      interrupts: change.interrupts,
      dryRun: [upgrade('--dry-run=server')],
      commands: [upgrade()],
      undo: [helm(where, 'rollback', release, ...namespace)],
    },
  ]
}

/** Subcharts (adapters, the operator where it is one) belong to the release of the chart meshery. */
const rootChart = (chart: string): string => (chart === 'meshery-operator' ? chart : 'meshery')

const settingWords =
  (chart: string) =>
  ({ key, value, text }: Setting): Word[] => {
    const path = rootChart(chart) === chart ? key : `${chart}.${key}`
    const parts = typeof value === 'string' || 'variable' in value ? [value] : value
    return [text ? '--set-string' : '--set', [`${path}=`, ...parts]]
  }

/** The label of a subchart's object has the subchart's version, not the release's. */
const versionOf = (chart: string, manager: HelmRelease | undefined): string | Asked =>
  manager?.chart === rootChart(chart) && manager.version !== undefined
    ? manager.version
    : ask('CHART_VERSION', 'the version of the chart of the release, as helm list shows it')

/** An adapter's subchart, whose name its Deployment bears where no label gives it. */
export function adapterChart({ managedBy }: RemedyContext, { name }: Subject): string {
  const chart = managedBy && 'chart' in managedBy ? managedBy.chart : undefined
  return chart ?? name
}
