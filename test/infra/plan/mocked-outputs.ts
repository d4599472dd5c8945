import { account } from './account.ts'
import type { Registration } from './pulumi.ts'

export const arnOf = (service: string, region: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`

/** What AWS adds to a resource that it has made, as far as components read it. */
export function outputsOf(registration: Registration, name: string, region: string): Record<string, unknown> {
  return outputs[registration.type]?.(name, region, registration) ?? {}
}

type Outputs = (name: string, region: string, registration: Registration) => Record<string, unknown>

const outputs: Readonly<Record<string, Outputs>> = {
  'aws:dynamodb/table:Table': (name, region) => ({ arn: arnOf('dynamodb', region, `table/${name}`) }),
  'aws:lambda/function:Function': (name, region) => ({
    arn: arnOf('lambda', region, `function:${name}`),
    version: '1',
  }),
  'aws:iam/role:Role': (name) => ({ arn: `arn:aws:iam::${account}:role/${name}` }),
  // With a prefix, AWS makes the name.
  'aws:cloudwatch/logGroup:LogGroup': (name, region, { inputs: { namePrefix = '' } }) => ({
    name: `${String(namePrefix)}${name}`,
    arn: arnOf('logs', region, `log-group:${String(namePrefix)}${name}`),
  }),
  'aws:scheduler/schedule:Schedule': (name, region) => ({
    arn: arnOf('scheduler', region, `schedule/default/${name}`),
  }),
  'aws:scheduler/scheduleGroup:ScheduleGroup': (name, region) => ({
    arn: arnOf('scheduler', region, `schedule-group/${name}`),
  }),
  'aws:sfn/stateMachine:StateMachine': (name, region) => ({ arn: arnOf('states', region, `stateMachine:${name}`) }),
  'aws:sns/topic:Topic': (name, region) => ({ arn: arnOf('sns', region, name) }),
  'aws:apigatewayv2/api:Api': (name, region) => ({
    apiEndpoint: `https://${name.toLowerCase()}.execute-api.${region}.amazonaws.com`,
    executionArn: arnOf('execute-api', region, name),
  }),
  'aws:ec2/eip:Eip': (name) => ({ publicIp: `192.0.2.${(name.charCodeAt(name.length - 1) % 250) + 1}` }),
  'aws:s3/bucketObjectv2:BucketObjectv2': (_, __, { inputs }) => ({
    arn: `arn:aws:s3:::${String(inputs['bucket'])}/${String(inputs['key'])}`,
  }),
  'random:index/randomBytes:RandomBytes': () => ({ base64: Buffer.alloc(32, 1).toString('base64') }),
}
