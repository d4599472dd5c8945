import type { Workload } from '@fleet-auditor/model/workload.ts'

/** What names a Meshery workload: its kind, name and labels, and of its containers what distinguishes the generations. */
export interface Candidate {
  readonly kind: Workload['kind']
  readonly name: string
  readonly labels: Labels
  /** Of its pod template: OLM puts labels of its own on the Deployment. */
  readonly podLabels: Labels
  readonly containers: readonly CandidateContainer[]
}

export type Labels = Readonly<Record<string, string>>

export interface CandidateContainer {
  readonly name: string
  readonly image: string
  readonly env: readonly { readonly name: string }[]
  readonly ports: readonly { readonly hostPort?: number | undefined }[]
}
