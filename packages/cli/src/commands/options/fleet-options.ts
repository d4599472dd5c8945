import { Provider } from '@fleet-auditor/model/provider.ts'
import { timeLimit } from './duration.ts'
import { option, optionalOption, repeatableOption } from './option.ts'
import { count, oneOf, text } from './values.ts'

export const fleetFile = optionalOption('--fleet <file>', 'fleet file', text)

/** Which clusters a command reads, and within which limits. Durations in milliseconds. */
export const fleetOptions = {
  fleet: fleetFile,
  kubeconfig: optionalOption('--kubeconfig <file>', 'kubeconfig, instead of the fleet file’s sources', text),
  contexts: repeatableOption('--context <name>', 'context name or glob, repeatable', text),
  clusters: repeatableOption('--cluster <id>', 'cluster id, name or glob, repeatable', text),
  providers: repeatableOption(
    '--provider <word>',
    `${Provider.options.join(', ')}; repeatable`,
    oneOf(Provider.options),
  ),
  concurrency: option('--concurrency <n>', 'clusters at once', count(1), '32'),
  deadlineMs: option('--deadline <duration>', 'time limit of the whole run', timeLimit, '30m'),
  clusterDeadlineMs: option('--cluster-deadline <duration>', 'time limit of one cluster or scope', timeLimit, '20s'),
}
