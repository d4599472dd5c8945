import { parseImage, repositoryOf } from '@fleet-auditor/model/image-reference.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Component, Container, Workload } from '@fleet-auditor/model/workload.ts'

export const ofComponent = (workloads: readonly Workload[], component: Component): readonly Workload[] =>
  workloads.filter((workload) => workload.component === component)

export const workloadSubject = (workload: Workload, more: { container?: string; field?: string } = {}): Subject => ({
  kind: workload.kind,
  namespace: workload.namespace,
  name: workload.name,
  ...more,
})

/** The repository of each component's image, and the name that its own charts and operator give the container. */
const ownNames: Readonly<Record<Component, readonly string[]>> = {
  server: ['meshery'],
  operator: ['meshery-operator', 'manager'],
  meshsync: ['meshsync'],
  broker: ['nats'],
  adapter: [],
}

/** The container that runs the component, not one beside it: by its image, else by its name, else the first. */
export function ownContainer({ component, containers }: Workload): Container | undefined {
  const running = containers.filter(({ init }) => !init)
  const names = ownNames[component]
  return (
    running.find(({ image }) => names.includes(repositoryOf(parseImage(image)))) ??
    running.find(({ name }) => names.includes(name)) ??
    running[0]
  )
}

/** An environment variable of the component's own container. Of several entries of one name the last counts. */
export const envOf = (workload: Workload, name: string): Container['env'][number] | undefined =>
  ownContainer(workload)?.env.findLast((env) => env.name === name)

/** Its literal value; undefined when unset, empty or not literal. */
export function literalEnv(workload: Workload, name: string): string | undefined {
  const found = envOf(workload, name)
  return found?.source === 'literal' ? found.value || undefined : undefined
}
