/** What only the deployment can name by ARN. */
export type Place = 'table' | 'indexes' | 'probes' | 'state-machine' | 'dead-man-topic'

/** What lies in the table, each in partitions of its own (packages/adapters/src/store/table/table-partitions.ts). */
export type TablePart =
  | 'format'
  | 'targets'
  | 'snapshots'
  | 'pointers'
  | 'registry'
  | 'uids'
  | 'runs'
  | 'run'
  | 'latency'
  | 'outbox'
  | 'tokens'
  | 'decisions'

/** A condition of IAM: a key of the request, and a test of it against values. */
export interface Condition {
  readonly test: string
  readonly variable: string
  readonly values: readonly string[]
}

/** One statement of a function's policy. */
export interface Right {
  readonly actions: readonly string[]
  /** Where: a place of the deployment, or ARNs. */
  readonly on: Place | readonly string[]
  /** Of the table, only these parts. */
  readonly parts?: readonly TablePart[]
  /** Only where all of them hold. */
  readonly conditions?: readonly Condition[]
}

/** As a policy's document has them. */
export const conditionBlock = (conditions: readonly Condition[]): Record<string, Record<string, readonly string[]>> => {
  const block: Record<string, Record<string, readonly string[]>> = {}
  for (const { test, variable, values } of conditions) block[test] = { ...block[test], [variable]: values }
  return block
}
