import { awsDocuments } from '@fleet-auditor/audit/access/aws-documents.ts'
import { azureDocuments } from '@fleet-auditor/audit/access/azure-documents.ts'
import { gcpDocuments } from '@fleet-auditor/audit/access/gcp-documents.ts'
import { kubernetesRole } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { escaped, jsonText } from '@fleet-auditor/report/json-text.ts'
import { stringify } from 'yaml'
import { readFleetFile } from '../wiring/fleet-file.ts'
import { defineCommand } from './define-command.ts'
import { argument, optionalArgument, optionalOption } from './options/option.ts'
import { oneOf, text, wordOf } from './options/values.ts'

const json = (value: unknown): string => `${jsonText(value, 2)}\n`

/** Plain where every character shows, else with all strings in double quotes, which alone have escapes. */
function yaml(value: unknown): string {
  const plain = stringify(value, { lineWidth: 0 })
  if (escaped(plain) === plain) return plain
  return escaped(stringify(value, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_DOUBLE' }))
}

/** Each cloud's documents by name, in the notation its own command line takes. */
const clouds = {
  aws: { documents: awsDocuments, write: json },
  gcp: { documents: gcpDocuments, write: yaml },
  azure: { documents: azureDocuments, write: json },
} as const

export const accessTargets = ['aws', 'gcp', 'azure', 'kubernetes'] as const
type AccessTarget = (typeof accessTargets)[number]

/** The least roles, generated from the checks. */
export const accessCommand = defineCommand({
  name: 'access',
  summary: 'the least roles, and what lets a function sign in: aws, gcp, azure or kubernetes',
  arguments: {
    side: argument('<side>', accessTargets.join(', '), 'access', oneOf(accessTargets)),
    document: optionalArgument(
      '[document]',
      'one of its documents alone, ready for the cloud’s own command line',
      'access',
      text,
    ),
  },
  options: { fleet: optionalOption('--fleet <file>', 'only what this fleet file needs', text) },
  async run({ side, document, fleet }, io) {
    io.out(accessText(side, { document, fleet: fleet === undefined ? undefined : await readFleetFile(fleet) }))
  },
})

export interface AccessChoice {
  /** One document alone. */
  readonly document?: string
  /** Only what this fleet needs. */
  readonly fleet?: FleetFile
}

/** The least roles for one side: documents by name, or one alone, ready for the cloud's own command line. */
export function accessText(target: AccessTarget, { document, fleet }: AccessChoice = {}): string {
  if (target === 'kubernetes') {
    if (document !== undefined) documentName(target, document, ['role'])
    return kubernetesRole(clusterChecks)
      .map((object) => stringify(object))
      .join('---\n')
  }
  const { documents, write } = clouds[target]
  const all = documents(fleet)
  return write(document === undefined ? all : all[documentName(target, document, Object.keys(all))])
}

/** Which documents there are depends on the fleet file, so that the name is checked after it is read. */
function documentName(target: AccessTarget, word: string, names: readonly string[]): string {
  const place = `access ${target}`
  const found = wordOf(word, names, place)
  if ('value' in found) return found.value
  throw new AuditorError('usage', found.mistake, { place, remedy: found.remedy })
}
