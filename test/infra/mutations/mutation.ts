import type { Edit } from './edit.ts'

/** One slip in what is deployed, and the promise that must notice it. */
export interface Mutation {
  readonly slip: string
  /** From infra/, or sst.config.ts. */
  readonly file: string
  readonly edit: Edit
  readonly notices: string
}

/** Slips that one promise notices. */
export const noticedBy = (notices: string, slips: readonly Omit<Mutation, 'notices'>[]): Mutation[] =>
  slips.map((slip) => ({ ...slip, notices }))
