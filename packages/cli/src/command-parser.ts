import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import {
  Argument as ParsedArgument,
  Option as ParsedOption,
  type Command as Parser,
  type CommanderError,
} from 'commander'
import type { Command, CommandGroup, RawInput } from './commands/define-command.ts'
import { switchOption, type Option } from './commands/options/option.ts'
import type { Environment } from './wiring/environment.ts'

type Start = (command: Command, raw: RawInput) => Promise<void>

/** `main` looks for the flag itself: an error may come before any command is known. */
const stackTraces = switchOption('--verbose', 'stack traces of errors')

/** Commander's command for a declaration, or for a group of them. `parent` passes on its settings. */
export function parserOf(
  declared: Command | CommandGroup,
  environment: Environment,
  start: Start,
  parent: Parser,
): Parser {
  const parser = parent.createCommand(declared.name).copyInheritedSettings(parent).description(declared.summary)
  if ('commands' in declared) {
    for (const command of declared.commands) parser.addCommand(parserOf(command, environment, start, parser))
    return parser
  }
  const { arguments: words, options, notes } = declared
  for (const option of Object.values(words)) parser.addArgument(parsedArgument(option, environment))
  const flags = Object.entries(options).map(([key, option]) => [key, parsedOption(option, environment)] as const)
  for (const [, flag] of flags) parser.addOption(flag)
  if (!flags.some(([, { long }]) => long === stackTraces.name)) parser.addOption(parsedOption(stackTraces, environment))
  if (notes !== undefined) parser.addHelpText('after', notes)
  return parser.action(() => {
    const given = parser.opts<Record<string, unknown>>()
    const raw: Record<string, unknown> = {}
    for (const [index, key] of Object.keys(words).entries()) raw[key] = parser.processedArgs[index]
    for (const [key, flag] of flags) raw[key] = given[flag.attributeName()]
    return start(declared, raw)
  })
}

function parsedOption(option: Option, environment: Environment): ParsedOption {
  const { spelling, help, isRequired = false, isRepeatable = false } = option
  const fallback = defaultOf(option, environment)
  if (!isRepeatable) {
    const parsed = new ParsedOption(spelling, help)
    return fallback === undefined ? parsed.makeOptionMandatory(isRequired) : parsed.default(fallback)
  }
  // The type holds the default: commander would append to it.
  const parsed = new ParsedOption(spelling, fallback === undefined ? help : `${help} (default: "${fallback}")`)
  return parsed.argParser<readonly string[] | undefined>((word, before) => [...(before ?? []), word])
}

function parsedArgument(option: Option, environment: Environment): ParsedArgument {
  const parsed = new ParsedArgument(option.spelling, option.help)
  const fallback = defaultOf(option, environment)
  return fallback === undefined ? parsed : parsed.default(fallback)
}

const defaultOf = ({ default: fallback }: Option, environment: Environment): string | undefined =>
  typeof fallback === 'function' ? fallback(environment) : fallback

/** What commander found wrong with the words of a person; a word that is no command is reported as that. */
export function usageError(error: CommanderError, names: readonly string[], words: readonly string[]): AuditorError {
  const commands = [...names, 'help']
  const [first = ''] = words
  const known = commands.includes(first)
  if (!known && first !== '' && !first.startsWith('-')) {
    const near = nearest(first, commands)
    const remedy = near === undefined ? 'fleet-auditor --help lists the commands' : `did you mean ${near}?`
    return new AuditorError('usage', `no command is called ${first}`, { place: first, remedy })
  }
  const command = known ? `fleet-auditor ${first}` : 'fleet-auditor'
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const remedy = suggestion?.replaceAll(/[()]/g, '') ?? `${command} --help`
  return new AuditorError('usage', message, { place: command, remedy })
}
