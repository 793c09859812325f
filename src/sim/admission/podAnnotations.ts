import type { FieldError } from '../errors.ts'
import type { PodSpec } from '../types/index.ts'
import { forbiddenField, invalid, keysOf } from './fieldErrors.ts'
import { descendingPath } from './paths.ts'

type Annotations = Readonly<Record<string, string>> | undefined

const MIRROR = 'kubernetes.io/config.mirror'
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod'
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/'
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/'
const NAMED_PROFILES = ['runtime/default', 'docker/default', 'unconfined']

function isDeletionCost(text: string): boolean {
  if (!/^(0|-?[1-9]\d*)$/.test(text)) return false
  const cost = Number(text)
  return cost >= -(2 ** 31) && cost < 2 ** 31
}

function seccomp(profile: string, field: string): FieldError[] {
  if (NAMED_PROFILES.includes(profile)) return []
  return profile.startsWith('localhost/')
    ? descendingPath(profile.slice('localhost/'.length), field)
    : [invalid(field, profile, 'must be a valid seccomp profile')]
}

function appArmor(key: string, profile: string, spec: PodSpec, field: string): FieldError[] {
  const name = key.slice(APP_ARMOR.length)
  const all = [
    ...(spec.containers ?? []),
    ...(spec.initContainers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ]
  const errors: FieldError[] = []
  if (!all.some((container) => container.name === name))
    errors.push(invalid(field, name, 'container not found'))
  const known = ['', 'runtime/default', 'unconfined'].includes(profile)
  if (!known && !profile.startsWith('localhost/'))
    errors.push(
      invalid(field, profile, `invalid AppArmor profile name: ${JSON.stringify(profile)}`),
    )
  return errors
}

/** Annotations that mean something to pods. */
// k8s: pkg/apis/core/validation ValidatePodSpecificAnnotations (1.36)
export function validatePodAnnotations(
  annotations: Annotations,
  spec: PodSpec,
  field: string,
): FieldError[] {
  if (!annotations) return []
  const errors: FieldError[] = []
  const mirror = annotations[MIRROR]
  if (mirror !== undefined && !spec.nodeName)
    errors.push(
      invalid(
        `${field}[${MIRROR}]`,
        mirror,
        'must set spec.nodeName if mirror pod annotation is set',
      ),
    )
  const cost = annotations[DELETION_COST]
  if (cost !== undefined && !isDeletionCost(cost))
    errors.push(invalid(`${field}[${DELETION_COST}]`, cost, 'must be a 32bit integer'))
  const keys = keysOf(annotations)
  for (const key of keys)
    if (key === SECCOMP_POD || key.startsWith(SECCOMP_CONTAINER))
      errors.push(...seccomp(annotations[key] ?? '', `${field}.${key}`))
  for (const key of keys)
    if (key.startsWith(APP_ARMOR))
      errors.push(...appArmor(key, annotations[key] ?? '', spec, `${field}[${key}]`))
  return errors
}

// k8s: pkg/apis/core/validation ValidatePodSpecificAnnotationUpdates (1.36)
export function validateAnnotationUpdates(
  next: Annotations,
  previous: Annotations,
  field: string,
): FieldError[] {
  if (next === previous) return []
  const errors: FieldError[] = []
  for (const key of keysOf({ ...previous, ...next })) {
    const before = previous?.[key]
    if (before === next?.[key]) continue
    const verb = before === undefined ? 'add' : 'remove or update'
    if (key.startsWith(APP_ARMOR))
      errors.push(forbiddenField(`${field}[${key}]`, `may not ${verb} AppArmor annotations`))
    if (key === MIRROR)
      errors.push(forbiddenField(`${field}[${key}]`, `may not ${verb} mirror pod annotation`))
  }
  return errors
}
