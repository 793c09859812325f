import type { FieldError } from '../errors.ts'
import type {
  Container,
  ContainerPort,
  EphemeralContainer,
  PodSpec,
  Volume,
} from '../types/index.ts'
import { validateEnv, validateEnvFrom } from './env.ts'
import {
  duplicate,
  forbiddenField,
  invalid,
  invalidAll,
  missing,
  notSupported,
  required,
} from './fieldErrors.ts'
import { validateDevices, validateMounts } from './mounts.ts'
import { dnsLabel, portName, portNumber } from './names.ts'
import { type ProbeName, validateLifecycle, validateProbe } from './probes.ts'
import { containerResources, resizePolicies } from './resources.ts'
import { validateSecurityContext } from './securityContext.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP']
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never']
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError']
const PROBES: readonly ProbeName[] = ['livenessProbe', 'readinessProbe', 'startupProbe']

/** What the containers of one pod share. */
export interface ContainerContext {
  readonly spec: PodSpec
  readonly volumes: ReadonlyMap<string, Volume>
  readonly claims: ReadonlySet<string>
}

// k8s: pkg/apis/core/validation validateContainerPorts (1.36)
function validatePorts(ports: readonly ContainerPort[] | undefined, field: string): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  ports?.forEach((port, i) => {
    const at = `${field}[${i}]`
    const { name = '', containerPort = 0, hostPort = 0, protocol = '' } = port
    if (name !== '') {
      const messages = portName(name)
      if (messages.length > 0) errors.push(...invalidAll(`${at}.name`, name, messages))
      else if (names.has(name)) errors.push(duplicate(`${at}.name`, name))
      else names.add(name)
    }
    if (containerPort === 0) errors.push(required(`${at}.containerPort`))
    else errors.push(...invalidAll(`${at}.containerPort`, containerPort, portNumber(containerPort)))
    if (hostPort !== 0) errors.push(...invalidAll(`${at}.hostPort`, hostPort, portNumber(hostPort)))
    errors.push(...choice(protocol, `${at}.protocol`, PROTOCOLS))
  })
  return errors
}

/** A required choice. */
export function choice(
  value: string | undefined,
  field: string,
  values: readonly string[],
): FieldError[] {
  if (!value) return [required(field)]
  return values.includes(value) ? [] : [notSupported(field, value, values)]
}

// k8s: pkg/apis/core/validation validateContainerCommon (1.36)
function common(container: Container, { spec, ...shared }: ContainerContext, field: string) {
  const { name = '' } = container
  return [
    ...(name === ''
      ? [required(`${field}.name`)]
      : invalidAll(`${field}.name`, name, dnsLabel(name))),
    ...(container.image ? [] : [required(`${field}.image`)]),
    ...choice(
      container.terminationMessagePolicy,
      `${field}.terminationMessagePolicy`,
      MESSAGE_POLICIES,
    ),
    ...validatePorts(container.ports, `${field}.ports`),
    ...validateEnv(container.env, `${field}.env`),
    ...validateEnvFrom(container.envFrom, `${field}.envFrom`),
    ...validateMounts(container, shared.volumes, `${field}.volumeMounts`),
    ...validateDevices(container, shared.volumes, `${field}.volumeDevices`),
    ...choice(container.imagePullPolicy, `${field}.imagePullPolicy`, PULL_POLICIES),
    ...containerResources(container.resources ?? {}, shared.claims, `${field}.resources`),
    ...resizePolicies(container.resizePolicy, spec.restartPolicy, `${field}.resizePolicy`),
    ...validateSecurityContext(
      container.securityContext,
      spec.hostUsers !== false,
      `${field}.securityContext`,
    ),
  ]
}

function hostPortConflicts(containers: readonly Container[], field: string): FieldError[] {
  const seen = new Set<string>()
  return containers.flatMap((container, i) =>
    (container.ports ?? []).flatMap((port, p) => {
      if (!port.hostPort) return []
      const key = `${port.protocol ?? ''}/${port.hostIP ?? ''}/${port.hostPort}`
      if (seen.has(key)) return [duplicate(`${field}[${i}].ports[${p}].hostPort`, key)]
      seen.add(key)
      return []
    }),
  )
}

