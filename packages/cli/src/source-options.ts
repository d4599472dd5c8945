import type { Command } from 'commander'

export const collectWord = (word: string, before: readonly string[] = []): string[] => [...before, word]

/** The flags that say what is looked at: of every verb that asks clusters. */
export const sourceOptions = (command: Command): Command =>
  command
    .option('--fleet <file>', 'fleet file')
    .option('--kubeconfig <file>', 'kubeconfig, instead of the fleet file’s sources')
    .option('--context <name>', 'context name or glob, repeatable', collectWord)
    .option(
      '--cluster <id>',
      'id, name, key or locator of a cluster, repeatable; globs and ! in front allowed',
      collectWord,
    )
    .option('--provider <word>', 'eks, gke, aks or kubeconfig, repeatable', collectWord)
    .option('--concurrency <n>', 'clusters at once', '32')
    .option('--deadline <duration>', 'of the whole run', '30m')
    .option('--cluster-deadline <duration>', 'of one cluster or scope', '20s')
