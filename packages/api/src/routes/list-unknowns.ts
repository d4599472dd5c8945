import { askedTargets, existing, type NamedTarget } from '@fleet-auditor/audit/queries/asked-targets.ts'
import { selectRegistered, type RegistryFilter } from '@fleet-auditor/audit/queries/registry-filter.ts'
import { allChecks, findCheck } from '@fleet-auditor/checks/registry.ts'
import { Cause } from '@fleet-auditor/model/cause.ts'
import { Provider } from '@fleet-auditor/model/provider.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { grantLabel } from '@fleet-auditor/report/unknowns.ts'
import { z } from '@hono/zod-openapi'
import { problem } from '../http/problem.ts'
import { countParam, cursorParam, listParam, nameParam } from '../http/request-params.ts'
import { answers, byToken } from '../http/responses.ts'
import { linkTo } from '../links.ts'
import { defineRoute } from '../route.ts'
import { exampleUnknown, UnknownList, type UnknownShape } from '../shapes/unknown-shape.ts'
import { unknownName } from '../unknown-name.ts'
import { unknownPage, type NamedUnknown } from '../unknown-pages.ts'

const Query = z.strictObject({
  check: z.enum(allChecks.map(({ id }) => id)).optional(),
  cause: listParam(Cause).optional(),
  cluster: nameParam.optional().openapi({ description: 'Id, key or locator' }),
  provider: listParam(Provider).optional(),
  region: nameParam.optional(),
  plane: nameParam.optional(),
  team: nameParam.optional(),
  limit: countParam(50, 200),
  cursor: cursorParam.optional(),
})

export const listUnknowns = defineRoute({
  route: {
    method: 'get',
    path: '/v1/unknowns',
    operationId: 'listUnknowns',
    summary: 'List the checks without an answer, with the cause and what settles it',
    description: 'A check that fails nowhere may not have been answered everywhere: what is not listed here was.',
    tags: ['findings'],
    security: byToken,
    request: { query: Query },
    responses: answers(
      'A page of checks without an answer',
      UnknownList,
      { unknowns: [exampleUnknown], neverRecorded: [] },
      [404],
    ),
  },
  handle:
    ({ store, registry, fleet }) =>
    async (c) => {
      const { check, cause: causes, limit, cursor, provider: providers, ...names } = c.req.valid('query')
      const known = await registry.all()
      const unknown = unknownName(names, known, fleet)
      if (unknown) return problem(c, 404, unknown)
      const targets = selected(askedTargets(known, undefined), { ...names, providers })
      const binding = JSON.stringify(['unknowns', check, causes, names, providers])
      const page = await unknownPage(existing(targets), { check, causes }, { limit, cursor, binding }, store)
      return c.json({ ...page, neverRecorded: [...page.neverRecorded], unknowns: page.unknowns.map(shapeOf) }, 200)
    },
})

/** The fleet and its planes have no cluster, provider, region or team: they are listed where none of these is asked for. */
function selected(targets: readonly NamedTarget[], filter: RegistryFilter): NamedTarget[] {
  const { plane, ...others } = filter
  const clusters = targets.flatMap(({ registered }) => registered ?? [])
  const keys = new Set(selectRegistered(clusters, filter).map(({ key }) => key))
  const isOfClusters = Object.values(others).some((word) => word !== undefined)
  return targets.filter(({ target, registered }) => {
    if (registered) return keys.has(registered.key)
    return !isOfClusters && (plane === undefined || (target.kind === 'plane' && target.key === plane))
  })
}

function shapeOf({ target, check, detail, grant, ...unknown }: NamedUnknown): UnknownShape {
  return {
    ...unknown,
    check,
    title: findCheck(check)?.title ?? check,
    detail: safeText(detail),
    grant,
    remedy: grant && safeText(grantLabel(grant)),
    links: {
      check: linkTo.check(check),
      cluster: target.kind === 'cluster' ? linkTo.cluster(target.key) : undefined,
    },
  }
}
