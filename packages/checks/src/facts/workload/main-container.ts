import { parseImage, repositoryOf } from '@fleet-auditor/model/image-reference.ts'
import type { Component, Container, Workload } from '@fleet-auditor/model/workload.ts'

/** The repository of each component's image, and the name that its own charts and operator give the container. */
const ownNames: Readonly<Record<Component, readonly string[]>> = {
  server: ['meshery'],
  operator: ['meshery-operator', 'manager'],
  meshsync: ['meshsync'],
  broker: ['nats'],
  adapter: [],
}

/** The container that runs the component, not one beside it: by its image, else by its name, else the first. */
export function mainContainer({ component, containers }: Workload): Container | undefined {
  const running = containers.filter(({ init }) => !init)
  const names = ownNames[component]
  return (
    running.find(({ image }) => names.includes(repositoryOf(parseImage(image)))) ??
    running.find(({ name }) => names.includes(name)) ??
    running[0]
  )
}

/** Made by the operator, which takes other values back and offers no field for most of them. */
export const isMadeByOperator = ({ component }: Pick<Workload, 'component'>): boolean =>
  component === 'broker' || component === 'meshsync'
