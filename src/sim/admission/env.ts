import type { FieldError } from '../errors.ts'
import type { EnvFromSource, EnvVar } from '../types/index.ts'
import { fieldSelector, resourceSelector } from './downward.ts'
import { invalid, invalidAll, required } from './fieldErrors.ts'
import { configKey, dnsSubdomain, envVarName, subdomainName } from './names.ts'

const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]

function keySelector(
  selector: { readonly name?: string; readonly key: string },
  field: string,
): FieldError[] {
  const { name = '', key } = selector
  return [
    ...invalidAll(`${field}.name`, name, dnsSubdomain(name)),
    ...(key ? invalidAll(`${field}.key`, key, configKey(key)) : [required(`${field}.key`)]),
  ]
}

// k8s: pkg/apis/core/validation validateEnvVarValueFrom (1.36)
function valueFrom(env: EnvVar, field: string): FieldError[] {
  const from = env.valueFrom
  if (!from) return []
  const errors: FieldError[] = []
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = from
  if (fieldRef) errors.push(...fieldSelector(fieldRef, ENV_FIELDS, `${field}.fieldRef`))
  if (resourceFieldRef)
    errors.push(...resourceSelector(resourceFieldRef, `${field}.resourceFieldRef`, false))
  if (configMapKeyRef) errors.push(...keySelector(configMapKeyRef, `${field}.configMapKeyRef`))
  if (secretKeyRef) errors.push(...keySelector(secretKeyRef, `${field}.secretKeyRef`))
  const count = Object.values(from).filter((source) => source !== undefined).length
  if (count === 0)
    errors.push(
      invalid(
        field,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      ),
    )
  else if (env.value)
    errors.push(invalid(field, '', 'may not be specified when `value` is not empty'))
  else if (count > 1)
    errors.push(invalid(field, '', 'may not have more than one field specified at a time'))
  return errors
}

// k8s: pkg/apis/core/validation ValidateEnv (1.36)
export function validateEnv(vars: readonly EnvVar[] | undefined, field: string): FieldError[] {
  return (vars ?? []).flatMap((env, i) => [
    ...(env.name
      ? invalidAll(`${field}[${i}].name`, env.name, envVarName(env.name))
      : [required(`${field}[${i}].name`)]),
    ...valueFrom(env, `${field}[${i}].valueFrom`),
  ])
}

function referenced(source: { readonly name?: string }, field: string): FieldError[] {
  return source.name
    ? invalidAll(`${field}.name`, source.name, subdomainName(source.name, true))
    : [required(`${field}.name`)]
}

// k8s: pkg/apis/core/validation ValidateEnvFrom (1.36)
export function validateEnvFrom(
  sources: readonly EnvFromSource[] | undefined,
  field: string,
): FieldError[] {
  return (sources ?? []).flatMap((source, i) => {
    const at = `${field}[${i}]`
    const { prefix, configMapRef, secretRef } = source
    const errors: FieldError[] = []
    if (prefix) errors.push(...invalidAll(`${at}.prefix`, prefix, envVarName(prefix)))
    if (configMapRef) errors.push(...referenced(configMapRef, `${at}.configMapRef`))
    if (secretRef) errors.push(...referenced(secretRef, `${at}.secretRef`))
    if (!configMapRef && !secretRef)
      errors.push(invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`'))
    else if (configMapRef && secretRef)
      errors.push(invalid(field, '', 'may not have more than one field specified at a time'))
    return errors
  })
}
