import type { Component, Container, Workload } from '@fleet-auditor/model/workload.ts'

/** Names of the container that does the work, by component (meshery.md §1). */
const names: Readonly<Record<Component, string | undefined>> = {
  server: 'meshery',
  operator: 'manager',
  meshsync: 'meshsync',
  broker: 'nats',
  adapter: undefined,
}

/** The container that does a workload’s work: by its name, else the first that is no init container. */
export function mainContainer({ component, containers }: Workload): Container | undefined {
  const running = containers.filter(({ init }) => !init)
  return running.find(({ name }) => name === names[component]) ?? running[0]
}

/** A variable of the main container; of several of one name the last counts, as the kubelet has it. */
export const mainEnv = (workload: Workload, name: string): Container['env'][number] | undefined =>
  mainContainer(workload)?.env.findLast((env) => env.name === name)

/** Made by the operator, which takes other values back and offers no field for most of them. */
export const isMadeByOperator = ({ component }: Pick<Workload, 'component'>): boolean =>
  component === 'broker' || component === 'meshsync'
