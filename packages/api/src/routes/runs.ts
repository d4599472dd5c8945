import { onDemandRun } from '@fleet-auditor/audit/fan-out/run-id.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { LedgerRow, Run, RunSelection, RunSummary } from '@fleet-auditor/model/run.ts'
import { LedgerRow as LedgerRowShape } from '@fleet-auditor/model/run.ts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Api, RouteDeps } from '../api-deps.ts'
import { requireScope } from '../authentication.ts'
import { requireJson } from '../limits.ts'
import { linkTo } from '../links.ts'
import { pageAfter, type KeyedPage } from '../page-after.ts'
import { problem } from '../problem.ts'
import { countParam, cursorParam } from '../request-params.ts'
import { accepted, answers, byToken } from '../responses.ts'
import { selectionFor } from '../run-selection.ts'
import { RunAsked, RunList, RunPage, RunStarted, type RunLine } from '../shapes/run-shape.ts'

const RunId = z.string().regex(/^[\w-]{1,64}$/)

const list = createRoute({
  method: 'get',
  path: '/v1/runs',
  summary: 'Runs, newest first',
  tags: ['runs'],
  security: byToken,
  request: { query: z.strictObject({ limit: countParam(20, 200) }) },
  responses: answers('Runs without their ledgers', RunList),
})

const one = createRoute({
  method: 'get',
  path: '/v1/runs/{id}',
  summary: 'One run with its ledger and digest',
  tags: ['runs'],
  security: byToken,
  request: {
    params: z.object({ id: RunId }),
    query: z.strictObject({
      limit: countParam(100, 1000),
      cursor: cursorParam.optional(),
      outcome: LedgerRowShape.shape.outcome.optional(),
    }),
  },
  responses: answers('The run; a ledger of many rows comes in pages', RunPage, [404]),
})

const start = createRoute({
  method: 'post',
  path: '/v1/runs',
  summary: 'Start an audit of the fleet, a scope or a cluster',
  tags: ['runs'],
  security: byToken,
  middleware: [requireScope('run'), requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: RunAsked } } } },
  responses: accepted('The audit goes on by itself', RunStarted),
})

export const runRoutes = [list, one, start]

export function addRuns(app: Api, deps: RouteDeps): void {
  const { store, starter, clock, random } = deps
  app.openapi(list, async (c) => {
    const runs = await store.listRuns(c.req.valid('query').limit)
    return c.json({ runs: runs.map(lineOf) }, 200)
  })
  app.openapi(one, async (c) => {
    const { id } = c.req.valid('param')
    const run = await store.readRun(id)
    if (!run) return problem(c, 404, { detail: `no run is called ${id}` })
    const { limit, cursor, outcome } = c.req.valid('query')
    const placed = run.ledger.map((row, at) => ({ row, at }))
    const rows = placed.filter(({ row }) => outcome === undefined || row.outcome === outcome)
    const page = pageAfter(rows, ledgerKey, { limit, cursor, binding: `ledger ${id} ${outcome ?? ''}` })
    const digest = await store.ledger.readDigest(id)
    return c.json(pageOf(run, page, digest), 200)
  })
  app.openapi(start, async (c) => {
    const selected = await selectionFor(c.req.valid('json'), deps)
    if ('detail' in selected) return problem(c, 422, selected)
    const run = onDemandRun(clock.now(), random)
    const state = await starter.start(run, selected)
    c.header('Location', linkTo.run(run))
    c.header('Cache-Control', 'no-store')
    return c.json({ run, selection: selected satisfies RunSelection, state, links: { self: linkTo.run(run) } }, 202)
  })
}

function lineOf(summary: RunSummary): RunLine {
  const { ruleSet: _, ...run } = summary
  return { ...run, links: { self: linkTo.run(run.id) } }
}

function pageOf(
  { ledger, ...run }: Run,
  { items, next }: KeyedPage<PlacedRow>,
  digest: Digest | undefined,
): z.infer<typeof RunPage> {
  return {
    ...lineOf(run),
    ruleSet: z.record(z.string(), z.number()).parse(JSON.parse(run.ruleSet)),
    ledger: items.map(({ row }) => row),
    ledgerRows: ledger.length,
    next,
    digest,
  }
}

/** With its place in the ledger: clusters of two accounts may bear one id. */
interface PlacedRow {
  readonly row: LedgerRow
  readonly at: number
}

/** Worst first, then scopes before clusters, then by name. */
const outcomes: readonly LedgerRow['outcome'][] = [
  'failed',
  'partial',
  'unreachable',
  'cancelled',
  'superseded',
  'not-running',
  'gone',
  'alias',
  'listed',
  'audited',
]
const ledgerKey = ({ row: { id, kind, outcome }, at }: PlacedRow): string =>
  `${outcomes.indexOf(outcome)} ${kind === 'scope' ? 0 : 1} ${id} ${at}`
