import type { Check } from '@fleet-auditor/checks/define.ts'
import { generalRemedy } from '@fleet-auditor/checks/describe-finding.ts'
import { checklistText } from '@fleet-auditor/model/checklist.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { z } from '@hono/zod-openapi'
import { linkTo } from '../links.ts'
import { RemedyShape } from './finding-shape.ts'

export const CheckLine = z
  .object({
    id: z.string(),
    title: z.string(),
    severity: Severity,
    scope: z.enum(['cluster', 'plane', 'fleet']),
    group: z.string(),
    ruleVersion: z.number().int(),
    links: z.object({ self: z.string(), findings: z.string() }),
  })
  .openapi('CheckLine')
type CheckLine = z.infer<typeof CheckLine>

export const CheckShape = CheckLine.extend({
  /** The lines, caveats and components of the readiness documents that it answers. */
  answers: z.array(z.object({ id: z.string(), text: z.string() })),
  rule: z.string(),
  why: z.string(),
  source: z.string(),
  needs: z.array(z.string()),
  uses: z.array(z.string()),
  remedy: RemedyShape,
}).openapi('Check')
type CheckShape = z.infer<typeof CheckShape>

export function checkLine({ id, title, severity, scope, group, ruleVersion }: Check): CheckLine {
  const links = { self: linkTo.check(id), findings: linkTo.findings({ state: 'open', check: id }) }
  return { id, title, severity, scope, group, ruleVersion, links }
}

export function checkShape(check: Check): CheckShape {
  const { rule, why, source, answers } = check
  const sections = check.scope === 'cluster' ? check : { needs: [], uses: [] }
  return {
    ...checkLine(check),
    answers: answers.map((id) => ({ id, text: checklistText(id) })),
    rule,
    why,
    source,
    needs: [...sections.needs],
    uses: [...sections.uses],
    remedy: generalRemedy(check),
  }
}

export const exampleCheckLine: CheckLine = {
  id: 'public-broker',
  title: 'The Broker is open to the Internet',
  severity: 'critical',
  scope: 'cluster',
  group: 'networking',
  ruleVersion: 2,
  links: { self: '/v1/checks/public-broker', findings: '/v1/findings?state=open&check=public-broker' },
}

export const exampleCheck: CheckShape = {
  ...exampleCheckLine,
  answers: [{ id: 'broker-endpoint', text: checklistText('broker-endpoint') }],
  rule: 'Port 4222 of the Broker is reachable from the Internet.',
  why: 'Everybody who reaches the Broker can read what MeshSync publishes.',
  source: 'Meshery documentation, Operational Readiness',
  needs: ['services'],
  uses: ['cloud'],
  remedy: { summary: 'Make the Broker a ClusterIP.', steps: [] },
}
