import type { Cluster } from '../../cluster.ts'
import { compareQuantity } from '../../machinery/quantity.ts'
import { milliValue, wholeValue } from '../../scheduler/amounts.ts'
import { base64Size, decodeText, utf8Size } from '../../schema/base64.ts'
import { parseTime } from '../../time.ts'
import type {
  Container,
  EnvFromSource,
  EnvVarSource,
  Pod,
  ResourceFieldSelector,
  Service,
  ServicePort,
} from '../../types/index.ts'
import {
  type Begun,
  begunWith,
  type Filled,
  LIVES,
  objectsOfEnvironment,
  podConfig,
} from '../../volumes/configState.ts'
import { machineOf } from '../machine.ts'
import type { Inside } from './inside.ts'

type Variables = Readonly<Record<string, string>>

/** Somebody who looks objects up for a pod. */
interface Asker {
  readonly cluster: Pick<Cluster, 'find'>
  readonly pod: Pod
}

/** Keys and plain values of a ConfigMap or Secret; empty when it is not there. */
export function plainData(
  { cluster, pod }: Asker,
  kind: 'ConfigMap' | 'Secret',
  name: string,
): Variables {
  const found = cluster.find(kind, pod.metadata.namespace ?? '', name)
  if (found?.kind === 'ConfigMap') return found.data ?? {}
  if (found?.kind !== 'Secret') return {}
  return Object.fromEntries(
    Object.entries(found.data ?? {}).map(([key, value]) => [key, decodeText(value)]),
  )
}

/** A value as a file: its text, and its length when it is none. */
export interface FileValue {
  readonly text: string
  readonly bytes?: number
}

function fileValue(base64: string): FileValue {
  const text = decodeText(base64)
  const bytes = base64Size(base64)
  return utf8Size(text) === bytes ? { text } : { text, bytes }
}

function fileValues(data: Variables | undefined): readonly (readonly [string, FileValue])[] {
  return Object.entries(data ?? {}).map(([key, value]) => [key, fileValue(value)])
}

/** Keys of a ConfigMap or Secret and what the files of a volume hold for them; empty when it is not there. */
export function fileData(
  { cluster, pod }: Asker,
  kind: 'ConfigMap' | 'Secret',
  name: string,
): Readonly<Record<string, FileValue>> {
  const found = cluster.find(kind, pod.metadata.namespace ?? '', name)
  if (found?.kind === 'Secret') return Object.fromEntries(fileValues(found.data))
  if (found?.kind !== 'ConfigMap') return {}
  const plain = Object.entries(found.data ?? {}).map(([key, text]) => [key, { text }] as const)
  return Object.fromEntries([...plain, ...fileValues(found.binaryData)])
}

/** A field of the pod, as the downward API gives it. */
// k8s: pkg/fieldpath ExtractFieldPathAsString and pkg/kubelet podFieldSelectorRuntimeValue (1.36)
export function fieldValue(pod: Pod, path: string, ip: string, hostIp: string): string {
  const [, list, key] = /^metadata\.(labels|annotations)(?:\['(.+)'\])?$/.exec(path) ?? []
  if (list === 'labels' || list === 'annotations') {
    const all = pod.metadata[list] ?? {}
    if (key !== undefined) return all[key] ?? ''
    return Object.keys(all)
      .sort()
      .map((name) => `${name}=${JSON.stringify(all[name])}`)
      .join('\n')
  }
  const values: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': pod.spec.nodeName,
    'spec.serviceAccountName': pod.spec.serviceAccountName,
    'status.hostIP': hostIp,
    'status.hostIPs': hostIp,
    'status.podIP': ip,
    'status.podIPs': ip,
  }
  return values[path] ?? ''
}

/** An amount of a container's resources in units of the divisor, rounded up. */
// k8s: pkg/api/v1/resource ExtractResourceValueByContainerName (1.36)
export function resourceValue(
  inside: Asker & Pick<Inside, 'container'>,
  selector: ResourceFieldSelector,
): string {
  const { pod, cluster } = inside
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]
  const container = selector.containerName
    ? (all.find((one) => one.name === selector.containerName) ?? inside.container)
    : inside.container
  const [list = '', name = ''] = selector.resource.split('.')
  const { limits = {}, requests = {} } = container.resources ?? {}
  const node = cluster.find('Node', '', pod.spec.nodeName ?? '')?.status?.allocatable ?? {}
  const amount = list === 'limits' ? (limits[name] ?? node[name] ?? '0') : (requests[name] ?? '0')
  const unset = selector.divisor === undefined || compareQuantity(selector.divisor, '0') === 0
  const divisor = unset ? '1' : (selector.divisor ?? '1')
  return name === 'cpu'
    ? String(Math.ceil(milliValue(amount) / milliValue(divisor)))
    : String(Math.ceil(wholeValue(amount) / wholeValue(divisor)))
}

