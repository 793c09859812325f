import type { Cluster, Input } from '../sim/index.ts'
import type { Line } from './lines.ts'
import { whenCluster } from './sim.ts'
import { quoted, wordsOf } from './words.ts'

/** Several requests that the user made by one movement of the hand: undo takes them back together. */
export interface Gesture {
  readonly cluster: Cluster
  /** Ticks between which its requests were made. */
  readonly from: number
  to: number
  readonly lines: Set<string>
  /** It does again what undo took back. */
  readonly redone: boolean
  /** Makes the requests anew: later ones may answer to what the earlier ones bring about. */
  readonly again: () => Promise<void>
}

/** Takes down a line that belongs to the gesture, and gives it back. */
export type Does = (line: Line) => Line

const KEPT = 50
let gestures: readonly Gesture[] = []

/** However its words are quoted, a line is the same line. */
const plain = (line: string) => wordsOf(line)?.map(quoted).join(' ') ?? line

const newest = (cluster: Cluster) => cluster.history.recorded.at(-1)?.tick ?? -1

/** Runs what one gesture asks for. Each of its lines has to pass through `does` before it is run. */
export async function gesture(
  body: (does: Does, cluster: Cluster) => Promise<void>,
  redone = false,
): Promise<void> {
  const cluster = await whenCluster()
  const own: Gesture = {
    cluster,
    from: newest(cluster),
    to: Number.POSITIVE_INFINITY,
    lines: new Set(),
    redone,
    again: () => gesture(body, true),
  }
  gestures = [...gestures, own].slice(-KEPT)
  try {
    await body((line) => {
      own.lines.add(plain(line.command))
      return line
    }, cluster)
  } finally {
    own.to = newest(cluster)
  }
}

/** The gesture that a request belongs to, if it was one of several. */
export function gestureOf(cluster: Cluster, { tick, claim }: Input): Gesture | undefined {
  return gestures.findLast(
    (one) =>
      one.cluster === cluster &&
      tick > one.from &&
      tick <= one.to &&
      one.lines.has(plain(claim.reason)),
  )
}
