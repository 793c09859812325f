import { letPass } from '../kubectl/run.ts'
import { createLab, isLab, LABS } from '../scenarios/labs.ts'
import { workerMachine } from '../scenarios/machines.ts'
import type { ShellHost } from '../shell/host.ts'
import { splitScript } from '../shell/lines.ts'
import { ShellSession } from '../shell/session.ts'
import type { Cluster, Millis, Profile } from '../sim/index.ts'
import { type HeadlessOptions, UsageError } from './options.ts'

/** What one line of a script did. */
export interface LineRecord {
  readonly line: string
  readonly stdout: string
  readonly stderr: string
  readonly code: number
  /** Virtual milliseconds at which the line began. */
  readonly atMs: Millis
}

export interface Script {
  readonly text: string
  /** Files beside the script, by their path in the shell. */
  readonly files: Readonly<Record<string, () => Uint8Array>>
}

/** The folder of the script, inside the shell. */
export const WORKDIR = '/lab'

const PROFILES: readonly Profile['name'][] = ['book-2021', 'current']

function profileOf(name: string | undefined): Profile['name'] | undefined {
  if (name === undefined) return undefined
  const found = PROFILES.find((profile) => profile === name)
  if (!found) throw new UsageError(`no profile "${name}"; there are ${PROFILES.join(', ')}`)
  return found
}

/** The cluster that the options ask for. Throws UsageError. */
export function openCluster(options: Pick<HeadlessOptions, 'lab' | 'profile' | 'seed'>): Cluster {
  const { lab, seed } = options
  if (!isLab(lab)) throw new UsageError(`no lab "${lab}"; there are ${LABS.join(', ')}`)
  const profile = profileOf(options.profile)
  return createLab(lab, { seed, ...(profile ? { profile } : {}) })
}

/** Lets virtual time pass as fast as it can. */
export function headlessHost(cluster: Cluster): ShellHost {
  return {
    cluster,
    pass: (wait, deadline) => Promise.resolve(letPass(cluster, wait, deadline)),
    machine: (name, size) => workerMachine(cluster, name, size),
  }
}

/** Runs a script line by line, telling of each as soon as it is done. */
export async function* runScript(cluster: Cluster, script: Script): AsyncGenerator<LineRecord> {
  const session = new ShellSession(headlessHost(cluster), { files: script.files, cwd: WORKDIR })
  try {
    for (const line of splitScript(script.text)) {
      const atMs = cluster.now
      const result = await session.run(line)
      yield { line, ...result, atMs }
    }
  } finally {
    session.close()
  }
}

/** One line in text form: the prompt, then what it printed. */
export function recordText({ line, stdout, stderr }: LineRecord): string {
  const closed = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`)
  return `$ ${line}\n${closed(stdout)}${closed(stderr)}`
}

/** The journal as JSON lines. */
export function journalText(cluster: Cluster): string {
  const entries = cluster.journal.since(cluster.journal.compacted)
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}
