import { account } from './account.ts'
import type { Resource } from './plan-shape.ts'
import type { Mocks, Registration } from './pulumi.ts'

/** AWS as far as components look at what they have made: well-formed ARNs, and what they read. Anything else throws. */
export const createMocks = (region: string, onResource: (resource: Resource) => void): Mocks => ({
  newResource: (registration) => {
    const { type, name, inputs } = registration
    onResource({ type, name, inputs: plain(inputs) })
    const physical = typeof inputs['name'] === 'string' ? inputs['name'] : name
    const state = { ...inputs, ...outputsOf(registration, physical, region) }
    return { id: `${name}-id`, state }
  },
  call: ({ token, inputs }) => {
    const answer = answers[token]
    if (!answer) throw new Error(`no mock answers ${token}`)
    return answer(region, inputs)
  },
})

const arnOf = (service: string, region: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`

function outputsOf({ type, inputs }: Registration, name: string, region: string): Record<string, unknown> {
  switch (type) {
    case 'aws:dynamodb/table:Table':
      return { arn: arnOf('dynamodb', region, `table/${name}`) }
    case 'aws:lambda/function:Function':
      return { arn: arnOf('lambda', region, `function:${name}`), version: '1' }
    case 'aws:iam/role:Role':
      return { arn: `arn:aws:iam::${account}:role/${name}` }
    case 'aws:cloudwatch/logGroup:LogGroup':
      return { arn: arnOf('logs', region, `log-group:${name}`) }
    case 'aws:scheduler/schedule:Schedule':
      return { arn: arnOf('scheduler', region, `schedule/default/${name}`) }
    case 'aws:s3/bucketObjectv2:BucketObjectv2':
      return { arn: `arn:aws:s3:::${String(inputs['bucket'])}/${String(inputs['key'])}` }
    case 'random:index/randomBytes:RandomBytes':
      return { base64: Buffer.alloc(32, 1).toString('base64') }
    default:
      return {}
  }
}

const answers: Readonly<Record<string, (region: string, inputs: Record<string, unknown>) => Record<string, unknown>>> =
  {
    'aws:index/getRegion:getRegion': (region) => ({ id: region, name: region, region }),
    'aws:index/getPartition:getPartition': () => ({ id: 'aws', partition: 'aws', dnsSuffix: 'amazonaws.com' }),
    'aws:index/getCallerIdentity:getCallerIdentity': () => ({ id: account, accountId: account }),
    'aws:iam/getPolicyDocument:getPolicyDocument': (_, { statements }) => ({
      id: 'policy',
      statements,
      json: policyOf(statements),
    }),
  }

function policyOf(statements: unknown): string {
  const Statement = (Array.isArray(statements) ? statements : []).map((statement: Record<string, unknown>) => ({
    Effect: statement['effect'] ?? 'Allow',
    Action: statement['actions'],
    Resource: statement['resources'],
    Principal: statement['principals'],
    Condition: statement['conditions'],
  }))
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

/** Pulumi's mark of a secret value, which the provider never sees. */
const secretMark = '4dabf18193072939515e22adb298388d'

/** Inputs as the provider would receive them. */
function plain(inputs: Record<string, unknown>): Record<string, unknown> {
  const revive = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && secretMark in value && 'value' in value ? value.value : value
  // What was an object before JSON is one after it.
  return JSON.parse(JSON.stringify(inputs), revive) as Record<string, unknown>
}
