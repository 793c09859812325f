import {
  duplicate,
  forbiddenField,
  IMMUTABLE,
  invalid,
  invalidAll,
  keysOf,
  notSupported,
  required,
  semanticEqual,
} from '../admission/fieldErrors.ts'
import { validateLabelName } from '../admission/meta.ts'
import { qualifiedName } from '../admission/names.ts'
import type { FieldError } from '../errors.ts'
import { utf8Size } from '../schema/base64.ts'
import type { Draft, StorageClass } from '../types/index.ts'
import { defineKind } from './base.ts'

const RECLAIM = ['Delete', 'Retain']
const BINDING = ['Immediate', 'WaitForFirstConsumer']
const MAX_PARAMETERS = 512
const MAX_PARAMETER_BYTES = 262_144

// k8s: pkg/apis/storage/validation validateParameters (1.36)
function parameters(params: StorageClass['parameters']): FieldError[] {
  const keys = keysOf(params)
  if (keys.length > MAX_PARAMETERS)
    return [
      {
        field: 'parameters.Provisioner Parameters exceeded max allowed',
        type: 'TooLong',
        text: `Too long: may not be more than ${MAX_PARAMETERS} bytes`,
      },
    ]
  const errors = keys.includes('') ? [invalid('parameters', '', 'field can not be empty.')] : []
  const size = keys.reduce((sum, key) => sum + utf8Size(key) + utf8Size(params?.[key] ?? ''), 0)
  return size > MAX_PARAMETER_BYTES
    ? [
        ...errors,
        {
          field: 'parameters',
          type: 'TooLong' as const,
          text: `Too long: may not be more than ${MAX_PARAMETER_BYTES} bytes`,
        },
      ]
    : errors
}

function topologies(terms: StorageClass['allowedTopologies']): FieldError[] {
  return (terms ?? []).flatMap((term, i) => {
    const keys = new Set<string>()
    return (term.matchLabelExpressions ?? []).flatMap((item, j) => {
      const at = `allowedTopologies[${i}].matchLabelExpressions[${j}]`
      const values = item.values ?? []
      const errors = values.length === 0 ? [required(`${at}.values`)] : []
      values.forEach((value, v) => {
        if (values.indexOf(value) < v) errors.push(duplicate(`${at}.values[${v}]`, value))
      })
      errors.push(...validateLabelName(item.key ?? '', `${at}.key`))
      if (keys.has(item.key)) errors.push(duplicate(`${at}.key`, item.key))
      keys.add(item.key)
      return errors
    })
  })
}

// k8s: pkg/apis/storage/validation ValidateStorageClass (1.36)
function rules(object: Draft<StorageClass>): FieldError[] {
  const { provisioner = '', reclaimPolicy = '', volumeBindingMode: mode } = object
  const lower = provisioner.toLowerCase()
  return [
    ...(provisioner === ''
      ? [required('provisioner')]
      : invalidAll('provisioner', provisioner, qualifiedName(lower))),
    ...parameters(object.parameters),
    ...(reclaimPolicy !== '' && !RECLAIM.includes(reclaimPolicy)
      ? [notSupported('reclaimPolicy', reclaimPolicy, RECLAIM)]
      : []),
    ...(mode === undefined
      ? [required('volumeBindingMode')]
      : BINDING.includes(mode)
        ? []
        : [notSupported('volumeBindingMode', mode, BINDING)]),
    ...topologies(object.allowedTopologies),
  ]
}

export const storageClass = defineKind({
  kind: 'StorageClass',
  plural: 'storageclasses',
  group: 'storage.k8s.io',
  shortNames: ['sc'],
  namespaced: false,
  // k8s: pkg/apis/storage/v1 SetDefaults_StorageClass (1.36)
  defaults: (draft) => ({
    ...draft,
    reclaimPolicy: draft.reclaimPolicy ?? 'Delete',
    volumeBindingMode: draft.volumeBindingMode ?? 'Immediate',
  }),
  rules,
  // k8s: pkg/apis/storage/validation ValidateStorageClassUpdate (1.36)
  update: (next, previous) => [
    ...(semanticEqual(next.parameters, previous.parameters)
      ? []
      : [invalid('parameters', next.parameters, IMMUTABLE)]),
    ...(next.provisioner === previous.provisioner
      ? []
      : [forbiddenField('provisioner', 'updates to provisioner are forbidden.')]),
    ...(next.reclaimPolicy === previous.reclaimPolicy
      ? []
      : [forbiddenField('reclaimPolicy', 'updates to reclaimPolicy are forbidden.')]),
    ...(next.volumeBindingMode === previous.volumeBindingMode
      ? []
      : [invalid('volumeBindingMode', next.volumeBindingMode, IMMUTABLE)]),
  ],
})
