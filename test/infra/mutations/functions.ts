import { callOf, constant, property, remove, replace, spreadOf, valueOf } from './edit.ts'
import { noticedBy, type Mutation } from './mutation.ts'

const [table, deploy] = ['infra/functions.ts', 'infra/deploy-function.ts'] as const

export const functionMutations: readonly Mutation[] = [
  ...noticedBy('time and memory of every function', [
    { slip: 'timeout shortened', file: table, edit: replace([constant('worker'), valueOf('seconds')], '90') },
    { slip: 'memory cut', file: table, edit: replace([constant('worker'), valueOf('memory')], "'176 MB'") },
  ]),
  ...noticedBy('every function and its handler', [
    {
      slip: 'handlers swapped',
      file: deploy,
      edit: replace(
        [callOf('sst.aws.Function'), valueOf('handler')],
        "`functions/${handler === 'audit-aks' ? 'audit-gke' : handler}.handler`",
      ),
    },
  ]),
  ...noticedBy('environment of every function', [
    { slip: 'another table’s name', file: 'infra/table.ts', edit: replace([valueOf('TABLE_NAME')], "'fleet'") },
    {
      slip: 'secrets where nothing is sent',
      file: table,
      edit: replace([constant('worker'), valueOf('uses')], "['table', 'probes', 'slack']"),
    },
  ]),
  ...noticedBy('a probe in the region of each vantage, all else at home', [
    { slip: 'probes all at home', file: 'infra/fleet-function.ts', edit: remove([spreadOf('providerOf')]) },
  ]),
  ...noticedBy('a month of logs', [
    {
      slip: 'logs without an end',
      file: 'infra/role.ts',
      edit: remove([property('retentionInDays')]),
    },
  ]),
]
