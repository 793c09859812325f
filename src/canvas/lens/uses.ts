import type { Container, Pod } from '../../sim/index.ts'

interface Uses {
  /** Mounts a claim. */
  readonly storage: boolean
  /** Reads a ConfigMap or a Secret. */
  readonly configuration: boolean
}

type Volumes = NonNullable<Pod['spec']['volumes']>

/** The token that every pod gets is nobody's configuration. */
function readsVolumes(volumes: Volumes): boolean {
  return volumes.some((volume) => volume.configMap ?? volume.secret)
}

function readsEnvironment({ env = [], envFrom = [] }: Container): boolean {
  return (
    envFrom.some((source) => source.configMapRef ?? source.secretRef) ||
    env.some(({ valueFrom }) => valueFrom?.configMapKeyRef ?? valueFrom?.secretKeyRef)
  )
}

/** A spec is shared by all versions of its pod, so each is read once. */
const known = new WeakMap<Pod['spec'], Uses>()

/** What of the cluster's storage and configuration a pod's spec names. */
export function usesOf({ spec }: Pod): Uses {
  let uses = known.get(spec)
  if (!uses) {
    const volumes = spec.volumes ?? []
    const containers = [...(spec.initContainers ?? []), ...spec.containers]
    uses = {
      storage: volumes.some((volume) => volume.persistentVolumeClaim !== undefined),
      configuration: readsVolumes(volumes) || containers.some(readsEnvironment),
    }
    known.set(spec, uses)
  }
  return uses
}
