import { matches, selectorOf } from '../../sim/machinery/selector.ts'
import type { LabelSelector, Pod } from '../../sim/types/index.ts'
import { Failure, quote } from '../failure.ts'
import type { Doing } from '../signal.ts'
import { readAsks } from '../targets.ts'
import type { Call } from '../verb.ts'

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container'

/** Every container of the pod, as kubectl lists them. */
// k8s: kubectl/pkg/cmd/util/podcmd AllContainerNames (1.36)
function allNames({ spec }: Pod): string {
  return [
    ...spec.containers.map(({ name }) => name),
    ...(spec.ephemeralContainers ?? []).map(({ name }) => `${name} (ephem)`),
    ...(spec.initContainers ?? []).map(({ name }) => `${name} (init)`),
  ].join(', ')
}

export function containerNames({ spec }: Pod): readonly string[] {
  const lists = [spec.containers, spec.ephemeralContainers ?? [], spec.initContainers ?? []]
  return lists.flatMap((list) => list.map(({ name }) => name))
}

/** The container that is meant: the one named, the annotated one, or the first, which is told when there are others. */
// k8s: kubectl/pkg/cmd/util/podcmd FindOrDefaultContainerByName (1.36)
export function* chosenContainer(pod: Pod, given: string, quiet = false): Doing<string> {
  const names = containerNames(pod)
  if (given !== '') {
    if (names.includes(given)) return given
    throw new Failure(`container ${given} not found in pod ${pod.metadata.name}`)
  }
  const annotated = pod.metadata.annotations?.[DEFAULT_CONTAINER] ?? ''
  if (annotated !== '' && names.includes(annotated)) return annotated
  const first = pod.spec.containers[0]?.name ?? ''
  if (names.length > 1 && !quiet)
    yield { err: `Defaulted container ${quote(first)} out of: ${allNames(pod)}\n` }
  return first
}

/** Pods that a workload selects, in order of their names. */
// k8s: kubectl/pkg/polymorphichelpers SelectorsForObject (1.36)
export function podsOfWorkload(
  { cluster, namespace }: Call,
  kind: Parameters<Call['cluster']['get']>[0],
  name: string,
  refusal: string,
): readonly Pod[] {
  const object = cluster.get(kind, namespace, name) as { spec?: { selector?: unknown } }
  const selector = object.spec?.selector as LabelSelector | undefined
  if (!selector) throw new Failure(refusal)
  return cluster.list('Pod', {
    namespace,
    where: ({ metadata }) => matches(selectorOf(selector), metadata.labels),
  })
}

/** POD or TYPE/NAME. */
export function attachable(call: Call, target: string): Pod {
  const { cluster, namespace } = call
  if (!target.includes('/')) return cluster.get('Pod', namespace, target)
  const [ask] = readAsks(cluster, [target])
  if (!ask || ask.spec.kind === 'Pod') return cluster.get('Pod', namespace, ask?.name ?? '')
  const name = ask.name ?? ''
  const [first] = podsOfWorkload(call, ask.spec.kind, name, `cannot attach to ${ask.spec.kind}`)
  if (!first) throw new Failure('timed out waiting for the condition')
  return first
}
