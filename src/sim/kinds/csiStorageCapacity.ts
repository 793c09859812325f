import {
  IMMUTABLE,
  invalid,
  invalidAll,
  NEGATIVE,
  semanticEqual,
} from '../admission/fieldErrors.ts'
import { dnsSubdomain } from '../admission/names.ts'
import { validateLabelSelector } from '../admission/selectors.ts'
import type { FieldError } from '../errors.ts'
import { milliValue } from '../machinery/quantity.ts'
import type { CSIStorageCapacity, Draft } from '../types/index.ts'
import { defineKind } from './base.ts'

// k8s: pkg/apis/storage/validation ValidateCSIStorageCapacity (1.36)
function rules(object: Draft<CSIStorageCapacity>): FieldError[] {
  const { storageClassName = '' } = object
  return [
    ...(object.nodeTopology ? validateLabelSelector(object.nodeTopology, 'nodeTopology') : []),
    ...invalidAll('storageClassName', storageClassName, dnsSubdomain(storageClassName)),
    ...(['capacity', 'maximumVolumeSize'] as const).flatMap((field) => {
      const size = object[field]
      return size !== undefined && milliValue(size) < 0 ? [invalid(field, size, NEGATIVE)] : []
    }),
  ]
}

export const csiStorageCapacity = defineKind({
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  group: 'storage.k8s.io',
  defaults: (draft) => draft,
  rules,
  // k8s: pkg/apis/storage/validation ValidateCSIStorageCapacityUpdate (1.36)
  update: (next, previous) =>
    (['nodeTopology', 'storageClassName'] as const).flatMap((field) =>
      semanticEqual(next[field], previous[field]) ? [] : [invalid(field, next[field], IMMUTABLE)],
    ),
})
