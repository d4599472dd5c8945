import { join } from 'node:path'
import { z } from 'zod'
import { pythonEnvironment } from './python-environment.ts'
import { runCommand } from './run-command.ts'

const folder = join(import.meta.dirname, 'open-metrics')

/** The Python that holds Prometheus' client. */
export const openMetricsPython = (): Promise<string> =>
  pythonEnvironment('open-metrics', join(folder, 'requirements.txt'))

const Families = z.array(
  z.object({
    name: z.string(),
    type: z.string(),
    unit: z.string(),
    samples: z.array(z.object({ name: z.string(), labels: z.record(z.string(), z.string()), value: z.number() })),
  }),
)

/** What the parser of Prometheus' client reads in OpenMetrics text; throws with its words where it refuses the text. */
export async function parsedMetrics(text: string): Promise<z.infer<typeof Families>> {
  const found = await runCommand(await openMetricsPython(), [join(folder, 'parse.py')], { stdin: text })
  return Families.parse(JSON.parse(found))
}