function lifecycleAndProbes(
  container: Container,
  grace: number | undefined,
  field: string,
): FieldError[] {
  const { lifecycle } = container
  return [
    ...(lifecycle ? validateLifecycle(lifecycle, grace, `${field}.lifecycle`) : []),
    ...PROBES.flatMap((name) => validateProbe(container[name], name, grace, field)),
  ]
}

// k8s: pkg/apis/core/validation validateContainers (1.36)
export function validateContainers(context: ContainerContext, field: string): FieldError[] {
  const { containers = [], terminationGracePeriodSeconds: grace } = context.spec
  if (containers.length === 0) return [required(field)]
  const errors: FieldError[] = []
  const names = new Set<string>()
  containers.forEach((container, i) => {
    const at = `${field}[${i}]`
    errors.push(...common(container, context, at))
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name))
    names.add(container.name)
    errors.push(...lifecycleAndProbes(container, grace, at))
    errors.push(...containerRestart(container, `${at}.restartPolicy`))
  })
  return [...errors, ...hostPortConflicts(containers, field)]
}

const RESTARTS = ['Always', 'Never', 'OnFailure']

/** Since 1.35 a container may have a restart policy of its own. */
function containerRestart(container: Container, field: string): FieldError[] {
  const policy = container.restartPolicy
  return policy === undefined || RESTARTS.includes(policy)
    ? []
    : [notSupported(field, policy, RESTARTS)]
}

const NO_INIT = 'may not be set for init containers without restartPolicy=Always'

// k8s: pkg/apis/core/validation validateInitContainers (1.36)
export function validateInitContainers(context: ContainerContext, field: string): FieldError[] {
  const { initContainers = [], terminationGracePeriodSeconds: grace } = context.spec
  const names = new Set((context.spec.containers ?? []).map((container) => container.name))
  return initContainers.flatMap((container, i) => {
    const at = `${field}[${i}]`
    const errors = common(container, context, at)
    errors.push(...containerRestart(container, `${at}.restartPolicy`))
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name))
    else if (container.name) names.add(container.name)
    errors.push(...hostPortConflicts([container], field))
    if (container.restartPolicy === 'Always')
      errors.push(...lifecycleAndProbes(container, grace, at))
    else
      for (const key of ['lifecycle', ...PROBES] as const)
        if (container[key]) errors.push(forbiddenField(`${at}.${key}`, NO_INIT))
    return errors
  })
}

const NOT_EPHEMERAL = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const

function isSet(value: unknown): boolean {
  if (value === undefined || value === null) return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}

function ephemeralOnly(container: EphemeralContainer, field: string): FieldError[] {
  const text = 'cannot be set for an Ephemeral Container'
  return [
    ...NOT_EPHEMERAL.filter((key) => isSet(container[key])).map((key) =>
      forbiddenField(`${field}.${key}`, text),
    ),
    ...(container.volumeMounts ?? []).flatMap((mount, i) =>
      (['subPath', 'subPathExpr'] as const)
        .filter((key) => mount[key])
        .map((key) => forbiddenField(`${field}.volumeMounts[${i}].${key}`, text)),
    ),
  ]
}

// k8s: pkg/apis/core/validation validateEphemeralContainers (1.36)
export function validateEphemeralContainers(
  context: ContainerContext,
  field: string,
): FieldError[] {
  const { spec } = context
  const others = new Set(
    [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((c) => c.name),
  )
  const names = new Set(others)
  return (spec.ephemeralContainers ?? []).flatMap((container, i) => {
    const at = `${field}[${i}]`
    const errors = [...common(container, context, at), ...trimmedImage(container, at)]
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name))
    names.add(container.name)
    const target = container.targetContainerName
    if (target && !others.has(target)) errors.push(missing(`${at}.targetContainerName`, target))
    return [...errors, ...ephemeralOnly(container, at)]
  })
}

/** Pods (not templates) refuse blanks around an image. */
export function trimmedImage(container: Container, field: string): FieldError[] {
  const { image = '' } = container
  return image.trim() === image
    ? []
    : [invalid(`${field}.image`, image, 'must not have leading or trailing whitespace')]
}
