import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Plan } from '../infra/plan/plan-shape.ts'
import { resourcesOf } from '../infra/planned/planned-resources.ts'
import { type DeployPlace, deployRequest } from './deploy-request.ts'

const Document = z.union([z.string(), z.record(z.string(), z.unknown()).transform((policy) => JSON.stringify(policy))])
const Role = z.object({
  name: z.string(),
  assumeRolePolicy: Document,
  inlinePolicies: z.array(z.object({ name: z.string().default('inline'), policy: Document })).default([]),
  managedPolicyArns: z.array(z.string()).default([]),
})

/** Every role of the plan with its policies, as planned. */
export async function deployRoles(plan: Plan, place: DeployPlace): Promise<void> {
  for (const { inputs, name } of resourcesOf(plan, 'Role')) {
    const role = Role.parse({ name, ...inputs })
    await iam(place, { Action: 'CreateRole', RoleName: role.name, AssumeRolePolicyDocument: role.assumeRolePolicy })
    for (const { name: PolicyName, policy: PolicyDocument } of role.inlinePolicies) {
      await iam(place, { Action: 'PutRolePolicy', RoleName: role.name, PolicyName, PolicyDocument })
    }
    for (const PolicyArn of role.managedPolicyArns) {
      await iam(place, { Action: 'AttachRolePolicy', RoleName: role.name, PolicyArn })
    }
  }
}

const iam = (place: DeployPlace, form: Readonly<Record<string, string>>): Promise<string> =>
  deployRequest(place, {
    service: 'iam',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...form, Version: '2010-05-08' }).toString(),
  })

/** Credentials that MiniStack gives to a function: a session of its role, the same for every invocation. */
export function sessionOf({ arn, role }: { readonly arn: string; readonly role: string }) {
  const digest = sha256(`${arn}:${role}`)
  return {
    accessKeyId: `ASIA${digest.slice(0, 16).toUpperCase()}`,
    secretAccessKey: sha256(`secret:${digest}`),
    sessionToken: sha256(`token:${digest}`),
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
