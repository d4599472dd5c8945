import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { attestables } from '@fleet-auditor/model/attestable.ts'
import { checklist } from '@fleet-auditor/model/checklist.ts'
import { checklistMap } from '@fleet-auditor/report/readiness/checklist-map.ts'
import { describe, expect, it } from 'vitest'

const count = (part: string): number => checklist.filter((item) => item.part === part).length

describe('the map of the readiness checklist', () => {
  it('has the 29 lines, 9 known caveats and 9 components of the documents', () => {
    expect({ lines: count('line'), caveats: count('caveat'), components: count('component') }).toEqual({
      lines: 29,
      caveats: 9,
      components: 9,
    })
  })

  it.each(checklistMap.map((mapped) => ({ ...mapped, id: mapped.item.id })))(
    '$id is answered by a check or an attestation',
    ({ checks, attestables: attested }) => {
      expect(checks.length + attested.length).toBeGreaterThan(0)
    },
  )

  it.each(allChecks.map(({ id, answers }) => ({ id, answers })))(
    '$id answers items of the documents',
    ({ answers }) => {
      const known: readonly string[] = checklist.map(({ id }) => id)
      expect(answers.filter((answer) => !known.includes(answer))).toEqual([])
      expect(new Set(answers).size).toBe(answers.length)
    },
  )

  it('has at most one attestation of a kind of target for each item, so that one answer settles it', () => {
    const pairs = attestables.flatMap(({ answers, scope }) => answers.map((answer) => `${scope} ${answer}`))
    expect(new Set(pairs).size).toBe(pairs.length)
  })
})
