import { visitorKeys, type Node } from 'oxc-parser'

/** Visits a syntax tree from the top, each node with those above it, the nearest last. */
export function walk(
  node: Node,
  visit: (node: Node, above: readonly Node[]) => void,
  above: readonly Node[] = [],
): void {
  visit(node, above)
  const path = [...above, node]
  for (const key of visitorKeys[node.type] ?? []) {
    // `visitorKeys` names the properties that hold nodes, lists of nodes or nothing.
    const held = (node as unknown as Record<string, Node | readonly (Node | null)[] | null | undefined>)[key]
    for (const child of [held].flat()) if (child) walk(child, visit, path)
  }
}

/** What a visit gathers over a whole tree. */
export function gather<T>(root: Node, pick: (node: Node, above: readonly Node[]) => T | undefined): T[] {
  const found: T[] = []
  walk(root, (node, above) => {
    const picked = pick(node, above)
    if (picked !== undefined) found.push(picked)
  })
  return found
}
