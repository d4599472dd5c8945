import type { Command, CommandGroup } from './commands/define-command.ts'

/** Every command by its name, in the order of --help. Each loads when it is called; --help loads all. */
export const commandList: Readonly<Record<string, () => Promise<Command | CommandGroup>>> = {
  audit: async () => (await import('./commands/audit.ts')).auditCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  findings: async () => (await import('./commands/findings.ts')).findingsCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  fix: async () => (await import('./commands/fix.ts')).fixCommand,
  runs: async () => (await import('./commands/runs.ts')).runsCommand,
  clusters: async () => (await import('./commands/clusters.ts')).clustersCommand,
  trends: async () => (await import('./commands/history/trends.ts')).trendsCommand,
  diff: async () => (await import('./commands/history/diff.ts')).diffCommand,
  replay: async () => (await import('./commands/history/replay.ts')).replayCommand,
  digest: async () => (await import('./commands/digest.ts')).digestCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  token: async () => (await import('./commands/token.ts')).tokenCommands,
  collect: async () => (await import('./commands/collect.ts')).collectCommand,
  ingest: async () => (await import('./commands/ingest.ts')).ingestCommand,
  export: async () => (await import('./commands/history/export.ts')).exportCommand,
  import: async () => (await import('./commands/history/import.ts')).importCommand,
  checks: async () => (await import('./commands/checks.ts')).checksCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  access: async () => (await import('./commands/access.ts')).accessCommand,
  init: async () => (await import('./commands/init.ts')).initCommand,
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
}