function fromSource(inside: Inside, source: EnvVarSource): string | undefined {
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = source
  const node = machineOf(inside.cluster, inside.pod.spec.nodeName ?? '')
  if (fieldRef) return fieldValue(inside.pod, fieldRef.fieldPath, inside.ip, node?.ip ?? '')
  if (resourceFieldRef) return resourceValue(inside, resourceFieldRef)
  if (configMapKeyRef)
    return plainData(inside, 'ConfigMap', configMapKeyRef.name ?? '')[configMapKeyRef.key]
  return secretKeyRef && plainData(inside, 'Secret', secretKeyRef.name ?? '')[secretKeyRef.key]
}

/** `$(NAME)` of what was set before; `$$` is a dollar. */
// k8s: third_party/forked/golang/expansion Expand (1.36)
function expanded(text: string, known: ReadonlyMap<string, string>): string {
  return text.replace(/\$\$|\$\(([^)]+)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (known.get(name) ?? whole),
  )
}

/** One service, as the kubelet tells it: NAME_SERVICE_HOST and its like. */
// k8s: pkg/kubelet/envvars FromServices and makeLinkVariables (1.36)
function tellService({ metadata, spec }: Service, into: Map<string, string>): void {
  const prefix = metadata.name.toUpperCase().replaceAll('-', '_')
  const [first] = spec.ports ?? []
  if (!first) return
  const ip = spec.clusterIP ?? ''
  const link = (port: ServicePort): string =>
    `${(port.protocol ?? 'TCP').toLowerCase()}://${ip}:${port.port}`
  into.set(`${prefix}_SERVICE_HOST`, ip)
  into.set(`${prefix}_SERVICE_PORT`, String(first.port))
  for (const { name, port } of spec.ports ?? [])
    if (name)
      into.set(`${prefix}_SERVICE_PORT_${name.toUpperCase().replaceAll('-', '_')}`, String(port))
  into.set(`${prefix}_PORT`, link(first))
  for (const one of spec.ports ?? []) {
    const protocol = one.protocol ?? 'TCP'
    const port = `${prefix}_PORT_${one.port}_${protocol}`
    into.set(port, link(one))
    into.set(`${port}_PROTO`, protocol.toLowerCase())
    into.set(`${port}_PORT`, String(one.port))
    into.set(`${port}_ADDR`, ip)
  }
}

/** The services that were there when the container started. */
function serviceVariables({ cluster, pod, startedAt }: Inside, into: Map<string, string>): void {
  const own = pod.metadata.namespace ?? ''
  for (const service of cluster.list('Service')) {
    const { metadata, spec } = service
    const master = metadata.namespace === 'default' && metadata.name === 'kubernetes'
    const near = metadata.namespace === own && pod.spec.enableServiceLinks !== false
    if (!master && !near) continue
    if (parseTime(metadata.creationTimestamp ?? '') > startedAt) continue
    if (spec.clusterIP !== undefined && !['', 'None'].includes(spec.clusterIP))
      tellService(service, into)
  }
}

/** Whether a source may give another value later. */
function mayChange({
  configMapKeyRef,
  secretKeyRef,
  fieldRef,
  resourceFieldRef,
}: EnvVarSource): boolean {
  if (configMapKeyRef ?? secretKeyRef ?? resourceFieldRef) return true
  return fieldRef !== undefined && /^metadata\.(labels|annotations)/.test(fieldRef.fieldPath)
}

/** Whether values of the container's environment come from what may change later. */
function isBorrowed(container: Container): boolean {
  if (container.envFrom?.length) return true
  return container.env?.some(({ valueFrom }) => valueFrom && mayChange(valueFrom)) ?? false
}

/** Before names were relaxed, a key that is no name was left out. */
const STRICT_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/

