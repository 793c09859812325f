import type { Entry, Kind, ObjectOf, ObjectStore } from '../sim/index.ts'

/** What the goals may look at. */
export type World = Pick<ObjectStore, 'get' | 'keys'>

/** What the user did so far, as far as the invitation asks for it. Plain data. */
export interface Progress {
  /** The last pod the user deleted: its key, and the key of the ReplicaSet that owned it. */
  readonly deleted?: { readonly pod: string; readonly uid: string; readonly owner?: string }
  /** The Deployment the user scaled last. */
  readonly scaled?: string
  /** The claim that was bound while the user was here. */
  readonly bound?: string
  /** Steps that came true once stay true. */
  readonly done: readonly StepId[]
}

export type StepId = 'delete' | 'scale' | 'bind'

/** Why a step is not done yet: a word with values for its sentence. */
export interface NotYet {
  readonly because:
    | 'delete.waiting'
    | 'delete.going'
    | 'delete.replacing'
    | 'delete.bare'
    | 'scale.waiting'
    | 'scale.settling'
    | 'bind.none'
    | 'bind.pending'
  readonly values: Readonly<Record<string, string | number>>
}

export const STEPS: readonly StepId[] = ['delete', 'scale', 'bind']
export const BEGINNING: Progress = { done: [] }

/** Takes one journal entry into account. Gives the same object back when it does not matter. Pure. */
export function noteEntry(progress: Progress, entry: Entry): Progress {
  if (entry.kind === 'PersistentVolumeClaim') return noteBinding(progress, entry)
  if (entry.actor !== 'user') return progress
  if (entry.kind === 'Pod') return noteDeletion(progress, entry)
  if (entry.kind === 'Deployment') return noteScaling(progress, entry)
  return progress
}

function noteDeletion(progress: Progress, { before, after, key }: Entry): Progress {
  if (!before || before.metadata.deletionTimestamp) return progress
  if (after && !after.metadata.deletionTimestamp) return progress
  const { uid, namespace = '', ownerReferences = [] } = before.metadata
  const owner = ownerReferences.find((one) => one.controller && one.kind === 'ReplicaSet')
  return {
    ...progress,
    deleted: { pod: key, uid, ...(owner ? { owner: `${namespace}/${owner.name}` } : {}) },
  }
}

function noteScaling(progress: Progress, { before, after, key }: Entry): Progress {
  if (before?.kind !== 'Deployment' || after?.kind !== 'Deployment') return progress
  return before.spec.replicas === after.spec.replicas ? progress : { ...progress, scaled: key }
}

function noteBinding(progress: Progress, { before, after, key }: Entry): Progress {
  if (after?.kind !== 'PersistentVolumeClaim' || after.status?.phase !== 'Bound') return progress
  const was = before?.kind === 'PersistentVolumeClaim' ? before.status?.phase : undefined
  return was === 'Bound' ? progress : { ...progress, bound: key }
}

/** Marks the steps that are true now as done for good. Gives the same object back when none is new. Pure. */
export function settle(progress: Progress, world: World): Progress {
  const fresh = STEPS.filter(
    (step) => !progress.done.includes(step) && notYet(step, progress, world) === undefined,
  )
  return fresh.length === 0 ? progress : { ...progress, done: [...progress.done, ...fresh] }
}

/** Why the step is not done; undefined when it is. Pure. */
export function notYet(step: StepId, progress: Progress, world: World): NotYet | undefined {
  if (progress.done.includes(step)) return undefined
  return GOALS[step](progress, world)
}

const GOALS: Readonly<Record<StepId, (progress: Progress, world: World) => NotYet | undefined>> = {
  delete: replaced,
  scale: settled,
  bind: bound,
}

function replaced({ deleted }: Progress, world: World): NotYet | undefined {
  if (!deleted) return { because: 'delete.waiting', values: {} }
  const name = nameOf(deleted.pod)
  if (deleted.owner === undefined) return { because: 'delete.bare', values: { name } }
  if (world.get('Pod', deleted.pod)?.metadata.uid === deleted.uid)
    return { because: 'delete.going', values: { name } }
  const owner = world.get('ReplicaSet', deleted.owner)
  const ready = owner?.status?.readyReplicas ?? 0
  return owner && ready < (owner.spec.replicas ?? 1)
    ? { because: 'delete.replacing', values: {} }
    : undefined
}

function settled({ scaled }: Progress, world: World): NotYet | undefined {
  const deployment = scaled === undefined ? undefined : world.get('Deployment', scaled)
  if (!deployment) return { because: 'scale.waiting', values: {} }
  const wanted = deployment.spec.replicas ?? 1
  const { readyReplicas: ready = 0, replicas = 0 } = deployment.status ?? {}
  const seen = (deployment.status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  if (seen && ready === wanted && replicas === wanted) return undefined
  return { because: 'scale.settling', values: { name: deployment.metadata.name, ready, wanted } }
}

function bound(progress: Progress, world: World): NotYet | undefined {
  if (progress.bound !== undefined) return undefined
  const pending = first(world, 'PersistentVolumeClaim', undefined, waits)
  return pending
    ? { because: 'bind.pending', values: { name: pending.metadata.name } }
    : { because: 'bind.none', values: {} }
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1)
}

/** A command that does the step in the present cluster; undefined when there is nothing to do it to. Pure. */
export function suggestion(step: StepId, world: World): string | undefined {
  if (step === 'delete') {
    const pod = first(world, 'Pod', 'default', ownedByReplicaSet)
    return pod && `kubectl delete pod ${pod.metadata.name}`
  }
  if (step === 'scale') {
    const deployment = first(world, 'Deployment', 'default', () => true)
    if (!deployment) return undefined
    const { name } = deployment.metadata
    return `kubectl scale deployment ${name} --replicas=${(deployment.spec.replicas ?? 1) + 1}`
  }
  const claim = first(world, 'PersistentVolumeClaim', undefined, waits)
  const volume = claim && first(world, 'PersistentVolume', undefined, isFree)
  if (!claim || !volume) return undefined
  const { namespace, name } = claim.metadata
  const patch = JSON.stringify({ spec: { claimRef: { namespace, name } } })
  return `kubectl patch pv ${volume.metadata.name} -p '${patch}'`
}

function waits(claim: ObjectOf<'PersistentVolumeClaim'>): boolean {
  return claim.status?.phase !== 'Bound'
}

function isFree(volume: ObjectOf<'PersistentVolume'>): boolean {
  return volume.status?.phase === 'Available'
}

function ownedByReplicaSet({ metadata }: ObjectOf<'Pod'>): boolean {
  return (
    metadata.deletionTimestamp === undefined &&
    metadata.ownerReferences?.some((owner) => owner.kind === 'ReplicaSet') === true
  )
}

/** The first that fits; looks at no more than it must. */
function first<K extends Kind>(
  world: World,
  kind: K,
  namespace: string | undefined,
  fits: (object: ObjectOf<K>) => boolean,
): ObjectOf<K> | undefined {
  for (const key of world.keys(kind, namespace)) {
    const object = world.get(kind, key)
    if (object && fits(object)) return object
  }
  return undefined
}
