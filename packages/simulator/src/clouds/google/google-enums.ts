/** Numbers of the enums a cluster carries: google/container/v1/cluster_service.proto. */
const status: Readonly<Record<string, number>> = {
  STATUS_UNSPECIFIED: 0,
  PROVISIONING: 1,
  RUNNING: 2,
  RECONCILING: 3,
  STOPPING: 4,
  ERROR: 5,
  DEGRADED: 6,
}
const channel: Readonly<Record<string, number>> = { UNSPECIFIED: 0, RAPID: 1, REGULAR: 2, STABLE: 3, EXTENDED: 4 }
const enums: Readonly<Record<string, Readonly<Record<string, number>>>> = { status, channel }

/** What `$alt=json;enum-encoding=int` asks for: enums as numbers; a word nobody numbered stays a word. */
export function withNumericEnums(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    typeof inner === 'string' ? (enums[key]?.[inner] ?? inner) : inner,
  )
}
