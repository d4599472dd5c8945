import { conditionBlock } from '@fleet-auditor/audit/access/right.ts'
import { z } from 'zod'
import { account } from './account.ts'
import { arnOf, outputsOf } from './mocked-outputs.ts'
import type { Resource } from './plan-shape.ts'
import type { Mocks } from './pulumi.ts'

/** AWS as far as components look at what they have made: well-formed ARNs, and what they read. Anything else throws. */
export function createMocks(
  home: string,
  parameters: Readonly<Record<string, string>>,
  onResource: (resource: Resource) => void,
): Mocks {
  const regions = new Map<string, string>()
  const regionOf = (provider: string | undefined): string =>
    regions.get(/pulumi:providers:aws::([^:]+)/.exec(provider ?? '')?.[1] ?? '') ?? home
  return {
    newResource: (registration) => {
      const { type, name, inputs, provider } = registration
      if (type === 'pulumi:providers:aws') regions.set(name, String(inputs['region']))
      const region = regionOf(provider)
      onResource({ type, name, region, inputs: plain(inputs) })
      const physical = typeof inputs['name'] === 'string' ? inputs['name'] : name
      const state = { ...inputs, ...outputsOf(registration, physical, region) }
      return { id: type === 'aws:sns/topic:Topic' ? arnOf('sns', region, physical) : `${name}-id`, state }
    },
    call: ({ token, inputs, provider }) => {
      if (token === 'aws:ssm/getParametersByPath:getParametersByPath') {
        return parametersUnder(inputs['path'], parameters)
      }
      const answer = answers[token]
      if (!answer) throw new Error(`no mock answers ${token}`)
      return answer(regionOf(provider), inputs)
    },
  }
}

function parametersUnder(path: unknown, parameters: Readonly<Record<string, string>>): Record<string, unknown> {
  const found = Object.entries(parameters).filter(([name]) => name.startsWith(`${String(path)}/`))
  return { id: path, names: found.map(([name]) => name), values: found.map(([, value]) => value) }
}

const answers: Readonly<Record<string, (region: string, inputs: Record<string, unknown>) => Record<string, unknown>>> =
  {
    'aws:index/getRegion:getRegion': (region) => ({ id: region, name: region, region }),
    'aws:index/getPartition:getPartition': () => ({ id: 'aws', partition: 'aws', dnsSuffix: 'amazonaws.com' }),
    'aws:index/getCallerIdentity:getCallerIdentity': () => ({ id: account, accountId: account }),
    'aws:index/getAvailabilityZones:getAvailabilityZones': (region) => ({
      id: region,
      names: ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
    }),
    'aws:iam/getPolicyDocument:getPolicyDocument': (_, { statements }) => ({
      id: 'policy',
      // As the provider: no statements at all, rather than an empty list of them.
      ...(Array.isArray(statements) && statements.length > 0 ? { statements } : {}),
      json: policyOf(statements),
    }),
  }

function policyOf(statements: unknown): string {
  const Statement = (Array.isArray(statements) ? statements : []).map((statement: Record<string, unknown>) => ({
    Effect: statement['effect'] ?? 'Allow',
    Action: statement['actions'],
    Resource: statement['resources'],
    Principal: principalsOf(statement['principals']),
    Condition: conditionsOf(statement['conditions']),
  }))
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

/** As a document has them: by kind. */
const principalsOf = (principals: unknown): object | undefined =>
  z
    .array(z.object({ type: z.string(), identifiers: z.array(z.string()) }))
    .optional()
    .transform((all) => all && Object.fromEntries(all.map(({ type, identifiers }) => [type, identifiers])))
    .parse(principals)

const conditionsOf = (conditions: unknown): object | undefined =>
  z
    .array(z.object({ test: z.string(), variable: z.string(), values: z.array(z.string()) }))
    .optional()
    .transform((all) => all && conditionBlock(all))
    .parse(conditions)

/** Pulumi's mark of a secret value, which the provider never sees. */
const secretMark = '4dabf18193072939515e22adb298388d'

/** Inputs as the provider would receive them. */
function plain(inputs: Record<string, unknown>): Record<string, unknown> {
  const revive = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && secretMark in value && 'value' in value ? value.value : value
  // What was an object before JSON is one after it.
  return JSON.parse(JSON.stringify(inputs), revive) as Record<string, unknown>
}
