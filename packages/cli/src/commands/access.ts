import { awsCommands } from '@fleet-auditor/audit/access/aws-commands.ts'
import { awsDocuments } from '@fleet-auditor/audit/access/aws-documents.ts'
import { azureCommands } from '@fleet-auditor/audit/access/azure-commands.ts'
import { azureDocuments } from '@fleet-auditor/audit/access/azure-documents.ts'
import { gcpCommands } from '@fleet-auditor/audit/access/gcp-commands.ts'
import { gcpDocuments } from '@fleet-auditor/audit/access/gcp-documents.ts'
import { kubernetesRole } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import { shellScript } from '@fleet-auditor/audit/access/shell-script.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { yamlText } from '@fleet-auditor/report/formats/yaml.ts'
import { jsonText } from '@fleet-auditor/report/json-text.ts'
import { readFleetFile } from '../wiring/fleet-file.ts'
import { defineCommand } from './define-command.ts'
import { argument, optionalArgument, optionalOption } from './options/option.ts'
import { oneOf, text, wordOf } from './options/values.ts'

const json = (value: unknown): string => `${jsonText(value, 2)}\n`

/** Each cloud's documents by name, in the notation its own command line takes. */
const clouds = {
  aws: { documents: awsDocuments, commands: awsCommands, write: json },
  gcp: { documents: gcpDocuments, commands: gcpCommands, write: yamlText },
  azure: { documents: azureDocuments, commands: azureCommands, write: json },
} as const

/** YAML's own comments: the role stays ready for kubectl. */
const withoutProxy = `# Off by default: get on services/proxy of the Broker's monitoring port (meshery-nats:8222, meshery-broker:8222), by
# which unsynced-discovery reads who is connected. It is a proxy right: it lets its holder send GET requests to that port.
# Set brokerConnections in the fleet file, and give it here with --fleet, to have the rule.
`

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
  options: {
    fleet: optionalOption('--fleet <file>', 'only what this fleet file needs', text),
    format: optionalOption(
      '--format <format>',
      'document (the cloud’s own notation) or sh: a script of all that the fleet file needs',
      oneOf(['document', 'sh']),
    ),
  },
  async run({ side, document, fleet: file, format }, io) {
    const fleet = file === undefined ? undefined : await readFleetFile(file)
    io.out(format === 'sh' ? accessScript(side, fleet) : accessText(side, { document, fleet }))
  },
})

/** What a fleet needs of one cloud, as a script. Throws AuditorError `usage` where there is nothing to name. */
export function accessScript(target: AccessTarget, fleet: FleetFile | undefined): string {
  if (target !== 'kubernetes' && fleet !== undefined) return shellScript(clouds[target].commands(fleet))
  throw new AuditorError('usage', `a script of access ${target} needs a fleet file of a cloud`, {
    place: 'access --format sh',
    remedy: 'fleet-auditor access aws --fleet fleet.yaml --format sh; aws, gcp or azure',
  })
}

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
    const brokerConnections = fleet?.brokerConnections ?? false
    const role = kubernetesRole(clusterChecks, { brokerConnections })
    return `${brokerConnections ? '' : withoutProxy}${role.map((object) => yamlText(object)).join('---\n')}`
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
