import { forbidden } from '../errors.ts'
import type { AdmissionContext } from '../kinds/kind.ts'
import type {
  Container,
  Draft,
  Pod,
  PodSpec,
  PriorityClass,
  ServiceAccount,
  Toleration,
  Volume,
} from '../types/index.ts'
import { mergeLabelKeys, usesLabelKeys } from './labelKeys.ts'

const PODS = { plural: 'pods', group: '' }
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'
const VOLUME_PREFIX = 'kube-api-access-'
const MIRROR = 'kubernetes.io/config.mirror'
const TOLERATION_SECONDS = 300
const TOKEN_SECONDS = 3607
const FILE_MODE = 420
const SUFFIX_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const SUFFIX_LENGTH = 5

/** Mutating admission comes before a name is made up: it knows the beginning only. */
// k8s: apiserver/pkg/admission extractResourceName (1.36)
function nameOf(pod: Draft<Pod>): string {
  const { name = '', generateName }: { name?: string; generateName?: string } = pod.metadata
  if (!generateName || name === '') return name || generateName || ''
  return name.startsWith(generateName.slice(0, 58)) ? generateName : name
}

/** Suffix of the token volume's name from what the pod is, so that pods of one template share one spec (deviation: upstream draws one per pod). */
function suffixOf(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  let out = ''
  for (let i = 0; i < SUFFIX_LENGTH; i++) {
    out += SUFFIX_ALPHABET.charAt(hash % SUFFIX_ALPHABET.length)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0
  }
  return out
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
        {
          configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
        },
        {
          downwardAPI: {
            items: [
              {
                path: 'namespace',
                fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' },
              },
            ],
          },
        },
      ],
      defaultMode: FILE_MODE,
    },
  }
}

function withMount<C extends Container>(container: C, name: string): C {
  if (container.volumeMounts?.some((mount) => mount.mountPath === MOUNT_PATH)) return container
  const mount = { name, readOnly: true, mountPath: MOUNT_PATH }
  return { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] }
}

// k8s: plugin/pkg/admission/serviceaccount mountServiceAccountToken (1.36)
function withToken(spec: PodSpec, account: ServiceAccount): PodSpec {
  const wanted = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true
  if (!wanted) return spec
  const existing = spec.volumes?.find((volume) => volume.name.startsWith(VOLUME_PREFIX))
  const name =
    existing?.name ?? VOLUME_PREFIX + suffixOf(`${account.metadata.uid}/${JSON.stringify(spec)}`)
  const containers = spec.containers.map((container) => withMount(container, name))
  const init = spec.initContainers?.map((container) => withMount(container, name))
  const mounted =
    containers.some((container, i) => container !== spec.containers[i]) ||
    (init?.some((container, i) => container !== spec.initContainers?.[i]) ?? false)
  return {
    ...spec,
    ...(existing || !mounted ? {} : { volumes: [...(spec.volumes ?? []), tokenVolume(name)] }),
    ...(init ? { initContainers: init } : {}),
    containers,
  }
}

// k8s: plugin/pkg/admission/serviceaccount Admit (1.36)
function withAccount(spec: PodSpec, account: ServiceAccount): PodSpec {
  const { name } = account.metadata
  const named = { ...spec, serviceAccountName: name, serviceAccount: name }
  const filled = withToken(named, account)
  const secrets = account.imagePullSecrets ?? []
  return (filled.imagePullSecrets ?? []).length === 0 && secrets.length > 0
    ? { ...filled, imagePullSecrets: secrets }
    : filled
}

function tolerates(toleration: Toleration, key: string): boolean {
  const keyFits = !toleration.key || toleration.key === key
  return keyFits && (!toleration.effect || toleration.effect === 'NoExecute')
}

// k8s: plugin/pkg/admission/defaulttolerationseconds (1.36)
function withTolerations(spec: PodSpec): PodSpec {
  const own = spec.tolerations ?? []
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
    .filter((key) => !own.some((toleration) => tolerates(toleration, key)))
    .map((key) => ({
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: TOLERATION_SECONDS,
    }))
  return added.length === 0 ? spec : { ...spec, tolerations: [...own, ...added] }
}

