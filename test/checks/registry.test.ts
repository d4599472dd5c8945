import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { Provider } from '@fleet-auditor/model/provider.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const subject = { kind: '<kind>', namespace: '<namespace>', name: '<name>' }

/** Every object within a JSON schema. */
function objectsIn(schema: unknown): Record<string, unknown>[] {
  if (typeof schema !== 'object' || schema === null) return []
  const inner = Object.values(schema).flatMap(objectsIn)
  // a plain object: its values were just walked, and every key of it may be read
  return 'type' in schema && schema.type === 'object' ? [schema as Record<string, unknown>, ...inner] : inner
}

describe('every check of the registry', () => {
  it.each(allChecks)(
    'declares evidence that takes no undeclared name: $id',
    ({ evidence, passEvidence = evidence }) => {
      for (const schema of [evidence, passEvidence]) {
        const objects = objectsIn(z.toJSONSchema(schema, { io: 'input' }))
        expect(objects).not.toEqual([])
        for (const object of objects) expect(object).toHaveProperty('additionalProperties', false)
      }
    },
  )

  it.each(allChecks)('has a remedy in general, without evidence, on every provider: $id', (check) => {
    for (const provider of Provider.options) {
      const remedy = check.remedy(subject, undefined, { provider })
      expect(remedy.summary).toMatch(/\S/)
      expect(JSON.stringify(remedy)).not.toContain('undefined')
    }
  })
})
