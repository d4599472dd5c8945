import {
  callOf,
  constant,
  functionNamed,
  insertBefore,
  literal,
  property,
  remove,
  replace,
  taggedTemplate,
  valueOf,
} from './edit.ts'
import { noticedBy, type Mutation } from './mutation.ts'

const [table, deploy, role] = ['infra/functions.ts', 'infra/deploy-function.ts', 'infra/role.ts'] as const

export const roleMutations: readonly Mutation[] = [
  ...noticedBy('only Lambda becomes a function', [
    {
      slip: 'trust widened to the account',
      file: role,
      edit: replace([constant('roleSettings'), literal('lambda.amazonaws.com')], "'*'"),
    },
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
      file: role,
      edit: replace(
        [functionNamed('permission'), valueOf('actions')],
        "actions.map((action) => action.replace(/:.*/, ':*'))",
      ),
    },
  ]),
  ...noticedBy('least rights of every function', [
    {
      slip: 'a role swapped',
      file: table,
      edit: replace([valueOf('plan-scopes'), valueOf('rights')], "() => tableRights('notify')"),
    },
    {
      slip: 'rights for a probe',
      file: table,
      edit: replace([valueOf('probe'), valueOf('rights')], "() => [{ actions: ['ec2:DescribeVpcs'], on: ['*'] }]"),
    },
    {
      slip: 'indexes forgotten',
      file: 'infra/table.ts',
      edit: remove([constant('indexResource'), valueOf('arns'), taggedTemplate]),
    },
    {
      slip: 'tokens for any audience',
      file: role,
      edit: replace([functionNamed('permission'), valueOf('conditions')], 'undefined'),
    },
    {
      slip: 'any row of the table',
      file: role,
      edit: replace([functionNamed('leadingKeys'), constant('values')], "['*']"),
    },
    { slip: 'every log of the account', file: role, edit: remove([property('managedPolicyArns')]) },
    {
      slip: 'a log that is another function’s',
      file: role,
      edit: replace([constant('writeLog'), valueOf('resources')], "['*']"),
    },
  ]),
  ...noticedBy('the machine may invoke its functions and write its log', [
    {
      slip: 'a role that acts for any machine',
      file: 'infra/state-machine/state-machine.ts',
      edit: replace([valueOf('assumeRolePolicy')], "assumedBy('states.amazonaws.com')"),
    },
    {
      slip: 'a machine that invokes anything',
      file: 'infra/state-machine/state-machine.ts',
      edit: replace([callOf('Object.values')], "['*']"),
    },
  ]),
]
