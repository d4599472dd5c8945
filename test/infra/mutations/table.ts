import { property, remove, replace, valueOf } from './edit.ts'
import { noticedBy, type Mutation } from './mutation.ts'

const file = 'infra/table.ts'

export const tableMutations: readonly Mutation[] = [
  ...noticedBy('rows that expire', [
    { slip: 'TTL dropped', file, edit: remove([property('ttl')]) },
    { slip: 'TTL on another attribute', file, edit: replace([valueOf('ttl')], "'expires'") },
  ]),
  ...noticedBy('keys of the table', [
    { slip: 'keys swapped', file, edit: replace([valueOf('primaryIndex')], "{ hashKey: 'sk', rangeKey: 'pk' }") },
  ]),
  ...noticedBy('both indexes, whole items', [
    { slip: 'an index on the wrong key', file, edit: replace([valueOf('gsi2'), valueOf('hashKey')], "'gsi1pk'") },
  ]),
  ...noticedBy('production outlives a mistake', [
    { slip: 'deletion protection lost', file, edit: replace([valueOf('deletionProtection')], 'false') },
    { slip: 'removal on delete', file: 'sst.config.ts', edit: replace([valueOf('removal')], "'remove'") },
  ]),
]
