import { describe } from 'vitest'
import { contractCases } from '../store/contract/contract-cases.ts'
import { createMemoryBench } from './memory-bench.ts'

describe('the store in memory', () => {
  const bench = createMemoryBench()
  contractCases(() => bench)
})
