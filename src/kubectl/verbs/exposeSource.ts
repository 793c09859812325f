import type { ApiObject, Container, LabelSelector, Pod } from '../../sim/types/index.ts'
import { Failure } from '../failure.ts'
import type { Ask } from '../targets.ts'

/** What a new Service takes over from the object that it exposes. */
export interface Source {
  readonly selector: Readonly<Record<string, string>>
  /** Ports in order, without repetitions, with the protocol of each. */
  readonly ports: ReadonlyMap<number, string>
}

const EXPOSABLE = new Set(['Deployment', 'Pod', 'ReplicaSet', 'ReplicationController', 'Service'])

/** Throws unless kubectl can make a Service of the kind. k8s: kubectl/pkg/polymorphichelpers canBeExposed (1.36) */
export function mustExpose({ spec }: Ask): void {
  if (EXPOSABLE.has(spec.kind)) return
  throw new Failure(`cannot expose a ${spec.kind}${spec.group === '' ? '' : `.${spec.group}`}`)
}

function plainSelector(selector: LabelSelector | undefined, what: string) {
  const { matchExpressions = [], matchLabels } = selector ?? {}
  if (matchExpressions.length > 0)
    throw new Failure(
      `couldn't convert expressions - "${matchExpressions
        .map(
          ({ key, operator, values = [] }) =>
            `{Key:${key} Operator:${operator} Values:[${values.join(' ')}]}`,
        )
        .join(' ')}" to map-based selector format`,
    )
  if (!matchLabels || Object.keys(matchLabels).length === 0)
    throw new Failure(`invalid ${what}: no selectors, therefore cannot be exposed`)
  return matchLabels
}

// k8s: kubectl/pkg/polymorphichelpers mapBasedSelectorForObject (1.36)
function selectorOf(object: ApiObject): Readonly<Record<string, string>> {
  switch (object.kind) {
    case 'Pod': {
      const labels = object.metadata.labels ?? {}
      if (Object.keys(labels).length === 0)
        throw new Failure('the pod has no labels and cannot be exposed')
      return labels
    }
    case 'Service':
      if (!object.spec.selector) throw new Failure('the service has no pod selector set')
      return object.spec.selector
    case 'ReplicationController':
      return object.spec.selector ?? {}
    case 'Deployment':
      return plainSelector(object.spec.selector, 'deployment')
    case 'ReplicaSet':
      return plainSelector(object.spec.selector, 'replicaset')
    default:
      throw new Failure(`cannot extract pod selector from ${object.kind}`)
  }
}

function templateOf(object: ApiObject): Pod['spec'] | undefined {
  if (object.kind === 'Pod') return object.spec
  const { template } = (object as { spec?: { template?: { spec?: Pod['spec'] } } }).spec ?? {}
  return template?.spec
}

// k8s: kubectl/pkg/polymorphichelpers protocolsForObject and portsForObject (1.36)
function portsOf(object: ApiObject): ReadonlyMap<number, string> {
  const ports = new Map<number, string>()
  const note = (port: number, protocol: string | undefined): void => {
    if (!ports.has(port)) ports.set(port, protocol ?? 'TCP')
  }
  if (object.kind === 'Service')
    for (const { port, protocol } of object.spec.ports ?? []) note(port, protocol)
  for (const container of templateOf(object)?.containers ?? ([] as readonly Container[]))
    for (const { containerPort, protocol } of container.ports ?? []) note(containerPort, protocol)
  return ports
}

/** Reads the object; `selector` replaces its own. Throws what kubectl says when there is nothing to select. */
export function sourceOf(
  object: ApiObject,
  selector: Readonly<Record<string, string>> | undefined,
): Source {
  try {
    return { selector: selector ?? selectorOf(object), ports: portsOf(object) }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new Failure(
      `couldn't retrieve selectors via --selector flag or introspection: ${error.message}`,
    )
  }
}
