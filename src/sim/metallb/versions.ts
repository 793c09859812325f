/** What differs between versions of MetalLB: read off the tag of the image that a pod runs, not off the cluster's. */
export interface Rules {
  /** Pools stand in a ConfigMap, else in objects of its own types. */
  readonly configMap: boolean
  /** What the leader's hash is made of, beside the node. */
  readonly hashes: 'service' | 'address'
  /** Nodes that may announce: those with a ready endpoint, or all with a speaker while there is a ready endpoint. */
  readonly candidates: 'endpoints' | 'speakers'
  /** Speakers know of each other who is alive. */
  readonly members: boolean
  /** A configuration that would take away an address in use is refused; `retries`: and tried again. */
  readonly refuses: 'for good' | 'retries' | 'never'
  /** Annotations are read under the prefix metallb.io, too, and the pool of an address is written down. */
  readonly ownPrefix: boolean
  /** Log lines bear a level, and events name the protocol. */
  readonly levels: boolean
  /** The node that announces is told in an object. */
  readonly statusObjects: boolean
}

const FIRST: Rules = {
  configMap: true,
  hashes: 'service',
  candidates: 'endpoints',
  members: false,
  refuses: 'for good',
  ownPrefix: false,
  levels: false,
  statusObjects: false,
}

/** Each row adds to those before it. k8s: metallb release notes 0.9.3 to 0.15 */
const SINCE: readonly (readonly [minor: number, patch: number, change: Partial<Rules>])[] = [
  [9, 3, { members: true }],
  [11, 0, { hashes: 'address', candidates: 'speakers' }],
  [12, 0, { refuses: 'retries' }],
  [13, 0, { configMap: false, levels: true, ownPrefix: true }],
  [14, 2, { refuses: 'never', statusObjects: true }],
]

function ruled(tag: string): Rules {
  const [, minor, patch] = /^v?0\.(\d+)(?:\.(\d+))?/.exec(tag) ?? []
  // Anything else, such as `main`, is newer than all of these.
  const at =
    minor === undefined ? [Number.POSITIVE_INFINITY, 0] : [Number(minor), Number(patch ?? 99)]
  const [major = 0, minorPatch = 0] = at
  const reached = SINCE.filter(([m, p]) => major > m || (major === m && minorPatch >= p))
  return Object.assign({}, FIRST, ...reached.map(([, , change]) => change)) as Rules
}

const known = new Map<string, Rules>()

export function rulesOf(tag: string): Rules {
  let rules = known.get(tag)
  if (!rules) {
    rules = ruled(tag)
    known.set(tag, rules)
  }
  return rules
}
