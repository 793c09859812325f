import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../sim/index.ts'

/** What a pending claim waits for. */
export interface ClaimWait {
  readonly on: /** No volume fits, and nobody makes one. */
    | 'volume'
    /** A pod that uses it, or a machine for that pod. */
    | 'consumer'
    | 'machine'
    /** Whoever makes volumes of its class. */
    | 'provisioner'
    /** Its class, which does not exist. */
    | 'class'
    /** The one volume that it names: which is not there, or is another's, or does not fit. */
    | 'named'
    /** Nothing: a volume fits, and is given at the next look. */
    | 'binder'
  /** Name of the class, provisioner, pod or volume. */
  readonly name: string
  /** Why volumes are refused, and how many of them for that. */
  readonly refused: readonly { readonly why: string; readonly count: number }[]
}

interface Candidate {
  readonly volume: PersistentVolume
  readonly verdict: 'smallest' | 'fits' | 'refused'
  readonly reason: string
}

/** What the waiting of a claim is read from. */
export interface Around {
  readonly candidates: readonly Candidate[]
  findClass(name: string): StorageClass | undefined
  /** Pods that use the claim and have no machine yet. */
  waitingPods(): readonly string[]
}

const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class'
const SELECTED_NODE = 'volume.kubernetes.io/selected-node'
const NO_PROVISIONER = 'kubernetes.io/no-provisioner'

function counted(candidates: readonly Candidate[]): ClaimWait['refused'] {
  const counts = new Map<string, number>()
  for (const { verdict, reason } of candidates)
    if (verdict === 'refused') counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([why, count]) => ({ why, count })).sort((a, b) => b.count - a.count)
}

function waitByClass(claim: PersistentVolumeClaim, around: Around): Omit<ClaimWait, 'refused'> {
  const { annotations } = claim.metadata
  const name = annotations?.[BETA_CLASS] ?? claim.spec.storageClassName ?? ''
  if (name === '') return { on: 'volume', name }
  const found = around.findClass(name)
  if (!found) return { on: 'class', name }
  if (found.volumeBindingMode === 'WaitForFirstConsumer' && !annotations?.[SELECTED_NODE]) {
    const [pod] = around.waitingPods()
    return pod === undefined ? { on: 'consumer', name } : { on: 'machine', name: pod }
  }
  const { provisioner } = found
  return provisioner === NO_PROVISIONER
    ? { on: 'volume', name }
    : { on: 'provisioner', name: provisioner }
}

/** Why a claim is pending, as its binder would say it now; undefined for one that is not. */
// k8s: pkg/controller/volume/persistentvolume syncUnboundClaim (1.36)
export function claimWait(claim: PersistentVolumeClaim, around: Around): ClaimWait | undefined {
  if ((claim.status?.phase ?? 'Pending') !== 'Pending') return undefined
  const refused = counted(around.candidates)
  const { volumeName } = claim.spec
  if (volumeName) {
    const named = around.candidates.find(({ volume }) => volume.metadata.name === volumeName)
    const why = named?.verdict === 'refused' ? [{ why: named.reason, count: 1 }] : []
    return { on: 'named', name: volumeName, refused: why }
  }
  const wait = waitByClass(claim, around)
  const delayed = wait.on === 'consumer' || wait.on === 'machine'
  const [best] = around.candidates
  if (!delayed && best && best.verdict !== 'refused')
    return { on: 'binder', name: best.volume.metadata.name, refused }
  return { ...wait, refused }
}
