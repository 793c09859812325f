/**
 * How much of each machine is drawn by whom. near: pods are canvas nodes; mid: pods are elements inside their machine;
 * far: the drawn layer shows the pods, React Flow only frames and labels; map: the layer alone.
 */
export type Level = 'near' | 'mid' | 'far' | 'map'

/** What can be seen of the cluster through the view. */
export interface Sight {
  /** Machines in view. */
  readonly machines: number
  /** Pods on them. */
  readonly pods: number
  /** Height of a pod's tile in screen pixels. */
  readonly podPx: number
}

const ORDER: readonly Level[] = ['near', 'mid', 'far', 'map']

interface Limit {
  readonly machines: number
  readonly pods: number
  readonly podPx: number
}

const ANY = Number.POSITIVE_INFINITY
/** Up to these figures a level holds. React Flow takes some 300 nodes: the rest is for what is no pod. */
const LIMITS: readonly (readonly [Level, Limit])[] = [
  ['near', { machines: 12, pods: 240, podPx: 12 }],
  ['mid', { machines: 100, pods: 3000, podPx: 12 }],
  ['far', { machines: 200, pods: ANY, podPx: 3 }],
]

/** Under so many pixels per pod the layer colours whole machines. */
export const HEAT_PX = 3

/** To come nearer again a view must be well inside the limit, so that nothing flickers at the edge of a level. */
const SLACK = 0.85

function plain(sight: Sight, slack: number): Level {
  const found = LIMITS.find(
    ([, limit]) =>
      sight.machines <= limit.machines * slack &&
      sight.pods <= limit.pods * slack &&
      sight.podPx >= limit.podPx / slack,
  )
  return found?.[0] ?? 'map'
}

/** The level for what is in view, holding on to the previous one while it will do. */
export function levelOf(sight: Sight, previous?: Level): Level {
  const outermost = plain(sight, 1)
  if (previous === undefined) return outermost
  const nearest = plain(sight, SLACK)
  const rank = ORDER.indexOf(previous)
  if (rank < ORDER.indexOf(outermost)) return outermost
  return rank > ORDER.indexOf(nearest) ? nearest : previous
}
