import type { Command, CommandGroup } from './define-command.ts'

/** Every command by its name, in the order of --help. Each loads when it is called; --help loads all. */
export const commandList: Readonly<Record<string, () => Promise<Command | CommandGroup>>> = {
  audit: async () => (await import('./audit.ts')).auditCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  findings: async () => (await import('./findings.ts')).findingsCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  fix: async () => (await import('./fix.ts')).fixCommand,
  runs: async () => (await import('./runs.ts')).runsCommand,
  clusters: async () => (await import('./clusters.ts')).clustersCommand,
  diff: async () => (await import('./diff.ts')).diffCommand,
  replay: async () => (await import('./replay.ts')).replayCommand,
  digest: async () => (await import('./digest.ts')).digestCommand,
  serve: async () => (await import('./serve.ts')).serveCommand,
  token: async () => (await import('./token.ts')).tokenCommands,
  collect: async () => (await import('./collect.ts')).collectCommand,
  ingest: async () => (await import('./ingest.ts')).ingestCommand,
  checks: async () => (await import('./checks.ts')).checksCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  access: async () => (await import('./access.ts')).accessCommand,
  init: async () => (await import('./init.ts')).initCommand,
  demo: async () => (await import('./demo.ts')).demoCommand,
}
