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

const NO_VOLUMES: readonly Volume[] = []
const NO_SOURCES: readonly VolumeProjection[] = []

/** What keeps a pod's volumes from being set up. */
export interface Obstacle {
  /** `claim`: the volume does not exist yet; `mount`: its content does not. */
  readonly kind: 'claim' | 'mount'
  readonly volume: string
  readonly message: string
}

interface Source {
  readonly name?: string
  readonly optional?: boolean
  readonly items?: readonly KeyToPath[]
}

type Content = Readonly<Record<string, string>>

/** Keys and values of the map; undefined when there is no such object. */
function content(
  cluster: Cluster,
  kind: 'ConfigMap' | 'Secret',
  namespace: string,
  name: string,
): Content | undefined {
  const found = cluster.find(kind, namespace, name)
  if (!found) return undefined
  if (found.kind === 'ConfigMap')
    return found.binaryData ? { ...found.data, ...found.binaryData } : (found.data ?? {})
  return found.data ?? {}
}

function missing(
  cluster: Cluster,
  kind: 'ConfigMap' | 'Secret',
  namespace: string,
  name: string,
  source: Source,
): string | undefined {
  const data = content(cluster, kind, namespace, name)
  const word = kind === 'ConfigMap' ? 'configmap' : 'secret'
  if (!data) return source.optional ? undefined : `${word} "${name}" not found`
  if (source.optional) return undefined
  const lost = source.items?.find((item) => !(item.key in data))
  if (!lost) return undefined
  return kind === 'ConfigMap'
    ? `configmap references non-existent config key: ${lost.key}`
    : `references non-existent secret key: ${lost.key}`
}

// k8s: pkg/volume/projected projectedVolumeMounter.collectData (1.36)
function missingProjection(
  cluster: Cluster,
  namespace: string,
  account: string,
  volume: Volume,
): string | undefined {
  const sources = volume.projected?.sources ?? NO_SOURCES
  for (let index = 0; index < sources.length; index++) {
    const { configMap, secret, serviceAccountToken } = sources[index] as VolumeProjection
    if (serviceAccountToken && !cluster.find('ServiceAccount', namespace, account))
      return `failed to fetch token: serviceaccounts "${account}" not found`
    const why =
      (configMap && missing(cluster, 'ConfigMap', namespace, configMap.name ?? '', configMap)) ??
      (secret && missing(cluster, 'Secret', namespace, secret.name ?? '', secret))
    if (why) return why
  }
  return undefined
}

// k8s: pkg/kubelet/volumemanager/populator createVolumeSpec (1.36)
function missingClaim(cluster: Cluster, pod: Pod, volume: Volume): string | undefined {
  const claim =
    volume.persistentVolumeClaim?.claimName ??
    (volume.ephemeral ? `${pod.metadata.name}-${volume.name}` : undefined)
  if (claim === undefined) return undefined
  const namespace = pod.metadata.namespace ?? ''
  const found = cluster.find('PersistentVolumeClaim', namespace, claim)
  const where = `error processing PVC ${namespace}/${claim}`
  if (!found)
    return `${where}: failed to fetch PVC from API server: persistentvolumeclaims "${claim}" not found`
  return found.status?.phase === 'Bound' && found.spec.volumeName
    ? undefined
    : `${where}: PVC is not bound`
}

function missingContent(cluster: Cluster, pod: Pod, volume: Volume): string | undefined {
  const namespace = pod.metadata.namespace ?? ''
  const { configMap, secret, projected } = volume
  if (configMap) return missing(cluster, 'ConfigMap', namespace, configMap.name ?? '', configMap)
  if (secret) return missing(cluster, 'Secret', namespace, secret.secretName ?? '', secret)
  if (!projected) return undefined
  return missingProjection(cluster, namespace, pod.spec.serviceAccountName ?? 'default', volume)
}

/** The first volume of the pod that cannot be set up; undefined when all can. */
export function volumeObstacle(cluster: Cluster, pod: Pod): Obstacle | undefined {
  const volumes = pod.spec.volumes ?? NO_VOLUMES
  for (let index = 0; index < volumes.length; index++) {
    const volume = volumes[index] as Volume
    const claim = missingClaim(cluster, pod, volume)
    if (claim !== undefined) return { kind: 'claim', volume: volume.name, message: claim }
    const why = missingContent(cluster, pod, volume)
    if (why !== undefined) return { kind: 'mount', volume: volume.name, message: why }
  }
  return undefined
}

/** Text of the FailedMount event. */
export function obstacleText(obstacle: Obstacle): string {
  return obstacle.kind === 'mount'
    ? `MountVolume.SetUp failed for volume "${obstacle.volume}" : ${obstacle.message}`
    : `Unable to attach or mount volumes: unmounted volumes=[${obstacle.volume}], unattached volumes=[], failed to process volumes=[${obstacle.volume}]: ${obstacle.message}`
}

function missingFrom(cluster: Cluster, namespace: string, from: EnvFromSource): string | undefined {
  const { configMapRef, secretRef } = from
  if (configMapRef)
    return missing(cluster, 'ConfigMap', namespace, configMapRef.name ?? '', configMapRef)
  return secretRef && missing(cluster, 'Secret', namespace, secretRef.name ?? '', secretRef)
}

function missingValue(cluster: Cluster, namespace: string, variable: EnvVar): string | undefined {
  const { configMapKeyRef, secretKeyRef } = variable.valueFrom ?? {}
  if (configMapKeyRef) return missingKey(cluster, 'ConfigMap', namespace, configMapKeyRef)
  return secretKeyRef && missingKey(cluster, 'Secret', namespace, secretKeyRef)
}

/** Why the container's environment cannot be made; undefined when it can. */
// k8s: pkg/kubelet Kubelet.makeEnvironmentVariables (1.36)
export function environmentError(
  cluster: Cluster,
  pod: Pod,
  container: Container,
): string | undefined {
  const namespace = pod.metadata.namespace ?? ''
  const { envFrom, env } = container
  if (!envFrom && !env) return undefined
  for (const from of envFrom ?? []) {
    const why = missingFrom(cluster, namespace, from)
    if (why !== undefined) return why
  }
  for (const variable of env ?? []) {
    const why = missingValue(cluster, namespace, variable)
    if (why !== undefined) return why
  }
  return undefined
}

function missingKey(
  cluster: Cluster,
  kind: 'ConfigMap' | 'Secret',
  namespace: string,
  selector: { readonly name?: string; readonly key: string; readonly optional?: boolean },
): string | undefined {
  if (selector.optional) return undefined
  const name = selector.name ?? ''
  const data = content(cluster, kind, namespace, name)
  if (!data) return `${kind === 'ConfigMap' ? 'configmap' : 'secret'} "${name}" not found`
  return selector.key in data
    ? undefined
    : `couldn't find key ${selector.key} in ${kind} ${namespace}/${name}`
}
