import { podSpecDefaults } from '../admission/podDefaults.ts'
import type { Cluster } from '../cluster.ts'
import { equal } from '../equal.ts'
import { conflict, type FieldError, invalid, MODIFIED } from '../errors.ts'
import { kindSpec } from '../kinds/index.ts'
import type { EphemeralContainer, Pod } from '../types/index.ts'
import type { WriteOptions } from './create.ts'

const FIELD = 'spec.ephemeralContainers'

/** Debugging containers are only ever added. */
// k8s: pkg/apis/core/validation ValidatePodEphemeralContainersUpdate (1.36)
function errorsOf(
  next: readonly EphemeralContainer[],
  previous: readonly EphemeralContainer[],
): readonly FieldError[] {
  return previous.flatMap((old) => {
    const kept = next.find(({ name }) => name === old.name)
    if (kept && equal(kept, old)) return []
    const what = kept ? 'changed' : 'removed'
    const text = `Forbidden: existing ephemeral containers ${JSON.stringify(old.name)} may not be ${what}`
    return [{ field: FIELD, type: 'Forbidden', text }]
  })
}

/** The pods/ephemeralcontainers subresource: of the pod only these containers are taken. */
// k8s: pkg/registry/core/pod podEphemeralContainersStrategy (1.36)
export function updateEphemeral(cluster: Cluster, pod: Pod, options: WriteOptions): Pod {
  const { namespace = '', name, resourceVersion } = pod.metadata
  const previous = cluster.get('Pod', namespace, name)
  const kind = kindSpec('Pod')
  if (resourceVersion && resourceVersion !== previous.metadata.resourceVersion)
    throw conflict(kind, name, MODIFIED)
  const { ephemeralContainers = [] } = podSpecDefaults({
    ...previous.spec,
    ephemeralContainers: pod.spec.ephemeralContainers ?? [],
  })
  const before = previous.spec.ephemeralContainers ?? []
  if (equal(ephemeralContainers, before)) return previous
  const { generation } = previous.metadata
  const next: Pod = {
    ...previous,
    metadata: {
      ...previous.metadata,
      ...(generation === undefined ? {} : { generation: generation + 1 }),
    },
    spec: { ...previous.spec, ephemeralContainers },
  }
  const errors = [
    ...errorsOf(ephemeralContainers, before),
    ...kind.validateUpdate({ ...next, spec: { ...next.spec } }, next, cluster.profile),
  ]
  if (errors.length > 0) throw invalid(kind, name, errors)
  if (options.dryRun) return next
  return cluster.commit('Pod', 'update', previous, next) as Pod
}
