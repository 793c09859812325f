import type { FieldError } from '../errors.ts'
import { internalJson } from '../schema/internal.ts'
import type { AppArmorProfile, PodSpec, SeccompProfile, SecurityContext } from '../types/index.ts'
import { duplicate, invalid, invalidAll, notSupported, required, tooLong } from './fieldErrors.ts'
import { linuxId } from './names.ts'
import { descendingPath } from './paths.ts'

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined']
const PATH_LIMIT = 4095

function ids(context: object, names: readonly string[], field: string): FieldError[] {
  const values = context as Readonly<Record<string, unknown>>
  return names.flatMap((name) => {
    const id = values[name]
    return typeof id === 'number' ? invalidAll(`${field}.${name}`, id, linuxId(id)) : []
  })
}

// k8s: pkg/apis/core/validation validateSeccompProfileField (1.36)
function seccomp(profile: SeccompProfile | undefined, field: string): FieldError[] {
  if (!profile) return []
  const errors: FieldError[] = []
  const { type = '', localhostProfile } = profile
  const at = `${field}.localhostProfile`
  if (type === '')
    errors.push(required(`${field}.type`, 'type is required when seccompProfile is set'))
  else if (!PROFILE_TYPES.includes(type))
    errors.push(notSupported(`${field}.type`, type, PROFILE_TYPES))
  if (type === 'Localhost') {
    if (localhostProfile === undefined)
      errors.push(required(at, 'must be set when seccomp type is Localhost'))
    else errors.push(...descendingPath(localhostProfile, at))
  } else if (localhostProfile !== undefined)
    errors.push(
      invalid(
        at,
        internalJson('TypedProfile', profile),
        'can only be set when seccomp type is Localhost',
      ),
    )
  return errors
}

// k8s: pkg/apis/core/validation ValidateAppArmorProfileField (1.36)
function appArmor(profile: AppArmorProfile | undefined, field: string): FieldError[] {
  if (!profile) return []
  const { type = '', localhostProfile: local } = profile
  const at = `${field}.localhostProfile`
  const needed = 'must be set when AppArmor type is Localhost'
  if (type === '')
    return [required(`${field}.type`, 'type is required when appArmorProfile is set')]
  if (!PROFILE_TYPES.includes(type)) return [notSupported(`${field}.type`, type, PROFILE_TYPES)]
  if (type !== 'Localhost')
    return local === undefined
      ? []
      : [invalid(at, local, 'can only be set when AppArmor type is Localhost')]
  if (local === undefined) return [required(at, needed)]
  const errors: FieldError[] = []
  if (local.trim() !== local) errors.push(invalid(at, local, 'must not be padded with whitespace'))
  else if (local === '') errors.push(required(at, needed))
  if (local.length > PATH_LIMIT) errors.push(tooLong(at, PATH_LIMIT))
  return errors
}

function escalation(context: SecurityContext, field: string): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return []
  const shown = internalJson('SecurityContext', context)
  const start = 'cannot set `allowPrivilegeEscalation` to false and'
  const errors: FieldError[] = []
  if (context.privileged) errors.push(invalid(field, shown, `${start} \`privileged\` to true`))
  if (context.capabilities?.add?.includes('CAP_SYS_ADMIN'))
    errors.push(invalid(field, shown, `${start} \`capabilities.Add\` CAP_SYS_ADMIN`))
  return errors
}

/** `hostUsers` says that the pod shares the host's user namespace. */
// k8s: pkg/apis/core/validation ValidateSecurityContext (1.36)
export function validateSecurityContext(
  context: SecurityContext | undefined,
  hostUsers: boolean,
  field: string,
): FieldError[] {
  if (!context) return []
  const errors = ids(context, ['runAsUser', 'runAsGroup'], field)
  const mount = context.procMount
  if (mount !== undefined && mount !== 'Default' && mount !== 'Unmasked')
    errors.push(notSupported(`${field}.procMount`, mount, ['Default', 'Unmasked']))
  if (hostUsers && mount === 'Unmasked')
    errors.push(invalid(`${field}.procMount`, mount, '`hostUsers` must be false to use `Unmasked`'))
  return [
    ...errors,
    ...seccomp(context.seccompProfile, `${field}.seccompProfile`),
    ...escalation(context, field),
    ...appArmor(context.appArmorProfile, `${field}.appArmorProfile`),
  ]
}

const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/
const SYSCTL_TEXT =
  'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$'

function hostSysctl(name: string, spec: PodSpec, field: string): FieldError[] {
  const dotted = name.replaceAll('/', '.')
  if (spec.hostNetwork && dotted.startsWith('net.'))
    return [invalid(field, name, "may not be specified when 'hostNetwork' is true")]
  const ipc = /^(kernel\.(msg|sem|shm)|fs\.mqueue\.)/.test(dotted)
  return spec.hostIPC && ipc
    ? [invalid(field, name, "may not be specified when 'hostIPC' is true")]
    : []
}

// k8s: pkg/apis/core/validation validateSysctls (1.36)
function sysctls(spec: PodSpec, field: string): FieldError[] {
  const seen = new Set<string>()
  return (spec.securityContext?.sysctls ?? []).flatMap(({ name = '' }, i) => {
    const at = `${field}[${i}].name`
    const errors: FieldError[] = []
    if (name === '') errors.push(required(at))
    else if (name.length > 253 || !SYSCTL.test(name)) errors.push(invalid(at, name, SYSCTL_TEXT))
    else if (seen.has(name)) errors.push(duplicate(at, name))
    seen.add(name)
    return [...errors, ...hostSysctl(name, spec, at)]
  })
}

function oneOf(value: string | undefined, field: string, values: readonly string[]): FieldError[] {
  return value === undefined || values.includes(value) ? [] : [notSupported(field, value, values)]
}

// k8s: pkg/apis/core/validation validatePodSpecSecurityContext (1.36)
export function validatePodSecurityContext(spec: PodSpec, field: string): FieldError[] {
  const context = spec.securityContext
  if (!context) return []
  const errors = ids(context, ['fsGroup', 'runAsUser', 'runAsGroup'], field)
  context.supplementalGroups?.forEach((id, i) => {
    errors.push(...invalidAll(`${field}.supplementalGroups[${i}]`, id, linuxId(id)))
  })
  if (spec.shareProcessNamespace && spec.hostPID)
    errors.push(
      invalid(
        `${field}.shareProcessNamespace`,
        true,
        'ShareProcessNamespace and HostPID cannot both be enabled',
      ),
    )
  return [
    ...errors,
    ...sysctls(spec, `${field}.sysctls`),
    ...oneOf(context.fsGroupChangePolicy, `${field}.fsGroupChangePolicy`, [
      'Always',
      'OnRootMismatch',
    ]),
    ...seccomp(context.seccompProfile, `${field}.seccompProfile`),
    ...appArmor(context.appArmorProfile, `${field}.appArmorProfile`),
    ...oneOf(context.supplementalGroupsPolicy, `${field}.supplementalGroupsPolicy`, [
      'Merge',
      'Strict',
    ]),
    ...oneOf(context.seLinuxChangePolicy, `${field}.seLinuxChangePolicy`, [
      'MountOption',
      'Recursive',
    ]),
  ]
}
