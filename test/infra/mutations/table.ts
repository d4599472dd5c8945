import { mutation, type Mutation } from './mutation.ts'

export const tableMutations: readonly Mutation[] = [
  mutation('TTL dropped', 'infra/table.ts', "ttl: 'expiresAt',", '', 'rows that expire'),
  mutation('TTL on another attribute', 'infra/table.ts', "'expiresAt'", "'expires'", 'rows that expire'),
  mutation(
    'keys swapped',
    'infra/table.ts',
    "hashKey: 'pk', rangeKey: 'sk'",
    "hashKey: 'sk', rangeKey: 'pk'",
    'keys of the table',
  ),
  mutation(
    'an index on the wrong key',
    'infra/table.ts',
    "'gsi2pk', rangeKey",
    "'gsi1pk', rangeKey",
    'both indexes, whole items',
  ),
  mutation(
    'deletion protection lost',
    'infra/table.ts',
    "$app.stage === 'production'",
    'false',
    'production outlives a mistake',
  ),
  mutation(
    'removal on delete',
    'sst.config.ts',
    "'retain' : 'remove'",
    "'remove' : 'remove'",
    'production outlives a mistake',
  ),
]