/** Keys of an object that envFrom takes, and those that it leaves out. */
// k8s: pkg/kubelet Kubelet.makeEnvironmentVariables, RelaxedEnvironmentVariableValidation (1.36)
function takenKeys(
  cluster: Cluster,
  { prefix = '' }: EnvFromSource,
  data: Variables,
): { readonly taken: readonly string[]; readonly skipped: readonly string[] } {
  const keys = Object.keys(data).sort()
  if (cluster.profile.kubelet.anyVariableName) return { taken: keys, skipped: [] }
  return {
    taken: keys.filter((key) => STRICT_NAME.test(prefix + key)),
    skipped: keys.filter((key) => !STRICT_NAME.test(prefix + key)),
  }
}

function dataFrom(asker: Asker, { configMapRef, secretRef }: EnvFromSource): Variables {
  return configMapRef
    ? plainData(asker, 'ConfigMap', configMapRef.name ?? '')
    : plainData(asker, 'Secret', secretRef?.name ?? '')
}

/** What the kubelet says of keys that it leaves out, one sentence for each object. */
export function skippedKeys(
  inside: Pick<Inside, 'cluster' | 'pod' | 'container'>,
): readonly string[] {
  if (inside.cluster.profile.kubelet.anyVariableName) return []
  return (inside.container.envFrom ?? []).flatMap((from) => {
    const { skipped } = takenKeys(inside.cluster, from, dataFrom(inside, from))
    if (skipped.length === 0) return []
    const kind = from.configMapRef ? 'configMap' : 'secret'
    const name = `${inside.pod.metadata.namespace}/${(from.configMapRef ?? from.secretRef)?.name}`
    const keys = skipped.map((key) => (from.prefix ?? '') + key).join(', ')
    return [
      `Keys [${keys}] from the EnvFrom ${kind} ${name} were skipped since they are considered invalid environment variable names.`,
    ]
  })
}

/** The container's own variables as they are now. */
// k8s: pkg/kubelet Kubelet.makeEnvironmentVariables (1.36)
function makeEnvironment(inside: Inside): Variables {
  const known = new Map<string, string>()
  serviceVariables(inside, known)
  for (const from of inside.container.envFrom ?? []) {
    const data = dataFrom(inside, from)
    for (const key of takenKeys(inside.cluster, from, data).taken)
      known.set((from.prefix ?? '') + key, data[key] ?? '')
  }
  for (const { name, value, valueFrom } of inside.container.env ?? []) {
    const found = valueFrom ? fromSource(inside, valueFrom) : expanded(value ?? '', known)
    if (found !== undefined) known.set(name, found)
  }
  return Object.fromEntries(known)
}

/** What the container was started with. */
export function environmentOf(inside: Inside): Variables {
  return begunWith(inside.cluster, inside.id)?.variables ?? makeEnvironment(inside)
}

function volumesOf({ cluster, pod, container }: Inside): Readonly<Record<string, Filled>> {
  const config = podConfig(cluster, pod.metadata.uid)
  if (!config) return {}
  const names = new Set(container.volumeMounts?.map((mount) => mount.name))
  return Object.fromEntries(Object.entries(config.volumes).filter(([name]) => names.has(name)))
}

/** A container's life begins: what it takes from other objects stays as it is now. */
export function beginWith(inside: Inside): void {
  const { cluster, pod, container, id } = inside
  const borrowed = isBorrowed(container)
  const volumes = volumesOf(inside)
  if (!borrowed && Object.keys(volumes).length === 0) return
  const namespace = pod.metadata.namespace ?? ''
  const taken = objectsOfEnvironment(container).map(({ kind, name }) => {
    const revision = cluster.find(kind, namespace, name)?.metadata.resourceVersion ?? ''
    return { kind, name, revision, keys: Object.keys(plainData(inside, kind, name)) }
  })
  const begun: Begun = { variables: borrowed ? makeEnvironment(inside) : undefined, taken, volumes }
  cluster.remember(LIVES, id, begun)
}

const REFERENCE = /\$\(/

/** The container as its machine runs it: variables by their values, and put in where arguments name them. */
// k8s: pkg/kubelet/container ExpandContainerCommandAndArgs (1.36)
export function startedAs(inside: Inside): Container {
  const { container } = inside
  const { command, args } = container
  const words = [...(command ?? []), ...(args ?? [])]
  const refers = words.some((word) => REFERENCE.test(word) || word.includes('$$'))
  if (!container.env && !container.envFrom && !refers) return container
  const variables = environmentOf(inside)
  const known = new Map(Object.entries(variables))
  const { envFrom: _, ...rest } = container
  return {
    ...rest,
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
    ...(command ? { command: command.map((word) => expanded(word, known)) } : {}),
    ...(args ? { args: args.map((word) => expanded(word, known)) } : {}),
  }
}
