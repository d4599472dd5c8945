import process from 'node:process'

/** Child side of `runJob`: does the job, reports, ends. */
export async function doJob<J, R>(work: (job: J) => Promise<R>): Promise<void> {
  await report(await work(jobOf<J>()))
  process.exit()
}

/** Child side of `startServer`: serves until the parent goes. */
export async function serve<J, R>(start: (job: J) => Promise<R>): Promise<void> {
  process.once('disconnect', () => process.exit())
  await report(await start(jobOf<J>()))
}

const jobOf = <J>(): J => JSON.parse(process.argv[2] ?? 'null') as J // written by the parent, our own file

const report = (message: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(message, undefined, {}, (error) => (error ? reject(error) : resolve()))
  })
