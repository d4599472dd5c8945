import type { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import { describe, expect, it } from 'vitest'
import { goldenDocument } from '../golden/report.ts'

const { findings } = goldenDocument().document

const stepsOf = ({ remedy }: PresentedFinding): RemedyStep[] => [
  ...(remedy?.steps ?? []),
  ...(remedy?.alternatives ?? []).flatMap(({ steps }) => steps),
]

const commandsOf = ({ commands, dryRun = [], undo = [] }: RemedyStep): string[] => [...commands, ...dryRun, ...undo]

/** Each program of each command: a line may be a pipe. */
const callsOf = (finding: PresentedFinding): string[] =>
  stepsOf(finding)
    .flatMap(commandsOf)
    .flatMap((line) => line.split(' | '))

const named = findings.map((finding): [string, PresentedFinding] => [
  `${finding.check} on ${finding.cluster}: ${finding.subject.name} ${finding.subject.container ?? ''}`,
  finding,
])

describe('the remedies of the golden clusters', () => {
  it('are there for every finding', () => {
    expect(findings.length).toBeGreaterThan(30)
    expect(findings.filter(({ remedy }) => !remedy || remedy.steps.length === 0).map(({ check }) => check)).toEqual([])
  })

  it.each(named)('name their cluster in every command: %s', (_, finding) => {
    const locator = finding.cluster.replace(/^eks:(\d+):([^/]+)\/(.+)$/, 'arn:aws:eks:$2:$1:cluster/$3')
    const calls = callsOf(finding)
    for (const call of calls.filter((each) => each.startsWith('kubectl '))) {
      expect(call).toContain(`kubectl --context ${locator} `)
    }
    for (const call of calls.filter((each) => each.startsWith('helm '))) {
      expect(call).toContain(`helm --kube-context ${locator} `)
    }
  })

  it.each(named)('get the context before they use it: %s', (_, { remedy, target }) => {
    for (const { steps } of [remedy, ...(remedy?.alternatives ?? [])].filter((each) => each !== undefined)) {
      const first = steps.findIndex(({ commands }) => commands.some((line) => /^(kubectl|helm) /.test(line)))
      if (first < 0) continue
      expect(steps[0]?.commands).toEqual([`aws eks update-kubeconfig --name ${target.name} --region eu-west-1`])
      expect(first).toBeGreaterThan(0)
    }
  })

  it.each(named)('keep the release’s version and values at a Helm upgrade: %s', (_, finding) => {
    for (const call of callsOf(finding).filter((each) => / upgrade /.test(each) && each.startsWith('helm '))) {
      expect(call).toContain(' --reset-then-reuse-values')
      expect(call).toMatch(/ --version (v\d+\.\d+\.\d+|"\$\{(OPERATOR_)?CHART_VERSION:\?[^"]+\}") /)
      expect(call).toMatch(/ --namespace \S+ /)
    }
  })

  it.each(named)('ask by required variables for what is not known, and never by a placeholder: %s', (_, finding) => {
    for (const line of stepsOf(finding).flatMap(commandsOf)) {
      expect(line).not.toMatch(/<[a-z][^>]*>|undefined/)
      // What is not a required variable is quoted: a shell expands nothing of it.
      expect(line.replaceAll(/"\$\{[A-Z_]+:\?[^"$`\\{}]+\}"/g, '').replaceAll(/'[^']*'/g, '')).not.toMatch(/[$`;&<>]/)
    }
  })

  it.each(named)('give for every step that changes the cluster a dry run: %s', (_, finding) => {
    const changing = stepsOf(finding).filter(
      ({ actsOn, commands }) =>
        (actsOn?.kind === 'kubernetes-object' || actsOn?.kind === 'helm-release') && commands.length > 0,
    )
    const undry = changing.filter(({ dryRun }) => dryRun === undefined).map(({ summary }) => summary)
    // A restart changes an annotation of the template with the time: kubectl has no dry run for it.
    expect(undry.filter((summary) => !summary.startsWith('Restart'))).toEqual([])
  })
})
