import { LedgerRow } from '@fleet-auditor/model/run.ts'
import { z } from '@hono/zod-openapi'
import { paginate } from '../http/paginate.ts'
import { problem } from '../http/problem.ts'
import { countParam, cursorParam } from '../http/request-params.ts'
import { answers, byToken } from '../http/responses.ts'
import { defineRoute } from '../route.ts'
import { exampleRunPage, runLine, RunPage } from '../shapes/run-shape.ts'

export const getRun = defineRoute({
  route: {
    method: 'get',
    path: '/v1/runs/{id}',
    operationId: 'getRun',
    summary: 'Get a run with its ledger and digest',
    tags: ['runs'],
    security: byToken,
    request: {
      params: z.object({
        id: z
          .string()
          .regex(/^[\w-]{1,64}$/)
          .openapi({ example: '20261121T040000Z-9c56cc5' }),
      }),
      query: z.strictObject({
        limit: countParam(100, 1000),
        cursor: cursorParam.optional(),
        outcome: LedgerRow.shape.outcome.optional(),
      }),
    },
    responses: answers('The run; a long ledger comes in pages', RunPage, exampleRunPage, [404]),
  },
  handle:
    ({ store }) =>
    async (c) => {
      const { id } = c.req.valid('param')
      const run = await store.readRun(id)
      if (!run) return problem(c, 404, { detail: `no run is called ${id}` })
      const { limit, cursor, outcome } = c.req.valid('query')
      const placed = run.ledger.map((row, at) => ({ row, at }))
      const rows = placed.filter(({ row }) => outcome === undefined || row.outcome === outcome)
      const { items, next } = paginate(rows, ledgerKey, { limit, cursor, binding: `ledger ${id} ${outcome ?? ''}` })
      const digest = await store.ledger.readDigest(id)
      const page: RunPage = {
        ...runLine(run),
        ruleSet: z.record(z.string(), z.number()).parse(JSON.parse(run.ruleSet)),
        ledger: items.map(({ row }) => row),
        ledgerRows: run.ledger.length,
        next,
        digest,
      }
      return c.json(page, 200)
    },
})

/** `at`: its place in the ledger, for clusters of two accounts may share an id. */
interface PlacedRow {
  readonly row: LedgerRow
  readonly at: number
}

/** Worst first, then scopes before clusters, then by id. */
const outcomes: readonly LedgerRow['outcome'][] = [
  'failed',
  'partial',
  'unreachable',
  'cancelled',
  'superseded',
  'contested',
  'not-running',
  'gone',
  'alias',
  'listed',
  'audited',
]
const ledgerKey = ({ row: { id, kind, outcome }, at }: PlacedRow): string =>
  `${String(outcomes.indexOf(outcome)).padStart(2, '0')} ${kind === 'scope' ? 0 : 1} ${id} ${at}`
