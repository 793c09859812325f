import { readFileSync } from 'node:fs'
import { drive, kubectl, type Outcome } from '../../src/kubectl/run.ts'
import { createLab, type LabName, type LabOptions } from '../../src/scenarios/labs.ts'
import { type Cluster, runUntil } from '../../src/sim/index.ts'

/** The words of a command line without expansions: quotes and backslashes as a shell reads them. */
export function shellWords(line: string): string[] {
  const word = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g
  const part = /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^'"\\]+)/g
  return [...line.matchAll(word)].map(([text]) =>
    [...text.matchAll(part)]
      .map(
        ([, plain, double, escaped, bare]) =>
          plain ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? bare,
      )
      .join(''),
  )
}

/** A cluster with somebody typing kubectl before it. */
export class Desk {
  readonly cluster: Cluster
  readonly config = { namespace: 'default' }
  /** Virtual moment at which a command is stopped. */
  deadline = Number.POSITIVE_INFINITY
  files: Record<string, string> = {}

  constructor(lab: LabName, options: LabOptions = {}) {
    this.cluster = createLab(lab, options)
  }

  /** Runs a line that may begin with the word kubectl. */
  run(line: string, stdin = ''): Outcome {
    const words = shellWords(line)
    return this.words(words[0] === 'kubectl' ? words.slice(1) : words, stdin, line)
  }

  words(words: readonly string[], stdin = '', line = words.join(' ')): Outcome {
    const io = { readFile: (path: string) => this.files[path], stdin, config: this.config }
    return drive(this.cluster, kubectl(this.cluster, words, io), { line, deadline: this.deadline })
  }

  settle(): void {
    runUntil(this.cluster, { quiet: true, timeout: 600_000 })
  }
}

/** The rows of a file of JSON lines below tests/. */
export function rowsOf<T>(path: string): readonly T[] {
  const url = new URL(`../${path}`, import.meta.url)
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}
