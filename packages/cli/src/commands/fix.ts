import { fixesOf, type ClusterFix } from '@fleet-auditor/audit/queries/fixes.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { fixScript, type FixedFinding } from '@fleet-auditor/report/fix-script.ts'
import { jsonText } from '@fleet-auditor/report/json-text.ts'
import type { Paint } from '@fleet-auditor/report/paint.ts'
import { remedyLines } from '@fleet-auditor/report/remedy-text.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { paintIn } from '../printing/paint.ts'
import type { Io } from '../wiring/environment.ts'
import { openStoreAt } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { argument, option, repeatableOption } from './options/option.ts'
import { storeOptions } from './options/shared-options.ts'
import { checkId, oneOf, text } from './options/values.ts'

const formats = ['text', 'sh', 'json'] as const

/** Prints the steps that fix what one check found. It changes nothing. */
export const fixCommand = defineCommand({
  name: 'fix',
  summary: 'the steps that fix the open findings of one check, on each cluster; applies nothing',
  arguments: { check: argument('<check>', 'its id, as checks lists it', 'fleet-auditor fix', checkId) },
  options: {
    clusters: repeatableOption(
      '--cluster <id>',
      'id, name, key or locator of a cluster, repeatable; globs and ! in front allowed',
      text,
    ),
    ...storeOptions,
    format: option('--format <word>', `${formats.join(', ')}; sh: a script for one cluster`, oneOf(formats), 'text'),
  },
  notes: [
    'Commands name their cluster. What only a person knows is a variable that has to be set.',
    'Exit codes: 0, also where nothing is open; 2 for a check, cluster or store without a run.',
  ].join('\n'),
  async run(input, io) {
    await using store = await openStoreAt(input)
    const fixes = await fixesOf(input, { store })
    if (input.format === 'json') io.out(`${jsonText(fixes.map(jsonOf), 2)}\n`)
    else if (input.format === 'sh') io.out(scriptOf(input.check, fixes))
    else io.out(`${textOf(input.check, fixes, io).join('\n')}\n`)
  },
})

const jsonOf = ({ cluster, key, findings }: ClusterFix) => ({
  cluster,
  key,
  findings: findings.map(({ finding: { fingerprint, subject, severity }, remedy }) => ({
    fingerprint,
    subject,
    severity,
    remedy,
  })),
})

const fixedOf = ({ findings }: ClusterFix): FixedFinding[] =>
  findings.map(({ finding, remedy }) => ({ subject: safeText(subjectLabel(finding.subject)), remedy }))

/** A script is for one cluster: one that went on to the next would hide which of them failed. */
function scriptOf(check: string, fixes: readonly ClusterFix[]): string {
  const [fix, other] = fixes
  if (!fix) return `${nothingOpen(check)}\n`.replace(/^/, '# ')
  if (!other) return fixScript(check, safeText(fix.cluster), fixedOf(fix))
  throw new AuditorError('usage', `${check} is open on ${fixes.length} clusters, and a script is for one`, {
    place: '--format sh',
    remedy: `name one with --cluster: ${fixes
      .slice(0, 5)
      .map(({ cluster }) => safeText(cluster))
      .join(', ')}${fixes.length > 5 ? ', …' : ''}`,
  })
}

const nothingOpen = (check: string): string =>
  `nothing to fix: no open finding of ${check} is stored for what was asked; whether every cluster was read: fleet-auditor runs`

function textOf(check: string, fixes: readonly ClusterFix[], { environment }: Io): string[] {
  const paint = paintIn(environment.colours)
  if (fixes.length === 0) return [nothingOpen(check)]
  const label = clusterLabels(fixes.map(({ cluster }) => ({ id: cluster })))
  return [
    `Steps for ${check} on ${fixes.length === 1 ? '1 target' : `${fixes.length} targets`}. Nothing was applied.`,
    ...fixes.flatMap((fix) => ['', paint.bold(safeText(label(fix.cluster))), ...findingsText(fix, paint)]),
  ]
}

const findingsText = (fix: ClusterFix, paint: Paint): string[] =>
  fixedOf(fix).flatMap(({ subject, remedy }) => [
    `  ${subject}`,
    `  → ${remedy.summary}`,
    ...remedyLines(remedy, paint).map((line) => `    ${line}`),
  ])
