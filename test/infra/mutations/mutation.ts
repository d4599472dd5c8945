/** One slip in what is deployed, and the promise that must notice it. */
export interface Mutation {
  readonly slip: string
  readonly file: string
  readonly from: string
  readonly to: string
  readonly notices: string
}

export const mutation = (slip: string, file: string, from: string, to: string, notices: string): Mutation => ({
  slip,
  file,
  from,
  to,
  notices,
})
