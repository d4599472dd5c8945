import { expect } from 'vitest'
import { inputsOf } from '../planned/planned-resources.ts'
import type { Promises } from './promise.ts'

export const tablePromises: Promises = {
  'keys of the table': (plan) => {
    expect(inputsOf(plan, 'Table')).toMatchObject({ hashKey: 'pk', rangeKey: 'sk', billingMode: 'PAY_PER_REQUEST' })
  },
  'both indexes, whole items': (plan) => {
    expect(inputsOf(plan, 'Table')['globalSecondaryIndexes']).toEqual([
      { name: 'gsi1', hashKey: 'gsi1pk', rangeKey: 'gsi1sk', projectionType: 'ALL' },
      { name: 'gsi2', hashKey: 'gsi2pk', rangeKey: 'gsi2sk', projectionType: 'ALL' },
    ])
  },
  'rows that expire': (plan) => {
    expect(inputsOf(plan, 'Table')['ttl']).toEqual({ attributeName: 'expiresAt', enabled: true })
  },
  'point-in-time recovery': (plan) => {
    expect(inputsOf(plan, 'Table')['pointInTimeRecovery']).toEqual({ enabled: true })
  },
  'production outlives a mistake': (plan, stage) => {
    const production = stage === 'production'
    expect(inputsOf(plan, 'Table')['deletionProtectionEnabled']).toBe(production)
    expect(plan.app).toMatchObject({ protect: production, removal: production ? 'retain' : 'remove' })
  },
}
