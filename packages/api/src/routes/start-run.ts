import { onDemandRun } from '@fleet-auditor/audit/fan-out/run-id.ts'
import { requireScope } from '../http/authentication.ts'
import { requireJson } from '../http/limits.ts'
import { problem } from '../http/problem.ts'
import { byToken, json, problems, tokenProblems } from '../http/responses.ts'
import { linkTo } from '../links.ts'
import { defineRoute } from '../route.ts'
import { selectionFor } from '../run-selection.ts'
import { RunRequest, RunStarted } from '../shapes/run-shape.ts'

export const startRun = defineRoute({
  route: {
    method: 'post',
    path: '/v1/runs',
    operationId: 'startRun',
    summary: 'Start a run of the fleet, of a scope or of a cluster',
    tags: ['runs'],
    security: byToken,
    middleware: [requireScope('run'), requireJson] as const,
    request: {
      body: {
        required: true,
        content: {
          'application/json': { schema: RunRequest, example: { cluster: 'eks:111122223333:eu-west-1/orders' } },
        },
      },
    },
    responses: {
      202: {
        ...json('The run was accepted and goes on in the background', RunStarted, {
          run: '20261121T081200Z-4b1c0de',
          selection: { scopes: [], clusters: ['eks:111122223333:eu-west-1/orders'] },
          state: 'started',
          links: { self: '/v1/runs/20261121T081200Z-4b1c0de' },
        }),
        headers: { Location: { description: 'Path of the run', schema: { type: 'string' as const } } },
      },
      ...tokenProblems,
      ...problems([413, 415, 422, 429]),
    },
  },
  handle: (deps) => async (c) => {
    const selection = await selectionFor(c.req.valid('json'), deps)
    if ('detail' in selection) return problem(c, 422, selection)
    const run = onDemandRun(deps.clock.now(), deps.random)
    const state = await deps.starter.start(run, selection)
    c.header('Location', linkTo.run(run))
    c.header('Cache-Control', 'no-store')
    return c.json({ run, selection, state, links: { self: linkTo.run(run) } }, 202)
  },
})
