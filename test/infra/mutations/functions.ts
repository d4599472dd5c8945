import { mutation, type Mutation } from './mutation.ts'

export const functionMutations: readonly Mutation[] = [
  mutation(
    'timeout shortened',
    'infra/timeouts.ts',
    "'audit-gke': 900",
    "'audit-gke': 90",
    'time and memory of every function',
  ),
  mutation('memory cut', 'infra/workers.ts', "'1769 MB'", "'176 MB'", 'time and memory of every function'),
  mutation(
    'handlers swapped',
    'infra/workers.ts',
    "worker('AuditAks', 'audit-aks')",
    "worker('AuditAks', 'audit-gke')",
    'every function and its handler',
  ),
  mutation(
    'another table’s name',
    'infra/run-steps.ts',
    'TABLE_NAME: table.name',
    "TABLE_NAME: 'fleet'",
    'environment of every function',
  ),
  mutation(
    'secrets where nothing is sent',
    'infra/workers.ts',
    'TABLE_NAME: table.name,',
    "TABLE_NAME: table.name, SLACK_BOT_TOKEN: 'none',",
    'environment of every function',
  ),
  mutation(
    'probes all at home',
    'infra/vantages.ts',
    '...providerOf(region),',
    '',
    'a probe in the region of each vantage, all else at home',
  ),
  mutation('logs for ever', 'infra/auditor-function.ts', "'1 month'", "'forever'", 'a month of logs'),
]
