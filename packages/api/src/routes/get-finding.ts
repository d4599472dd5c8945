import { findingLife } from '@fleet-auditor/audit/history/finding-life.ts'
import { waivedTarget, withDecisions } from '@fleet-auditor/audit/waivers/in-force.ts'
import { z } from '@hono/zod-openapi'
import { problem } from '../http/problem.ts'
import { answers, byToken } from '../http/responses.ts'
import { findingPresenter } from '../present-stored-finding.ts'
import { defineRoute } from '../route.ts'
import { exampleFindingLife, FindingPageShape } from '../shapes/finding-shape.ts'

export const getFinding = defineRoute({
  route: {
    method: 'get',
    path: '/v1/findings/{fingerprint}',
    operationId: 'getFinding',
    summary: 'Get a finding with its history',
    tags: ['findings'],
    security: byToken,
    request: {
      params: z.object({
        fingerprint: z
          .string()
          .regex(/^[\w-]{1,64}$/)
          .openapi({ example: 'b1d5781111d84f7b3fe4' }),
      }),
    },
    responses: answers('The finding', FindingPageShape, exampleFindingLife, [404]),
  },
  handle: (deps) => async (c) => {
    const { fingerprint } = c.req.valid('param')
    const found = await deps.store.pages.find(fingerprint)
    if (!found) return problem(c, 404, { detail: `no finding has the fingerprint ${fingerprint}` })
    const { finding, transitions } = found
    const { store, registry, clock } = deps
    const [present, { head }, clusters, decisions] = await Promise.all([
      findingPresenter([finding.target], deps),
      store.readState(finding.target),
      registry.byKey(),
      store.decisions.list(),
    ])
    const { waivers } = withDecisions(deps.fleet, decisions, clock.now())
    const registered = finding.target.kind === 'cluster' ? clusters.get(finding.target.key) : undefined
    const on = waivedTarget(finding.target, registered)
    const { events, earlier, flapping } = await findingLife(found, { waivers, on }, store)
    const life = { transitions: [...transitions], events: [...events], earlier: [...earlier], flapping }
    return c.json({ ...present(finding), ...life, staleSince: head?.staleSince }, 200)
  },
})
