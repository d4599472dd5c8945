import { describeFinding } from '@fleet-auditor/checks/describe-finding.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace } from '../audit-place.ts'
import { brokerCases } from './brokers.ts'
import { installCases } from './installs.ts'
import { recognisedCases } from './recognised.ts'

const cases = [...brokerCases, ...installCases, ...recognisedCases]

/** A passing subject beside a failing one is no answer. */
const worstOf = (id: string, verdicts: readonly Verdict[]) =>
  (['fail', 'unknown', 'pass', 'not-applicable'] as const).find((word) =>
    verdicts.some(({ check, verdict }) => check === id && verdict === word),
  )

const textsOf = (id: string, verdicts: readonly Verdict[]): string =>
  verdicts
    .flatMap((verdict) => {
      const check = clusterChecks.find((each) => each.id === id)
      return verdict.check === id && verdict.verdict === 'fail' && check ? [describeFinding(check, verdict)] : []
    })
    .join('\n')

describe('what was reported in public is judged right', () => {
  let api: Awaited<ReturnType<typeof openPlace>>
  beforeAll(async () => {
    api = await openPlace({ gitVersion: 'v1.35.2' })
  })
  afterAll(() => api.close())

  it.each(cases.map((each) => [each.name, each.source, each] as const))('%s (%s)', async (_, __, reported) => {
    const { place, plane, legacy, objects, expect: right, names = {} } = reported
    const { verdicts } = await api.audit(objects, { place, plane, token: legacy !== true })
    for (const [id, words] of Object.entries(right)) {
      const worst = worstOf(id, verdicts)
      expect(words, `${id} answers ${worst}`).toContain(worst)
    }
    for (const [id, text] of Object.entries(names)) expect(textsOf(id, verdicts)).toMatch(text)
  })
})
