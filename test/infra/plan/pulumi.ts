import { createRequire } from 'node:module'
import path from 'node:path'

/** A resource that a program registers. */
export interface Registration {
  readonly type: string
  readonly name: string
  readonly inputs: Record<string, unknown>
  /** Its provider's URN and id, where it is not the app's own. */
  readonly provider?: string
}

export interface Mocks {
  newResource(registration: Registration): { readonly id: string; readonly state: Record<string, unknown> }
  call(invoke: {
    readonly token: string
    readonly inputs: Record<string, unknown>
    readonly provider?: string
  }): Record<string, unknown>
}

/** Of @pulumi/pulumi, what a plan needs. */
interface Pulumi {
  readonly runtime: {
    setMocks(mocks: Mocks, project: string, stack: string, preview: boolean): Promise<void>
    runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>
  }
}

/** SST's own copy, which its components share. It is no dependency of ours, so that its types are not seen here. */
export const loadPulumi = (platform: string): Pulumi =>
  createRequire(path.join(platform, 'package.json'))('@pulumi/pulumi') as Pulumi
