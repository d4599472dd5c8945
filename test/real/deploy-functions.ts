import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Architecture, CreateFunctionCommand, LambdaClient, Runtime } from '@aws-sdk/client-lambda'
import { z } from 'zod'
import { arnOf } from '../infra/plan/mocked-outputs.ts'
import type { Plan } from '../infra/plan/plan-shape.ts'
import { resourcesOf } from '../infra/planned/planned-resources.ts'
import type { DeployPlace } from './deploy-request.ts'

const Function = z.object({
  name: z.string(),
  role: z.string(),
  handler: z.string(),
  runtime: z.enum(Runtime),
  architectures: z.array(z.enum(Architecture)),
  timeout: z.number(),
  memorySize: z.number(),
  environment: z.object({ variables: z.record(z.string(), z.string()) }),
  loggingConfig: z.object({ logGroup: z.string() }),
})
export type DeployedFunction = z.infer<typeof Function> & { readonly arn: string }

export type DeploySettings = {
  /** Added to the environment of every function: where services are to be found. */
  readonly endpoints: Readonly<Record<string, string>>
  /** Values for secrets of the plan, for those functions alone that are given them. */
  readonly secrets: Readonly<Record<string, string>>
}

/** Every function of the plan, with the package that was built for it; by component. */
export async function deployFunctions(
  plan: Plan,
  packages: string,
  { url: endpoint, account }: DeployPlace,
  { endpoints, secrets }: DeploySettings,
): Promise<ReadonlyMap<string, DeployedFunction>> {
  const deployed = new Map<string, DeployedFunction>()
  for (const { name, region, inputs } of resourcesOf(plan, 'Function')) {
    const component = name.replace(/Function$/, '')
    const planned = Function.parse(inputs)
    const { variables } = planned.environment
    const given = Object.entries(secrets).filter(([secret]) => secret in variables)
    const credentials = { accessKeyId: account, secretAccessKey: 'root' }
    const lambda = new LambdaClient({ endpoint, region, credentials })
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: planned.name,
        Role: planned.role,
        Handler: planned.handler,
        Runtime: planned.runtime,
        Architectures: planned.architectures,
        Timeout: planned.timeout,
        MemorySize: planned.memorySize,
        Environment: { Variables: { ...variables, ...Object.fromEntries(given), ...endpoints } },
        LoggingConfig: { LogGroup: planned.loggingConfig.logGroup },
        Code: { ZipFile: await readFile(join(packages, component, 'code.zip')) },
      }),
    )
    lambda.destroy()
    deployed.set(component, { ...planned, arn: arnOf('lambda', region, `function:${planned.name}`) })
  }
  return deployed
}
