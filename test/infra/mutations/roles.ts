import { mutation, type Mutation } from './mutation.ts'

export const roleMutations: readonly Mutation[] = [
  mutation(
    'trust widened to the account',
    'infra/auditor-function.ts',
    "role: { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }) },",
    '',
    'only Lambda becomes a function',
  ),
  mutation(
    'link in place of permissions',
    'infra/auditor-function.ts',
    'environment: {',
    "link: [new sst.Secret(`Linked${name}`, 'none')], environment: {",
    'no function is in a network, has a URL or is linked',
  ),
  mutation(
    'an action widened',
    'infra/auditor-function.ts',
    'actions: [...actions]',
    "actions: actions.map((action) => action.replace(/:.*/, ':*'))",
    'no action has a wildcard',
  ),
  mutation(
    'a role swapped',
    'infra/run-steps.ts',
    'rights: rights[handler]',
    'rights: rights.watchdog',
    'least rights of every function',
  ),
  mutation(
    'rights for a probe',
    'infra/vantages.ts',
    'rights: rights.probe',
    "rights: [{ actions: ['ec2:DescribeVpcs'], on: ['*'] }]",
    'least rights of every function',
  ),
  mutation(
    'indexes forgotten',
    'infra/table.ts',
    ', $interpolate`${table.arn}/index/*`',
    '',
    'least rights of every function',
  ),
  mutation(
    'a machine that invokes anything',
    'infra/state-machine.ts',
    'resources: Object.values(functions)',
    "resources: ['*']",
    'the machine may invoke its functions and write its log',
  ),
  mutation(
    'tokens for any audience',
    'infra/auditor-function.ts',
    '...(audiences\n      ?',
    '...(false && audiences\n      ?',
    'least rights of every function',
  ),
]
