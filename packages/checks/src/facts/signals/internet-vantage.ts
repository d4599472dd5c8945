import { action } from '../../outcome.ts'

/** What would settle an exposure that one signal alone shows. */
export const internetVantage = action(
  'declare a vantage with network: internet and a control target in the fleet file, so that a probe can prove it',
)
