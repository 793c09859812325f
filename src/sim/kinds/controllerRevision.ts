import {
  IMMUTABLE,
  invalid,
  nonNegative,
  required,
  semanticEqual,
} from '../admission/fieldErrors.ts'
import { defineKind } from './base.ts'

// k8s: pkg/apis/apps/validation ValidateControllerRevision, ValidateControllerRevisionUpdate (1.36)
export const controllerRevision = defineKind({
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  group: 'apps',
  defaults: (draft) => draft,
  rules: ({ data, revision }) => [
    ...(data === undefined || data === null ? [required('data', 'data is mandatory')] : []),
    ...nonNegative(revision, 'revision'),
  ],
  update: (next, previous) =>
    semanticEqual(next.data, previous.data) ? [] : [invalid('data', next.data, IMMUTABLE)],
})
