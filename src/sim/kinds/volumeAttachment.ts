import {
  forbiddenField,
  IMMUTABLE,
  invalid,
  invalidAll,
  required,
  semanticEqual,
} from '../admission/fieldErrors.ts'
import { dnsSubdomain } from '../admission/names.ts'
import { csiDriver } from '../admission/volumeSources.ts'
import type { FieldError } from '../errors.ts'
import type { Draft, VolumeAttachment, VolumeAttachmentSource } from '../types/index.ts'
import { defineKind } from './base.ts'

const SOURCE = 'spec.source'
const ONE = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'

function sourceErrors(source: VolumeAttachmentSource): FieldError[] {
  const { inlineVolumeSpec, persistentVolumeName: name } = source
  if (inlineVolumeSpec && name !== undefined) return [forbiddenField(SOURCE, ONE)]
  if (!inlineVolumeSpec && name === undefined) return [required(SOURCE, ONE)]
  return name === ''
    ? [required(`${SOURCE}.persistentVolumeName`, 'must specify non empty persistentVolumeName')]
    : []
}

// k8s: pkg/apis/storage/validation ValidateVolumeAttachment and ValidateVolumeAttachmentV1 (1.36)
function rules({ spec }: Draft<VolumeAttachment>): FieldError[] {
  const { attacher = '', nodeName = '', source = {} } = spec ?? {}
  const volume = source.persistentVolumeName
  return [
    ...(attacher === '' ? [required('spec.attacher')] : []),
    ...sourceErrors(source),
    ...invalidAll('spec.nodeName', nodeName, dnsSubdomain(nodeName)),
    ...(attacher === '' ? [] : csiDriver(attacher, 'spec.attacher')),
    ...(volume ? invalidAll(`${SOURCE}.persistentVolumeName`, volume, dnsSubdomain(volume)) : []),
  ]
}

export const volumeAttachment = defineKind({
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  group: 'storage.k8s.io',
  namespaced: false,
  subresources: ['status'],
  defaults: (draft) => ({ ...draft, status: { attached: false } }),
  rules,
  // k8s: pkg/apis/storage/validation ValidateVolumeAttachmentUpdate (1.36)
  update: (next, previous) =>
    semanticEqual(next.spec, previous.spec) ? [] : [invalid('spec', next.spec, IMMUTABLE)],
})
