import { argumentOf, constant, functionNamed, literal, property, remove, replace, valueOf } from './edit.ts'
import { noticedBy, type Mutation } from './mutation.ts'

const at = (file: string): string => `infra/state-machine/${file}.ts`

export const machineMutations: readonly Mutation[] = [
  ...noticedBy('a shard outlives four clusters that kill their worker', [
    {
      slip: 'a retry dropped',
      file: at('retries'),
      edit: replace([constant('shardRetries'), valueOf('MaxAttempts')], '2'),
    },
  ]),
  ...noticedBy('every state retries, patiently where there was no room', [
    { slip: 'no patience', file: at('retries'), edit: replace([constant('busy'), valueOf('MaxAttempts')], '1') },
    {
      slip: 'throttling retried like any error',
      file: at('retries'),
      edit: remove([literal('Lambda.TooManyRequestsException')]),
    },
  ]),
  ...noticedBy('whatever fails is recorded, and the run goes on', [
    { slip: 'a catch dropped', file: at('definition'), edit: remove([constant('guarded'), property('Catch')]) },
    {
      slip: 'an item’s catch dropped',
      file: at('item-states'),
      edit: remove([functionNamed('shardStates'), property('Catch')]),
    },
    { slip: 'the run lost behind a failure', file: at('definition'), edit: remove([property('ResultPath')]) },
    { slip: 'an error lost', file: at('states'), edit: remove([constant('caught'), property('ResultPath')]) },
  ]),
  ...noticedBy('every state calls its function', [
    {
      slip: 'clouds swapped',
      file: at('state-machine'),
      edit: replace([argumentOf('$resolve')], "{ ...arns, 'audit-gke': arns['audit-eks'] }"),
    },
  ]),
  ...noticedBy('every state waits longer than its function, the machine longer than all', [
    {
      slip: 'a state shorter than its function',
      file: at('states'),
      edit: replace([constant('stateMarginSeconds')], '-30'),
    },
    {
      slip: 'a machine shorter than its states',
      file: at('states'),
      edit: replace([constant('machineSeconds')], '2 * 3600'),
    },
  ]),
  ...noticedBy('the passes of a shard', [
    { slip: 'more passes than history', file: at('item-states'), edit: replace([constant('passes')], '60') },
  ]),
  ...noticedBy('at most 40 items at once', [
    { slip: 'all at once', file: at('states'), edit: replace([constant('atOnce')], '0') },
  ]),
  ...noticedBy('fewer than 25,000 events', [
    {
      slip: 'too many retries for the history',
      file: at('retries'),
      edit: replace([constant('recordRetries'), valueOf('MaxAttempts')], '40'),
    },
  ]),
  ...noticedBy('a definition in Amazon States Language', [
    {
      slip: 'a state that leads nowhere',
      file: at('item-states'),
      edit: replace([functionNamed('shardStates'), valueOf('Choices'), literal('ShardEnded')], "'ShardGone'"),
    },
  ]),
  ...noticedBy('failures of the machine are logged for a month', [
    { slip: 'nothing logged', file: at('state-machine'), edit: replace([valueOf('level')], "'OFF'") },
  ]),
]