/** The default class of lowest value, or undefined. */
function defaultPriority(context: AdmissionContext): PriorityClass | undefined {
  let found: PriorityClass | undefined
  for (const item of context.list('PriorityClass'))
    if (item.globalDefault && (!found || item.value < found.value)) found = item
  return found
}

function findPriority(pod: Draft<Pod>, context: AdmissionContext): PriorityClass | undefined {
  const name = pod.spec.priorityClassName
  if (!name) return defaultPriority(context)
  const found = context.find('PriorityClass', '', name)
  if (found) return found
  throw forbidden(PODS, nameOf(pod), `no PriorityClass with name ${name} was found`)
}

// k8s: plugin/pkg/admission/priority admitPod (1.36)
function checkPriority(pod: Draft<Pod>, found: PriorityClass | undefined): void {
  const { priority, preemptionPolicy } = pod.spec
  const value = found?.value ?? 0
  const policy = found?.preemptionPolicy ?? 'PreemptLowerPriority'
  const end = 'from the given PriorityClass name'
  if (priority !== undefined && priority !== value)
    throw forbidden(
      PODS,
      nameOf(pod),
      `the integer value of priority (${priority}) must not be provided in pod spec; priority admission controller computed ${value} ${end}`,
    )
  if (preemptionPolicy !== undefined && preemptionPolicy !== policy)
    throw forbidden(
      PODS,
      nameOf(pod),
      `the string value of PreemptionPolicy (${preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} ${end}`,
    )
}

function withPriority(spec: PodSpec, found: PriorityClass | undefined): PodSpec {
  return {
    ...spec,
    ...(found ? { priorityClassName: found.metadata.name } : {}),
    priority: found?.value ?? 0,
    preemptionPolicy: found?.preemptionPolicy ?? 'PreemptLowerPriority',
  }
}

function findAccount(pod: Draft<Pod>, context: AdmissionContext): ServiceAccount {
  const namespace = pod.metadata.namespace ?? ''
  const name = pod.spec.serviceAccountName || 'default'
  const account = context.find('ServiceAccount', namespace, name)
  if (account) return account
  throw forbidden(
    PODS,
    nameOf(pod),
    `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
  )
}

/** Admitted specs by the spec they came from: valid while account and class are the same objects. */
interface Admitted {
  readonly account: ServiceAccount | undefined
  readonly priority: PriorityClass | undefined
  readonly spec: PodSpec
}
const memo = new WeakMap<PodSpec, Admitted>()

function admittedSpec(
  spec: PodSpec,
  account: ServiceAccount | undefined,
  priority: PriorityClass | undefined,
): PodSpec {
  const known = memo.get(spec)
  if (known && known.account === account && known.priority === priority) return known.spec
  const withSa = account ? withAccount(spec, account) : spec
  const admitted = withTolerations(withPriority(withSa, priority))
  memo.set(spec, { account, priority, spec: admitted })
  return admitted
}

/** A pod after the mutating admission of the API server. Throws Forbidden as its plugins do. */
export function admitPod(pod: Draft<Pod>, context: AdmissionContext): Draft<Pod> {
  const isMirror = pod.metadata.annotations?.[MIRROR] !== undefined
  const account = isMirror ? undefined : findAccount(pod, context)
  const priority = findPriority(pod, context)
  checkPriority(pod, priority)
  const runtime = pod.spec.runtimeClassName
  if (runtime)
    throw forbidden(PODS, nameOf(pod), `pod rejected: RuntimeClass "${runtime}" not found`)
  const admitted = admittedSpec(pod.spec, account, priority)
  const spec = usesLabelKeys(admitted) ? mergeLabelKeys(admitted, pod.metadata.labels) : admitted
  const { apiVersion, kind, metadata, status } = pod as Pod
  return { apiVersion, kind, metadata, spec, status } as Draft<Pod>
}
