import { apiDocument } from '@fleet-auditor/api/api-document.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { CheckId } from '@fleet-auditor/model/waiver.ts'
import { catalogue } from '@fleet-auditor/report/catalogue.ts'
import { attestationsPage, checklistPage } from '@fleet-auditor/report/readiness/checklist-pages.ts'
import { z } from 'zod'
import { commandList } from '../command-list.ts'
import { accessTargets, accessText } from '../commands/access.ts'
import type { Command, CommandGroup } from '../commands/define-command.ts'
import type { Option } from '../commands/options/option.ts'
import { exitCodes } from '../exit-code.ts'
import type { Environment } from '../wiring/environment.ts'

/** Every generated document by its path under `docs/`, made from the objects that the program runs. */
export async function generatedDocs(): Promise<ReadonlyMap<string, string>> {
  const schema = (of: z.ZodType, title: string): string =>
    `${JSON.stringify({ title, ...z.toJSONSchema(of, { io: 'input', unrepresentable: 'any' }) }, null, 2)}\n`
  const docs = new Map([
    ['checks.md', catalogue(allChecks)],
    ['checklist.md', checklistPage()],
    ['attestations.md', attestationsPage()],
    ['commands.md', await commandReference()],
    ['fleet.schema.json', fleetSchema()],
    ['openapi.json', `${JSON.stringify(apiDocument(), null, 2)}\n`],
    ['audit.schema.json', schema(AuditDocument, 'The document of fleet-auditor audit --format json')],
  ])
  for (const target of accessTargets) {
    const ending = target === 'aws' || target === 'azure' ? 'json' : 'yaml'
    docs.set(`access/${target}.${ending}`, accessText(target))
  }
  return docs
}

/** For editors. The ids of checks are words of the catalogue, which the model does not know. */
function fleetSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(FleetFile, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === CheckId) jsonSchema.enum = allChecks.map(({ id }) => id)
    },
  })
  const about = {
    $schema,
    $id: 'urn:fleet-auditor:fleet-file:v1',
    title: 'Fleet file of fleet-auditor',
    description: 'What is audited, from where, and what is expected of it. Unknown keys are errors.',
  }
  return `${JSON.stringify({ ...about, ...schema }, null, 2)}\n`
}

/** Of no machine: the reference is the same everywhere. */
const anyMachine: Environment = {
  dataFolder: '<data folder>',
  kubeconfig: [],
  colours: false,
  width: 80,
  reportWidth: 80,
  interactive: false,
  variables: {},
}

/** Every command with its options, as a page of Markdown. */
async function commandReference(): Promise<string> {
  const commands = await Promise.all(Object.values(commandList).map((load) => load()))
  return [
    '# Commands of fleet-auditor',
    '',
    'Generated from the commands: edit those, then `npm run docs`. Every command takes `--help`, and `--verbose` for stack traces of errors.',
    '',
    'The data folder is `FLEET_AUDITOR_DATA`, else `fleet-auditor` in the data folder of the user.',
    '',
    ...commands.flatMap((command) => commandSection(command, 'fleet-auditor')),
    '## Exit codes',
    '',
    'The first that applies.',
    '',
    '| code | when |',
    '|---|---|',
    ...exitCodes.map(([code, why]) => `| ${code} | ${why} |`),
    '',
  ].join('\n')
}

function commandSection(command: Command | CommandGroup, above: string): string[] {
  const name = `${above} ${command.name}`
  if ('commands' in command) return command.commands.flatMap((each) => commandSection(each, name))
  const words = Object.values(command.arguments)
  const options = Object.values(command.options)
  const usage = [name, ...(options.length > 0 ? ['[options]'] : []), ...words.map(({ spelling }) => spelling)].join(' ')
  return [
    `## ${name.replace('fleet-auditor ', '')}`,
    '',
    `\`${usage}\`: ${command.summary}.`,
    '',
    ...optionTable([...words, ...options]),
  ]
}

function optionTable(options: readonly Option[]): string[] {
  if (options.length === 0) return []
  const rows = options.map(
    (option) => `| \`${option.spelling}\` | ${inCell(option.help)} | ${inCell(defaultText(option))} |`,
  )
  return ['| option | what | default |', '|---|---|---|', ...rows, '']
}

function defaultText({ default: fallback, isRequired = false }: Option): string {
  if (isRequired) return 'required'
  const text = typeof fallback === 'function' ? fallback(anyMachine) : fallback
  return text === undefined ? '' : `\`${text}\``
}

const inCell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;')
