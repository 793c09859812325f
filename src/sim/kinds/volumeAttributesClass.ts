import { IMMUTABLE, invalid, keysOf, required, semanticEqual } from '../admission/fieldErrors.ts'
import { csiDriver } from '../admission/volumeSources.ts'
import type { FieldError } from '../errors.ts'
import type { Draft, VolumeAttributesClass } from '../types/index.ts'
import { defineKind } from './base.ts'

// k8s: pkg/apis/storage/validation ValidateVolumeAttributesClass (1.36)
function rules(object: Draft<VolumeAttributesClass>): FieldError[] {
  const keys = keysOf(object.parameters)
  return [
    ...csiDriver(object.driverName ?? '', 'driverName'),
    ...(keys.length === 0
      ? [required('parameters', 'must contain at least one key/value pair')]
      : []),
    ...(keys.includes('') ? [invalid('parameters', '', 'field can not be empty.')] : []),
  ]
}

export const volumeAttributesClass = defineKind({
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  group: 'storage.k8s.io',
  shortNames: ['vac'],
  namespaced: false,
  defaults: (draft) => draft,
  rules,
  // k8s: pkg/apis/storage/validation ValidateVolumeAttributesClassUpdate (1.36)
  update: (next, previous) =>
    (['driverName', 'parameters'] as const).flatMap((field) =>
      semanticEqual(next[field], previous[field]) ? [] : [invalid(field, next[field], IMMUTABLE)],
    ),
})
