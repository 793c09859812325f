import type { RelationName } from '../../store/relations/edge.ts'

/** How the lines of one relation look. Colour is never the only sign: dash and marker differ as well. */
export interface EdgeLook {
  /** Custom property of the tokens. */
  readonly colour: '--brass' | '--work' | '--vol' | '--cfg' | '--net' | '--ok' | '--ink2'
  /** stroke-dasharray; empty for a solid line. */
  readonly dash: string
  /** What stands at the end the line points to. */
  readonly marker: 'arrow' | 'open' | 'dot' | 'ring' | 'bar' | 'diamond'
  /** The short word on the line: the field's own name where there is one. */
  readonly word: string
  /** Which of the parallel tracks of a gutter the line runs in. */
  readonly lane: -1 | 0 | 1
}

export const EDGE_LOOKS: Readonly<Record<RelationName, EdgeLook>> = {
  owner: { colour: '--brass', dash: '', marker: 'diamond', word: 'owner', lane: 0 },
  selector: { colour: '--work', dash: '7 4', marker: 'open', word: 'selector', lane: 1 },
  claimRef: { colour: '--vol', dash: '', marker: 'ring', word: 'claimRef', lane: -1 },
  volumeName: { colour: '--vol', dash: '9 3', marker: 'arrow', word: 'volumeName', lane: 1 },
  mount: { colour: '--vol', dash: '2 4', marker: 'dot', word: 'mount', lane: 0 },
  env: { colour: '--cfg', dash: '6 3 1 3', marker: 'arrow', word: 'env', lane: 1 },
  downward: { colour: '--cfg', dash: '1 4', marker: 'ring', word: 'fieldRef', lane: -1 },
  binding: { colour: '--ok', dash: '', marker: 'arrow', word: 'nodeName', lane: -1 },
  schedule: { colour: '--brass', dash: '2 5', marker: 'open', word: 'scheduler', lane: -1 },
  storageClass: { colour: '--vol', dash: '10 3 2 3', marker: 'open', word: 'class', lane: -1 },
  serviceAccount: { colour: '--ink2', dash: '5 4', marker: 'ring', word: 'account', lane: -1 },
  imagePullSecrets: { colour: '--cfg', dash: '3 3', marker: 'bar', word: 'pull', lane: -1 },
  priorityClass: { colour: '--ink2', dash: '1 3', marker: 'bar', word: 'priority', lane: 1 },
  nodeAffinity: { colour: '--vol', dash: '4 3 1 3', marker: 'diamond', word: 'affinity', lane: 1 },
  endpoint: { colour: '--net', dash: '', marker: 'dot', word: 'endpoint', lane: -1 },
  route: { colour: '--net', dash: '8 4', marker: 'arrow', word: 'backend', lane: 0 },
  roleRef: { colour: '--ink2', dash: '7 3', marker: 'diamond', word: 'roleRef', lane: 0 },
  subject: { colour: '--ink2', dash: '2 3 6 3', marker: 'open', word: 'subject', lane: 1 },
  scaleTarget: { colour: '--brass', dash: '8 3 2 3', marker: 'bar', word: 'scales', lane: 1 },
}

export interface MarkerShape {
  readonly d: string
  readonly filled: boolean
}

/** Markers on a field of 12, pointing right, their tip at 11,6. */
export const MARKERS: Readonly<Record<EdgeLook['marker'], MarkerShape>> = {
  arrow: { d: 'M2 1.5 11 6 2 10.5Z', filled: true },
  open: { d: 'M3 1.5 11 6 3 10.5', filled: false },
  dot: { d: 'M10.5 6a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z', filled: true },
  ring: { d: 'M10.5 6a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z', filled: false },
  bar: { d: 'M6 1v10M10 1v10', filled: false },
  diamond: { d: 'M1 6 6 2l5 4-5 4Z', filled: true },
}
