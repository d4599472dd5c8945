export interface KubeconfigOptions {
  /** Files merged as kubectl merges `KUBECONFIG`, where a scope names none. Empty: `~/.kube/config`. */
  readonly defaultFiles: readonly string[]
  /** A person sits at a terminal, who answers for `insecure-skip-tls-verify` and `proxy-url`. */
  readonly terminal: boolean
  /** Whether the commands of the file may run. Never in a function, never for a file that was fetched. */
  readonly allowExec: boolean
  /** What exec plugins run in, with their own variables on top. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Milliseconds that an exec plugin may take. */
  readonly execTimeoutMs?: number
  /** ISO 8601. */
  readonly now?: () => string
}

export const execTimeoutMs = 20_000

export const clockOf = (options: KubeconfigOptions): (() => string) => options.now ?? (() => new Date().toISOString())
