import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Paint } from './paint.ts'
import { safeText } from './safe-text.ts'

/** The same remedy, every text of it safe to print. */
export function safeRemedy({ summary, steps, alternatives }: Remedy): Remedy {
  return {
    summary: safeText(summary),
    steps: steps.map(safeStep),
    alternatives: alternatives?.map((other) => ({
      summary: safeText(other.summary),
      steps: other.steps.map(safeStep),
    })),
  }
}

function safeStep({ summary, actsOn, interrupts, dryRun, commands, undo }: RemedyStep): RemedyStep {
  return {
    summary: safeText(summary),
    actsOn: actsOn && {
      kind: actsOn.kind,
      name: safeText(actsOn.name),
      namespace: actsOn.namespace === undefined ? undefined : safeText(actsOn.namespace),
    },
    interrupts: interrupts === undefined ? undefined : safeText(interrupts),
    dryRun: dryRun?.map(safeText),
    commands: commands.map(safeText),
    undo: undo?.map(safeText),
  }
}

/** The steps below a summary: what each acts on, what it interrupts, its dry run, its commands, its way back. */
export function remedyLines({ steps, alternatives = [] }: Remedy, paint: Paint): string[] {
  return [
    ...steps.flatMap((step, index) => stepLines(step, index + 1, paint)),
    ...alternatives.flatMap((other) => [
      `or: ${other.summary}`,
      ...other.steps.flatMap((step, index) => stepLines(step, index + 1, paint)).map(indented),
    ]),
  ]
}

function stepLines(step: RemedyStep, number: number, paint: Paint): string[] {
  const { summary, interrupts, dryRun = [], commands, undo = [] } = step
  return [
    `${number}. ${summary}`,
    paint.dim(`   ${placeText(step)}`),
    ...(interrupts === undefined ? [] : [`   interrupts: ${interrupts}`]),
    ...unrunNote(commands).map((note) => paint.dim(`   ${note}`)),
    ...dryRun.map((line) => paint.dim(`   dry run: ${line}`)),
    ...commands.map((line) => `   $ ${line}`),
    ...undo.map((line) => paint.dim(`   undo: ${line}`)),
  ]
}

/** Commands on a real cloud are the only ones that no test of the project runs. */
export const unrunNote = (commands: readonly string[]): string[] =>
  commands.some((line) => /^(?:aws|gcloud|az) /.test(line))
    ? ['not run by this project: written from the reference of the command line']
    : []

/** `changes helm release meshery in namespace meshery` */
const placeText = ({ actsOn }: RemedyStep): string =>
  actsOn
    ? `changes ${actsOn.kind.replaceAll('-', ' ')} ${actsOn.name}${actsOn.namespace === undefined ? '' : ` in namespace ${actsOn.namespace}`}`
    : 'changes nothing'

const indented = (line: string): string => `   ${line}`
