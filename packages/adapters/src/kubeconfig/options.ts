export interface KubeconfigOptions {
  /**
   * Files merged as kubectl merges `KUBECONFIG`, where a scope names none. Empty: `~/.kube/config`, or in a pod that has
   * none its ServiceAccount.
   */
  readonly defaultFiles: readonly string[]
  /** A person sits at a terminal, who answers for `insecure-skip-tls-verify` and `proxy-url`. */
  readonly terminal: boolean
  /** Whether the commands of the file may run. Never in a function, never for a file that was fetched. */
  readonly allowExec: boolean
  /** What exec plugins run in, with their own variables on top. `KUBERNETES_SERVICE_HOST` in it shows a pod. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Put before the paths of a pod's ServiceAccount. Absent: they are looked for where Kubernetes mounts them. */
  readonly podRoot?: string
  /** Milliseconds that an exec plugin may take. */
  readonly execTimeoutMs?: number
  /** ISO 8601. */
  readonly now?: () => string
}

export const execTimeoutMs = 20_000

export const clockOf = (options: KubeconfigOptions): (() => string) => options.now ?? (() => new Date().toISOString())
