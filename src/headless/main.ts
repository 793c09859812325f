import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readOptions, USAGE, UsageError } from './options.ts'
import {
  journalText,
  type LineRecord,
  openCluster,
  recordText,
  runScript,
  type Script,
  WORKDIR,
} from './run.ts'

const SKIPPED = new Set(['node_modules', '.git'])

/** Every file of a folder; each is read only when a command asks for it. */
function filesOf(folder: string, into: string): Record<string, () => Uint8Array> {
  const files: Record<string, () => Uint8Array> = {}
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) Object.assign(files, filesOf(path, `${into}/${entry.name}`))
    else if (entry.isFile()) files[`${into}/${entry.name}`] = () => readFileSync(path)
  }
  return files
}

function readScript(path: string | undefined): Script {
  if (path === undefined) return { text: readFileSync(0, 'utf8'), files: {} }
  return { text: readFileSync(path, 'utf8'), files: filesOf(dirname(path), WORKDIR) }
}

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv)
  let script: Script
  try {
    script = readScript(options.script)
  } catch (error) {
    process.stderr.write(`cannot read the script: ${(error as Error).message}\n`)
    return 1
  }
  const cluster = openCluster(options)
  const records: LineRecord[] = []
  for await (const record of runScript(cluster, script)) {
    if (options.json) records.push(record)
    else process.stdout.write(recordText(record))
  }
  if (options.json) process.stdout.write(`${JSON.stringify(records, undefined, 2)}\n`)
  if (options.journal !== undefined) writeFileSync(options.journal, journalText(cluster))
  return 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n${USAGE}\n`)
  process.exitCode = 2
}
