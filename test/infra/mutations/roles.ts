import { callOf, constant, insertBefore, property, remove, replace, taggedTemplate, valueOf } from './edit.ts'
import { noticedBy, type Mutation } from './mutation.ts'

const [table, deploy] = ['infra/functions.ts', 'infra/deploy-function.ts'] as const

export const roleMutations: readonly Mutation[] = [
  ...noticedBy('only Lambda becomes a function', [
    { slip: 'trust widened to the account', file: deploy, edit: remove([property('role')]) },
  ]),
  ...noticedBy('no function is in a network, has a URL or is linked', [
    {
      slip: 'link in place of permissions',
      file: deploy,
      edit: insertBefore([property('architecture')], "link: [new sst.Secret(`Linked${name}`, 'none')],"),
    },
  ]),
  ...noticedBy('no action has a wildcard', [
    {
      slip: 'an action widened',
      file: deploy,
      edit: replace([valueOf('actions')], "actions.map((action) => action.replace(/:.*/, ':*'))"),
    },
  ]),
  ...noticedBy('least rights of every function', [
    {
      slip: 'a role swapped',
      file: table,
      edit: replace([valueOf('plan-scopes'), valueOf('rights')], '(fleet) => [tableRights, ...pageRights(fleet)]'),
    },
    {
      slip: 'rights for a probe',
      file: table,
      edit: replace([valueOf('probe'), valueOf('rights')], "() => [{ actions: ['ec2:DescribeVpcs'], on: ['*'] }]"),
    },
    { slip: 'indexes forgotten', file: 'infra/table.ts', edit: remove([valueOf('arns'), taggedTemplate]) },
    { slip: 'tokens for any audience', file: deploy, edit: replace([constant('conditions')], 'undefined') },
  ]),
  ...noticedBy('the machine may invoke its functions and write its log', [
    {
      slip: 'a machine that invokes anything',
      file: 'infra/state-machine/state-machine.ts',
      edit: replace([callOf('Object.values')], "['*']"),
    },
  ]),
]
