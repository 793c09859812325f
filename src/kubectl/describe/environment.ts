import type { Container, EnvFromSource, EnvVar, Pod } from '../../sim/types/index.ts'
import { containerResource } from './amounts.ts'
import type { Page } from './page.ts'

const KEYED = /^metadata\.(labels|annotations)\['(.*)'\]$/

/** The value a field reference has now; only metadata can be told from outside the node. */
// k8s: kubectl/pkg/describe EnvValueRetriever (1.36)
function fieldValue(pod: Pod | undefined, path: string): string {
  if (!pod) return ''
  const keyed = KEYED.exec(path)
  if (keyed) {
    const map = keyed[1] === 'labels' ? pod.metadata.labels : pod.metadata.annotations
    return map?.[keyed[2] ?? ''] ?? ''
  }
  switch (path) {
    case 'metadata.name':
      return pod.metadata.name
    case 'metadata.namespace':
      return pod.metadata.namespace ?? ''
    case 'metadata.uid':
      return pod.metadata.uid
    default:
      return ''
  }
}

function resourceText(container: Container, env: EnvVar): string {
  const reference = env.valueFrom?.resourceFieldRef
  if (!reference) return ''
  const value = containerResource(container, reference.resource, reference.divisor)
  const whole = reference.resource === 'limits.cpu' || reference.resource === 'limits.memory'
  return `${value === '0' && whole ? 'node allocatable' : value} (${reference.resource})`
}

function printVariable(page: Page, container: Container, env: EnvVar, pod: Pod | undefined): void {
  const from = env.valueFrom
  if (!from) {
    for (const [index, line] of (env.value ?? '').split('\n').entries()) {
      page.line(3, index === 0 ? `${env.name}:\t${line}` : `\t${line}`)
    }
  } else if (from.fieldRef) {
    const { apiVersion = '', fieldPath } = from.fieldRef
    page.field(3, env.name, `${fieldValue(pod, fieldPath)} (${apiVersion}:${fieldPath})`)
  } else if (from.resourceFieldRef) page.field(3, env.name, resourceText(container, env))
  else if (from.secretKeyRef) {
    const { key, name = '', optional } = from.secretKeyRef
    const text = `<set to the key '${key}' in secret '${name}'>\tOptional: ${optional === true}`
    page.field(3, env.name, text)
  } else if (from.configMapKeyRef) {
    const { key, name = '', optional } = from.configMapKeyRef
    const text = `<set to the key '${key}' of config map '${name}'>\tOptional: ${optional === true}`
    page.field(3, env.name, text)
  }
}

function printFrom(page: Page, source: EnvFromSource): void {
  const [kind, reference] = source.configMapRef
    ? (['ConfigMap', source.configMapRef] as const)
    : source.secretRef
      ? (['Secret', source.secretRef] as const)
      : (['', undefined] as const)
  const from = source.prefix ? `${kind} with prefix '${source.prefix}'` : kind
  page.line(3, `${reference?.name ?? ''}\t${from}\tOptional: ${reference?.optional === true}`)
}

/** The variables of a container; `pod` is missing for a template, whose references have no value yet. */
// k8s: kubectl/pkg/describe describeContainerEnvVars, describeContainerEnvFrom (1.36)
export function printEnvironment(page: Page, container: Container, pod: Pod | undefined): void {
  const sources = container.envFrom ?? []
  if (sources.length > 0) page.line(2, 'Environment Variables from:')
  for (const source of sources) printFrom(page, source)
  const variables = container.env ?? []
  page.line(2, variables.length === 0 ? 'Environment:\t<none>' : 'Environment:')
  for (const variable of variables) printVariable(page, container, variable, pod)
}
