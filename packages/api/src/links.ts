/** Paths of this API; a cluster by its key, which needs no escaping. */
export const linkTo = {
  run: (id: string): string => `/v1/runs/${encodeURIComponent(id)}`,
  finding: (fingerprint: string): string => `/v1/findings/${encodeURIComponent(fingerprint)}`,
  check: (id: string): string => `/v1/checks/${encodeURIComponent(id)}`,
  cluster: (key: string): string => `/v1/clusters/${encodeURIComponent(key)}`,
  findings: (filter: Readonly<Record<string, string>>): string =>
    `/v1/findings?${new URLSearchParams(filter).toString()}`,
} as const
