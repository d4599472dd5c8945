import { allChecks, findCheck } from '@fleet-auditor/checks/registry.ts'
import type { Check } from '@fleet-auditor/checks/define.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../api-deps.ts'
import { notKnown } from '../known-words.ts'
import { linkTo } from '../links.ts'
import { problem } from '../problem.ts'
import { answers, byToken } from '../responses.ts'
import { RemedyShape } from '../shapes/finding-shape.ts'

const CheckLine = z
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

const CheckShape = CheckLine.extend({
  /** The line of the readiness checklist that it answers. */
  answers: z.string(),
  rule: z.string(),
  why: z.string(),
  source: z.string(),
  needs: z.array(z.string()),
  uses: z.array(z.string()),
  remedy: RemedyShape,
}).openapi('Check')

const list = createRoute({
  method: 'get',
  path: '/v1/checks',
  summary: 'The catalogue',
  tags: ['checks'],
  security: byToken,
  request: { query: z.strictObject({}) },
  responses: answers('Every check', z.object({ checks: z.array(CheckLine) }).openapi('CheckList')),
})

const one = createRoute({
  method: 'get',
  path: '/v1/checks/{id}',
  summary: 'Rule, reason, source and remedy of one check',
  tags: ['checks'],
  security: byToken,
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: answers('The check', CheckShape, [404]),
})

export const checkRoutes = [list, one]

export function addChecks(app: Api): void {
  app.openapi(list, (c) => c.json({ checks: allChecks.map(lineOf) }, 200))
  app.openapi(one, (c) => {
    const { id } = c.req.valid('param')
    const check = findCheck(id)
    if (check) return c.json(shapeOf(check), 200)
    return problem(c, 404, {
      ...notKnown(
        'check',
        id,
        allChecks.map((each) => each.id),
      ),
    })
  })
}

function lineOf({ id, title, severity, scope, group, ruleVersion }: Check): z.infer<typeof CheckLine> {
  const links = { self: linkTo.check(id), findings: linkTo.findings({ state: 'open', check: id }) }
  return { id, title, severity, scope, group, ruleVersion, links }
}

function shapeOf(check: Check): z.infer<typeof CheckShape> {
  const { rule, why, source, answers: line } = check
  const sections = check.scope === 'cluster' ? check : { needs: [], uses: [] }
  return {
    ...lineOf(check),
    answers: line,
    rule,
    why,
    source,
    needs: [...sections.needs],
    uses: [...sections.uses],
    remedy: { ...check.remedy({ kind: '<kind>', name: '<name>', namespace: '<namespace>' }, undefined, 'kubeconfig') },
  }
}
