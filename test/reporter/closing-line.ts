import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Prints the closing line that CI reads: `N passed, N failed`. A file that did not load counts as failed, and so does a run of none. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      let own = 0
      for (const test of module.children.allTests()) {
        const state = test.result().state
        if (state === 'failed') own++
        else if (state === 'passed') count.passed++
        else count.skipped++
      }
      count.failed += module.state() === 'failed' && own === 0 ? 1 : own
    }
    if (modules.length === 0 && count.failed === 0) count.failed = 1 // a setup that threw, or nothing to run, is no pass
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
    // on exit, so that it stays the last line when another report follows
    process.once('exit', () => process.stdout.write(`${count.passed} passed, ${count.failed} failed${skipped}\n`))
  }
}
