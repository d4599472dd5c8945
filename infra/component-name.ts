/** As part of a component's name: `EuWest2`, `PlanScopes`. */
export const pascal = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase())
