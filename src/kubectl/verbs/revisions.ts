import type { Cluster } from '../../sim/index.ts'
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../sim/types/index.ts'
import { Failure } from '../failure.ts'
import type { Found } from '../targets.ts'

const REVISION = 'deployment.kubernetes.io/revision'
const HASH = 'pod-template-hash'

export interface Revision {
  readonly number: number
  readonly set: ReplicaSet
}

/** The deployment of a rollout command. Throws for kinds without a kept history here. */
export function deploymentOf({ object, spec }: Found, what: string): Deployment {
  if (object.kind === 'Deployment') return object
  if (object.kind === 'DaemonSet' || object.kind === 'StatefulSet')
    throw new Failure(`orrery does not support kubectl rollout ${what} of ${spec.plural} yet`)
  // k8s: kubectl/pkg/polymorphichelpers HistoryViewerFor and RollbackerFor (1.36)
  const { group, kind } = spec
  const full = group === '' ? kind : `${kind}.${group}`
  const wanted = what === 'undo' ? 'rollbacker' : 'history'
  throw new Failure(
    `error retrieving ${wanted} for ${JSON.stringify(full)}, no visitor method exists for {${group} ${kind}}`,
  )
}

/** The numbered ReplicaSets of a deployment, oldest first. */
export function revisionsOf(cluster: Cluster, deployment: Deployment): readonly Revision[] {
  return cluster
    .owned('ReplicaSet', deployment.metadata.uid)
    .flatMap((set): Revision[] => {
      const number = Number(set.metadata.annotations?.[REVISION] ?? Number.NaN)
      return Number.isNaN(number) ? [] : [{ number, set }]
    })
    .sort((a, b) => a.number - b.number)
}

/** A template without the label that the controller gave it. */
export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH]: _, ...labels } = template.metadata?.labels ?? {}
  return { ...template, metadata: { ...template.metadata, labels } }
}
