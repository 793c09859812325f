import { readFileSync } from 'node:fs'

/** The rows of one operation in tests/cases/machinery.jsonl. */
export function machineryRows<T>(op: string): T[] {
  const file = new URL('../../cases/machinery.jsonl', import.meta.url)
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { op: string })
    .filter((row) => row.op === op) as T[]
}
