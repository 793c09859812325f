import type { Cluster } from '../../sim/index.ts'
import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  PodTemplateSpec,
  ReplicaSet,
  StatefulSet,
} from '../../sim/types/index.ts'
import { Failure } from '../failure.ts'
import type { Found } from '../targets.ts'

const REVISION = 'deployment.kubernetes.io/revision'
const HASH = 'pod-template-hash'

/** Workloads whose earlier templates are kept. */
export type Rollable = Deployment | DaemonSet | StatefulSet

export interface Revision {
  readonly number: number
  readonly template: PodTemplateSpec | undefined
  /** The object that keeps it. */
  readonly keeper: ReplicaSet | ControllerRevision
}

/** The workload of a rollout command. Throws for kinds without a history. */
export function rollableOf({ object, spec }: Found, what: 'history' | 'undo'): Rollable {
  if (object.kind === 'Deployment' || object.kind === 'DaemonSet' || object.kind === 'StatefulSet')
    return object
  // k8s: kubectl/pkg/polymorphichelpers HistoryViewerFor and RollbackerFor (1.36)
  const { group, kind } = spec
  const full = group === '' ? kind : `${kind}.${group}`
  const wanted = what === 'undo' ? 'rollbacker' : 'history'
  throw new Failure(
    `error retrieving ${wanted} for ${JSON.stringify(full)}, no visitor method exists for {${group} ${kind}}`,
  )
}

/** The kept revisions of a workload, oldest first. */
export function revisionsOf(cluster: Cluster, object: Rollable): readonly Revision[] {
  const found =
    object.kind === 'Deployment' ? ofSets(cluster, object) : ofRevisions(cluster, object)
  return [...found].sort((a, b) => a.number - b.number)
}

function ofSets(cluster: Cluster, { metadata }: Deployment): readonly Revision[] {
  return cluster.owned('ReplicaSet', metadata.uid).flatMap((set): Revision[] => {
    const number = Number(set.metadata.annotations?.[REVISION] ?? Number.NaN)
    return Number.isNaN(number) ? [] : [{ number, template: set.spec.template, keeper: set }]
  })
}

function ofRevisions(cluster: Cluster, { metadata }: Rollable): readonly Revision[] {
  return cluster.owned('ControllerRevision', metadata.uid).map((revision): Revision => {
    const data = revision.data as
      | { readonly spec?: { readonly template?: PodTemplateSpec & { readonly $patch?: string } } }
      | undefined
    const { $patch: _, ...template } = data?.spec?.template ?? { spec: { containers: [] } }
    return { number: revision.revision, template, keeper: revision }
  })
}

/** A template without the label that the controller gave it. */
export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH]: _, ...labels } = template.metadata?.labels ?? {}
  return { ...template, metadata: { ...template.metadata, labels } }
}
