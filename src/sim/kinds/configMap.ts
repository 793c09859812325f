import {
  forbiddenField,
  invalid,
  invalidAll,
  keysOf,
  semanticEqual,
  tooLong,
} from '../admission/fieldErrors.ts'
import { configKey } from '../admission/names.ts'
import type { FieldError } from '../errors.ts'
import { base64Size, utf8Size } from '../schema/base64.ts'
import type { ConfigMap, Draft } from '../types/index.ts'
import { defineKind } from './base.ts'

const MAX_BYTES = 1_048_576
const SEALED = 'field is immutable when `immutable` is set'

// k8s: pkg/apis/core/validation ValidateConfigMap (1.36)
function rules(object: Draft<ConfigMap>): FieldError[] {
  const { data, binaryData } = object
  const errors: FieldError[] = []
  let size = 0
  for (const key of keysOf(data)) {
    errors.push(...invalidAll(`data[${key}]`, key, configKey(key)))
    if (binaryData?.[key] !== undefined)
      errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'))
    size += utf8Size(data?.[key] ?? '')
  }
  for (const key of keysOf(binaryData)) {
    errors.push(...invalidAll(`binaryData[${key}]`, key, configKey(key)))
    size += base64Size(binaryData?.[key] ?? '')
  }
  if (size > MAX_BYTES) errors.push(tooLong('[]', MAX_BYTES))
  return errors
}

export const configMap = defineKind({
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  defaults: (draft) => draft,
  rules,
  // k8s: pkg/apis/core/validation ValidateConfigMapUpdate (1.36)
  update: (next, previous) => {
    if (!previous.immutable) return []
    return [
      ...(next.immutable ? [] : [forbiddenField('immutable', SEALED)]),
      ...(semanticEqual(next.data, previous.data) ? [] : [forbiddenField('data', SEALED)]),
      ...(semanticEqual(next.binaryData, previous.binaryData)
        ? []
        : [forbiddenField('binaryData', SEALED)]),
    ]
  },
})
