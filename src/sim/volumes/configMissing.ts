import type { Cluster } from '../cluster.ts'
import type {
  Container,
  EnvFromSource,
  EnvVar,
  KeyToPath,
  Pod,
  Volume,
  VolumeProjection,
} from '../types/index.ts'
import type { ConfigKind } from './configState.ts'

interface Source {
  readonly name?: string
  readonly optional?: boolean
  readonly items?: readonly KeyToPath[]
}

interface Asker {
  readonly cluster: Cluster
  readonly namespace: string
}

const NO_SOURCES: readonly VolumeProjection[] = []

function notFound(kind: ConfigKind, name: string): string {
  return `${kind === 'ConfigMap' ? 'configmap' : 'secret'} "${name}" not found`
}

/** Keys that volumes can show; undefined when there is no such object. */
function keysIn(
  { cluster, namespace }: Asker,
  kind: ConfigKind,
  name: string,
): Readonly<Record<string, string>> | undefined {
  const found = cluster.find(kind, namespace, name)
  if (!found) return undefined
  if (found.kind === 'ConfigMap')
    return found.binaryData ? { ...found.data, ...found.binaryData } : (found.data ?? {})
  return found.data ?? {}
}

// k8s: pkg/volume/configmap and secret MakePayload (1.36)
function missing(asker: Asker, kind: ConfigKind, source: Source): string | undefined {
  const data = keysIn(asker, kind, source.name ?? '')
  if (!data) return source.optional ? undefined : notFound(kind, source.name ?? '')
  if (source.optional) return undefined
  const lost = source.items?.find((item) => !(item.key in data))
  if (!lost) return undefined
  return kind === 'ConfigMap'
    ? `configmap references non-existent config key: ${lost.key}`
    : `references non-existent secret key: ${lost.key}`
}

function missingPart(asker: Asker, account: string, part: VolumeProjection): string | undefined {
  const { configMap, secret, serviceAccountToken } = part
  if (configMap) return missing(asker, 'ConfigMap', configMap)
  if (secret) return missing(asker, 'Secret', secret)
  if (!serviceAccountToken) return undefined
  return asker.cluster.find('ServiceAccount', asker.namespace, account)
    ? undefined
    : `failed to fetch token: serviceaccounts "${account}" not found`
}

// k8s: pkg/volume/projected projectedVolumeMounter.collectData, apimachinery NewAggregate (1.36)
function missingProjection(asker: Asker, account: string, volume: Volume): string | undefined {
  const sources = volume.projected?.sources ?? NO_SOURCES
  let first: string | undefined
  let others: Set<string> | undefined
  for (let index = 0; index < sources.length; index++) {
    const why = missingPart(asker, account, sources[index] as VolumeProjection)
    if (why === undefined || why === first) continue
    if (first === undefined) first = why
    else others = (others ?? new Set<string>()).add(why)
  }
  return others && first !== undefined ? `[${[first, ...others].join(', ')}]` : first
}

/** Why a volume of configuration cannot be set up; undefined when it can, and for other volumes. */
export function missingContent(cluster: Cluster, pod: Pod, volume: Volume): string | undefined {
  const { configMap, secret, projected } = volume
  if (!configMap && !secret && !projected) return undefined
  const asker = { cluster, namespace: pod.metadata.namespace ?? '' }
  if (configMap) return missing(asker, 'ConfigMap', configMap)
  if (projected) return missingProjection(asker, pod.spec.serviceAccountName ?? 'default', volume)
  const { secretName = '', ...rest } = secret ?? {}
  return missing(asker, 'Secret', { ...rest, name: secretName })
}

function missingFrom(asker: Asker, { configMapRef, secretRef }: EnvFromSource): string | undefined {
  if (configMapRef) return missing(asker, 'ConfigMap', configMapRef)
  return secretRef && missing(asker, 'Secret', secretRef)
}

interface Selector {
  readonly name?: string
  readonly key: string
  readonly optional?: boolean
}

function missingKey(asker: Asker, kind: ConfigKind, selector: Selector): string | undefined {
  const { name = '', key, optional } = selector
  if (optional) return undefined
  const found = asker.cluster.find(kind, asker.namespace, name)
  if (!found) return notFound(kind, name)
  return found.data && key in found.data
    ? undefined
    : `couldn't find key ${key} in ${kind} ${asker.namespace}/${name}`
}

function missingValue(asker: Asker, variable: EnvVar): string | undefined {
  const { configMapKeyRef, secretKeyRef } = variable.valueFrom ?? {}
  if (configMapKeyRef) return missingKey(asker, 'ConfigMap', configMapKeyRef)
  return secretKeyRef && missingKey(asker, 'Secret', secretKeyRef)
}

/** Why the container's environment cannot be made; undefined when it can. */
// k8s: pkg/kubelet Kubelet.makeEnvironmentVariables (1.36)
export function environmentError(
  cluster: Cluster,
  pod: Pod,
  { envFrom, env }: Container,
): string | undefined {
  if (!envFrom && !env) return undefined
  const asker = { cluster, namespace: pod.metadata.namespace ?? '' }
  for (const from of envFrom ?? []) {
    const why = missingFrom(asker, from)
    if (why !== undefined) return why
  }
  for (const variable of env ?? []) {
    const why = missingValue(asker, variable)
    if (why !== undefined) return why
  }
  return undefined
}
