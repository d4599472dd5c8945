import process from 'node:process'
import { awsDocuments } from '@fleet-auditor/audit/access/aws-documents.ts'
import { azureDocuments } from '@fleet-auditor/audit/access/azure-documents.ts'
import { gcpDocuments } from '@fleet-auditor/audit/access/gcp-documents.ts'
import { kubernetesRole } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { stringify } from 'yaml'
import { oneOf } from '../audit-flags.ts'
import { readFleetFile } from '../fleet-source.ts'

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Each cloud's documents by name, in the notation its own command line takes. */
const clouds = {
  aws: { documents: awsDocuments, write: json },
  gcp: { documents: gcpDocuments, write: (value: unknown) => stringify(value, { lineWidth: 0 }) },
  azure: { documents: azureDocuments, write: json },
} as const

export const accessTargets = ['aws', 'gcp', 'azure', 'kubernetes'] as const
export type AccessTarget = (typeof accessTargets)[number]

export interface AccessChoice {
  /** One document alone. */
  readonly document?: string | undefined
  /** Only what this fleet needs. */
  readonly fleet?: FleetFile | undefined
}

/** The least roles for one side: documents by name, or one alone, ready for the cloud's own command line. */
export function accessText(target: AccessTarget, { document, fleet }: AccessChoice = {}): string {
  if (target === 'kubernetes') {
    if (document !== undefined) oneOf('access kubernetes', document, ['role'])
    return kubernetesRole(clusterChecks)
      .map((object) => stringify(object))
      .join('---\n')
  }
  const { documents, write } = clouds[target]
  const all = documents(fleet)
  return write(document === undefined ? all : all[oneOf(`access ${target}`, document, Object.keys(all))])
}

export async function access(target: AccessTarget, document: string | undefined, file: string | undefined) {
  const fleet = file === undefined ? undefined : await readFleetFile(file)
  process.stdout.write(accessText(target, { document, fleet }))
}
