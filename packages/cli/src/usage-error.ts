import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import type { CommanderError } from 'commander'

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
