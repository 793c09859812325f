import type { Cluster } from '../cluster.ts'
import { addLine } from '../kubelet/behaviour/addedLines.ts'
import { formatMicroTime } from '../time.ts'
import type { Process } from './processes.ts'
import { rulesOf } from './versions.ts'

type Fields = Readonly<Record<string, string | null>>

/** Writes a line into the log of the process, as its logger does: one JSON object with its fields in order. */
// Deviation: the field `caller`, file and line of the source, is left out.
export function say(cluster: Cluster, process: Process, fields: Fields): void {
  const level = fields.error === undefined ? 'info' : 'error'
  const all: Fields = {
    ...fields,
    ...(rulesOf(process.tag).levels ? { level } : {}),
    ts: formatMicroTime(cluster.now),
  }
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)))
  addLine(cluster, process.life, JSON.stringify(sorted))
}

export function sayStart(cluster: Cluster, process: Process): void {
  const version = process.tag.replace(/^v/, '')
  say(cluster, process, {
    version,
    msg: `MetalLB ${process.role} starting version ${version}`,
  })
}
