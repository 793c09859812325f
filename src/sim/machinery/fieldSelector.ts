import { badRequest } from '../errors.ts'
import type { ApiObject } from '../types/index.ts'

/** Field selectors: metadata.name=x,status.phase!=Running. */

export interface FieldRequirement {
  readonly field: string
  readonly operator: '=' | '!='
  readonly value: string
}

/** The fields each kind can be selected by, besides metadata.name and metadata.namespace. */
// k8s: pkg/apis/*/v1 addConversionFuncs, field label conversions (1.36)
const SELECTABLE: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  Node: ['spec.unschedulable'],
  Namespace: ['status.phase'],
  Secret: ['type'],
  Service: ['spec.clusterIP', 'spec.type'],
  ReplicationController: ['status.replicas'],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Job: ['status.successful'],
}

/** Fields whose absence reads as something else than the empty text. */
const ABSENT: Readonly<Record<string, string>> = {
  'spec.unschedulable': 'false',
  'spec.hostNetwork': 'false',
  'status.replicas': '0',
}

/** Where a field is looked up when that is not its own path. */
const PATHS: Readonly<Record<string, string>> = {
  'status.successful': 'status.succeeded',
  source: 'source.component',
}

function invalidSelector(text: string, part: string): Error {
  return badRequest(`invalid selector: '${text}'; can't understand '${part}'`)
}

function parseTerm(text: string, part: string): FieldRequirement {
  const match = /^([^=!]*)(!=|==|=)(.*)$/s.exec(part)
  if (!match) throw invalidSelector(text, part)
  const [, field = '', operator, value = ''] = match
  if (/(^|[^\\])(\\\\)*[=]/.test(value)) throw invalidSelector(text, part)
  return {
    field,
    operator: operator === '!=' ? '!=' : '=',
    value: value.replaceAll(/\\([\\,=])/g, '$1'),
  }
}

/** Parses `--field-selector` text; throws an ApiError 400. */
// k8s: apimachinery/pkg/fields ParseSelector (1.36)
export function parseFieldSelector(text: string): readonly FieldRequirement[] {
  return (text.match(/(\\.|[^\\,])+/g) ?? []).map((part) => parseTerm(text, part))
}

/** Refuses a field that objects of the kind cannot be selected by, with an ApiError 400. */
export function checkFieldSelector(kind: string, requirements: readonly FieldRequirement[]): void {
  const own = SELECTABLE[kind]
  for (const { field } of requirements) {
    if (field === 'metadata.name' || field === 'metadata.namespace') continue
    if (own?.includes(field)) continue
    if (kind === 'Job') throw badRequest(`field label "${field}" not supported for Job`)
    throw badRequest(
      own
        ? `field label not supported: ${field}`
        : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
    )
  }
}

function fieldText(object: ApiObject, field: string): string {
  let value: unknown = object
  for (const key of (PATHS[field] ?? field).split('.')) {
    value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[key]
  }
  if (Array.isArray(value)) return value.map((item: { ip?: string }) => item.ip ?? '').join(',')
  return value === undefined || value === null ? (ABSENT[field] ?? '') : String(value)
}

/** Whether an object has the wanted fields. */
export function matchesFields(
  requirements: readonly FieldRequirement[],
  object: ApiObject,
): boolean {
  return requirements.every(
    ({ field, operator, value }) => (fieldText(object, field) === value) === (operator === '='),
  )
}
