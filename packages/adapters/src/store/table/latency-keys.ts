import { encoded, type RowKey } from './keys.ts'

export interface RegionPair {
  readonly from: string
  readonly to: string
}

/** Every pair that was ever measured: at most the square of the regions. */
export const latencyPairs = 'LATENCY'
export const latencyPairKey = (pair: RegionPair): RowKey => ({ pk: latencyPairs, sk: pairName(pair) })
export const latencyPartition = (pair: RegionPair): string => `LATENCY#${pairName(pair)}`
export const latencyKey = (pair: RegionPair, day: string): RowKey => ({ pk: latencyPartition(pair), sk: day })

const pairName = ({ from, to }: RegionPair): string =>
  [from, to].map((end) => encoded(end).replaceAll('~', '%7E')).join('~')
