import { invalid, invalidAll } from '../admission/fieldErrors.ts'
import { dnsSubdomain } from '../admission/names.ts'
import { defineKind } from './base.ts'

export const event = defineKind({
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  defaults: (draft) => draft,
  // k8s: pkg/apis/core/validation legacyValidateEvent (1.36)
  rules: (object) => {
    const about = object.involvedObject?.namespace ?? ''
    const { namespace = '' } = object.metadata
    const fits = about === '' ? namespace === '' || namespace === 'default' : namespace === about
    return [
      ...(fits
        ? []
        : [invalid('involvedObject.namespace', about, 'does not match event.namespace')]),
      ...invalidAll('namespace', namespace, dnsSubdomain(namespace)),
    ]
  },
})
