import {
  duplicate,
  IMMUTABLE,
  invalid,
  invalidAll,
  NEGATIVE,
  required,
  semanticEqual,
} from '../admission/fieldErrors.ts'
import { qualifiedName } from '../admission/names.ts'
import { csiDriver } from '../admission/volumeSources.ts'
import type { FieldError } from '../errors.ts'
import type { CSINode, CSINodeDriver, Draft } from '../types/index.ts'
import { defineKind } from './base.ts'

const LONGEST_ID = 256

function nodeId(id: string, field: string): FieldError[] {
  if (id === '') return [required(field)]
  return id.length > LONGEST_ID
    ? [invalid(field, id, `must be ${LONGEST_ID} characters or less`)]
    : []
}

function topologyKeys(keys: CSINodeDriver['topologyKeys'], field: string): FieldError[] {
  const seen = new Set<string>()
  return (keys ?? []).flatMap((key) => {
    const errors = seen.has(key)
      ? [duplicate(field, key)]
      : invalidAll(field, key, qualifiedName(key))
    seen.add(key)
    return errors
  })
}

// k8s: pkg/apis/storage/validation validateCSINodeDriver (1.36)
function rules({ spec }: Draft<CSINode>): FieldError[] {
  const seen = new Set<string>()
  return (spec.drivers ?? []).flatMap((driver, index) => {
    const at = `spec.drivers[${index}]`
    const count = driver.allocatable?.count
    const errors = [
      ...csiDriver(driver.name ?? '', `${at}.name`),
      ...nodeId(driver.nodeID ?? '', `${at}.nodeID`),
      ...(count !== undefined && count < 0
        ? [invalid(`${at}.allocatable.count`, count, NEGATIVE)]
        : []),
      ...(seen.has(driver.name) ? [duplicate(`${at}.name`, driver.name)] : []),
      ...topologyKeys(driver.topologyKeys, `${at}.topologyKeys`),
    ]
    seen.add(driver.name)
    return errors
  })
}

export const csiNode = defineKind({
  kind: 'CSINode',
  plural: 'csinodes',
  group: 'storage.k8s.io',
  namespaced: false,
  defaults: (draft) => ({ ...draft, spec: { drivers: draft.spec?.drivers ?? null } }),
  rules,
  // k8s: pkg/apis/storage/validation ValidateCSINodeUpdate (1.36)
  update: (next, previous) =>
    (next.spec.drivers ?? []).flatMap((driver) => {
      const old = previous.spec.drivers?.find(({ name }) => name === driver.name)
      return !old || semanticEqual(old, driver) ? [] : [invalid('CSINodeDriver', driver, IMMUTABLE)]
    }),
})
