import { commandList } from '../commands/command-list.ts'
import type { Command, CommandGroup } from '../commands/define-command.ts'
import type { Option } from '../commands/options/option.ts'
import { exitCodes } from '../exit-code.ts'
import type { Environment } from '../wiring/environment.ts'

/** Of no machine: the reference is the same everywhere. */
const anyMachine: Environment = {
  dataFolder: '<data folder>',
  kubeconfig: [],
  colours: false,
  width: 80,
  interactive: false,
  variables: {},
}

/** Every command with its options, as a page of Markdown. */
export async function commandReference(): Promise<string> {
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
