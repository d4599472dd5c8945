import { attestables } from '@fleet-auditor/model/attestable.ts'
import { checklistGroups, checklistText, type ChecklistGroup } from '@fleet-auditor/model/checklist.ts'
import { checklistMap, type MappedItem } from './checklist-map.ts'

/** What a person can attest, as a page of Markdown. */
export const attestationsPage = (): string =>
  [
    '# Attestations',
    '',
    'Generated from `packages/model/src/attestable.ts` by `npm run docs`; do not edit.',
    '',
    'What no check can see, a person confirms in the fleet file, under `attestations`:',
    '',
    '```yaml',
    'attestations:',
    '  - attests: recovery-drill',
    '    by: platform-lead',
    '    on: 2026-11-30',
    '    evidence: https://wiki.example.com/drills/2026-11',
    '    planes: [central] # absent: every management plane',
    '```',
    '',
    'An answer counts from its day through its last one: `until`, else the days of this table. Then its lines are unknown again. It answers nothing that a check found: a failure stays *not met*.',
    '',
    '| attests | confirms | evidence | for each | valid, days | answers |',
    '|---|---|---|---|---|---|',
    ...attestables.map(
      ({ id, confirms, evidence, scope, validDays, answers }) =>
        `| \`${id}\` | ${confirms} | ${evidence} | ${scope === 'plane' ? 'management plane' : 'cluster'} | ${validDays} | ${answers.map((item) => checklistText(item)).join('<br>')} |`,
    ),
    '',
  ].join('\n')

/** Which checks and attestations answer which line, as a page of Markdown. */
export function checklistPage(): string {
  const parts = [
    ...(Object.entries(checklistGroups) as [ChecklistGroup, string][]) // its keys are the groups
      .map(([group, title]) => section(title, (item) => item.part === 'line' && item.group === group)),
    section('Known caveats', ({ part }) => part === 'caveat'),
    section('Components', ({ part }) => part === 'component'),
  ]
  return [
    '# The production-readiness checklist, and what answers it',
    '',
    'Generated from what each check and attestation declares, by `npm run docs`; do not edit. `fleet-auditor report` prints the state of each line.',
    ...parts.flat(),
    '',
  ].join('\n')
}

const section = (title: string, isIn: (item: MappedItem['item']) => boolean): string[] => [
  '',
  `## ${title}`,
  '',
  '| line | checks | attestations |',
  '|---|---|---|',
  ...checklistMap
    .filter(({ item }) => isIn(item))
    .map(
      ({ item, checks, attestables: attested }) =>
        `| ${item.text} | ${checks.map(({ id }) => `[${id}](checks.md#${id})`).join(', ')} | ${attested.map(({ id }) => `[${id}](attestations.md)`).join(', ')} |`,
    ),
]
