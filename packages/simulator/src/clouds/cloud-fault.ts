/** How a request to a cloud's API is answered wrongly. */
export type CloudMisbehaviour =
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Accepts the request and never answers. */
  | { readonly kind: 'hang' }
  /** 200 with an HTML page, as a captive proxy sends. */
  | { readonly kind: 'garbage' }
  /** 200 with JSON that breaks off in the middle. */
  | { readonly kind: 'truncated' }
  /** 200 with a JSON document of so many bytes. */
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Breaks the connection. */
  | { readonly kind: 'reset' }

/** Declared as data. `operation`: the cloud's own name of it. `times` undefined: for ever. */
export interface CloudFault {
  readonly operation: string
  /** Regular expression over path and query. */
  readonly path?: string
  readonly behave: CloudMisbehaviour
  readonly times?: number
}

export type FindCloudFault = (operation: string, path: string) => CloudMisbehaviour | undefined

/** Finds the first fault that still applies to a request, and counts its use. */
export function createCloudFaultFinder(faults: readonly CloudFault[]): FindCloudFault {
  const armed = faults.map((fault) => ({ ...fault, path: new RegExp(fault.path ?? ''), left: fault.times ?? Infinity }))
  return (operation, path) => {
    const fault = armed.find((one) => one.left > 0 && one.operation === operation && one.path.test(path))
    if (fault) fault.left -= 1
    return fault?.behave
  }
}
