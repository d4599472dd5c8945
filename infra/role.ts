import { logActions } from '@fleet-auditor/audit/access/function-roles.ts'
import type { Condition, Right, TablePart } from '@fleet-auditor/audit/access/right.ts'
import type { ResourceName } from './functions.ts'

type Input = $util.Input<string>

/** What a function uses: names for its environment, ARNs for its rights. */
export interface Resource {
  readonly variables: Readonly<Record<string, Input>>
  readonly arns?: readonly Input[]
  /** Patterns of partition keys, where rights are about parts of a table. */
  readonly partitions?: Readonly<Record<TablePart, readonly string[]>>
}
export type Resources = Readonly<Partial<Record<ResourceName, Resource>>>

/** What Lambda needs to place a function in a network, and nothing about logs. */
const networkInterfaces = 'arn:aws:iam::aws:policy/service-role/AWSLambdaENIManagementAccess'

/** For the role that SST makes. */
export const roleSettings = (
  isInNetwork: boolean,
): Pick<aws.iam.RoleArgs, 'assumeRolePolicy' | 'managedPolicyArns'> => ({
  // SST lets the whole account assume the role, for its live mode; this one is Lambda's alone.
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }),
  // SST's own lets a function write every log of the account.
  managedPolicyArns: isInNetwork ? [networkInterfaces] : [],
})

export const account = aws.getCallerIdentityOutput().accountId

/**
 * Trust in a service that acts for one resource of this account, or for any of its resources: else it could be made to
 * act for somebody else's. (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html)
 */
export const assumedBy = (service: string, source?: Input): $util.Output<string> =>
  aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        actions: ['sts:AssumeRole'],
        principals: [{ type: 'Service', identifiers: [service] }],
        conditions: [
          { test: 'StringEquals', variable: 'aws:SourceAccount', values: [account] },
          ...(source === undefined ? [] : [{ test: 'ArnEquals', variable: 'aws:SourceArn', values: [source] }]),
        ],
      },
    ],
  }).json

/** A function's own, so that its role can name it: it is made before the function. */
export const logGroupOf = (name: string, provider?: aws.Provider): aws.cloudwatch.LogGroup =>
  new aws.cloudwatch.LogGroup(
    `${name}Log`,
    { namePrefix: `/aws/lambda/${$app.name}-${$app.stage}-${name}-`, retentionInDays: 30 },
    { provider },
  )

export const writeLog = (log: aws.cloudwatch.LogGroup): sst.aws.FunctionPermissionArgs => ({
  actions: [...logActions],
  resources: [$interpolate`${log.arn}:*`],
})

/** A right as a statement of the role's policy; `name` is the function's, for errors. */
export function permission(
  name: string,
  { actions, on, parts, conditions = [] }: Right,
  resources: Resources,
): sst.aws.FunctionPermissionArgs {
  const resource = typeof on === 'string' ? resources[on] : { arns: on }
  if (resource?.arns === undefined) {
    throw new Error(`${name}: its rights are about ${String(on)}, which it is not given`)
  }
  const all = [...(parts ? [leadingKeys(name, parts, resource)] : []), ...conditions]
  return {
    actions: [...actions],
    resources: [...resource.arns],
    conditions: all.length > 0 ? all.map(({ values, ...test }) => ({ ...test, values: [...values] })) : undefined,
  }
}

/** Every action that is granted takes a partition key, so that the condition always has something to judge. */
function leadingKeys(name: string, parts: readonly TablePart[], { partitions }: Partial<Resource>): Condition {
  if (partitions === undefined) throw new Error(`${name}: its rights name parts of a resource that has none`)
  const values = parts.flatMap((part) => partitions[part])
  return { test: 'ForAllValues:StringLike', variable: 'dynamodb:LeadingKeys', values }
}
