import { writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { startBuildServer } from './build-server.ts'
import { createMocks } from './mocks.ts'
import { PlanOrder, type Bundle, type Plan, type Resource } from './plan-shape.ts'
import { bundleProgram, readApp } from './program.ts'
import { loadPulumi } from './pulumi.ts'

const order = PlanOrder.parse(JSON.parse(process.argv[2] ?? ''))
const resources: Resource[] = []
const bundles: Bundle[] = []
const failures: unknown[] = []

process.on('unhandledRejection', (error) => failures.push(error))
// The loop has drained: resources that are made inside nested outputs are all there.
process.on('beforeExit', () => {
  const [failure] = failures
  if (failure !== undefined) {
    process.stderr.write(`${failure instanceof Error ? (failure.stack ?? failure.message) : JSON.stringify(failure)}\n`)
    process.exit(1)
  }
  writeFileSync(path.join(order.work, 'plan.json'), JSON.stringify({ app, resources, bundles } satisfies Plan))
})

const app = await readApp(order)
const { runtime } = loadPulumi(order.platform)
process.env['SST_SERVER'] = await startBuildServer(order, (bundle) => bundles.push(bundle))
await runtime.setMocks(
  createMocks(app.providers.aws.region, order.parameters ?? {}, (resource) => resources.push(resource)),
  app.name,
  order.stage,
  false,
)
const program = pathToFileURL(await bundleProgram(order, app)).href
await runtime
  .runInPulumiStack(async () => import(program))
  .catch((error: unknown) => {
    failures.push(error)
  })
