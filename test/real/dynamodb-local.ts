import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { built } from './cache.ts'
import { runCommand } from './run-command.ts'
import { startServerProcess } from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const sources = join(import.meta.dirname, 'dynamodb-local')
const minutes = 60_000

export type DynamodbLocal = { readonly url: string; readonly close: () => Promise<void> }

/** Amazon's own local DynamoDB by Maven, with a launcher that keeps it on loopback. */
export async function dynamodbLocalFolder(): Promise<string> {
  const [project, launcher] = await Promise.all(
    ['pom.xml', 'LoopbackServer.java'].map((name) => readFile(join(sources, name), 'utf8')),
  )
  return built({ part: 'dynamodb-local', madeFrom: [project ?? '', launcher ?? ''], build })
}

async function build(folder: string): Promise<void> {
  const libraries = join(folder, 'lib')
  const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${libraries}`]
  await runCommand('mvn', ['-B', '-q', '-f', join(sources, 'pom.xml'), ...copy], { withinMs: 10 * minutes })
  const compile = ['-cp', join(libraries, '*'), '-d', join(folder, 'classes')]
  await runCommand('javac', [...compile, join(sources, 'LoopbackServer.java')], { withinMs: 2 * minutes })
}

/** In memory, one database for all regions and keys. Access keys: letters and digits only. */
export async function startDynamodbLocal(): Promise<DynamodbLocal> {
  const installed = await dynamodbLocalFolder()
  const folder = await temporaryFolder('dynamodb-local')
  try {
    const server = await startServerProcess({
      name: 'dynamodb-local',
      folder: folder.path,
      portCount: 1,
      command: ([port]) => ['java', ...javaOptions(installed), 'LoopbackServer', ...serverOptions(port)],
      // it answers 400 to a request that is not DynamoDB's
      ready: async ([port]) => (await fetch(`http://127.0.0.1:${port}/`)).status === 400,
      withinMs: 60_000,
    })
    const close = async () => {
      await server.close()
      await folder.remove()
    }
    return { url: `http://127.0.0.1:${server.ports[0]}`, close }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

function javaOptions(installed: string): string[] {
  const libraries = join(installed, 'lib')
  const classPath = [join(installed, 'classes'), join(libraries, '*')].join(delimiter)
  const small = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']
  // SQLite's native library comes with the jars
  return [...small, `-Djava.library.path=${libraries}`, '-cp', classPath]
}

function serverOptions(port: number | undefined): string[] {
  return ['-port', `${port}`, '-inMemory', '-sharedDb', '-disableTelemetry']
}
