import {
  IMMUTABLE,
  invalid,
  nonNegative,
  notSupported,
  required,
  semanticEqual,
} from '../admission/fieldErrors.ts'
import { nameWarning } from '../admission/nameWarning.ts'
import { templateDefaults } from '../admission/podDefaults.ts'
import { validateOwnedTemplate } from '../admission/podTemplate.ts'
import { podWarnings } from '../admission/podWarnings.ts'
import { rollingUpdate } from '../admission/rollingUpdate.ts'
import { emptySelectorErrors, validateLabelSelector } from '../admission/selectors.ts'
import type { FieldError } from '../errors.ts'
import { internalJson, selectorJson } from '../schema/internal.ts'
import type {
  Deployment,
  DeploymentSpec,
  DeploymentStrategy,
  LabelSelector,
} from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

/** The spec without a selector can be posted, and is refused in the server's words. */
type Posted = Omit<DeploymentSpec, 'selector'> & { readonly selector?: LabelSelector }

const HISTORY = 10
const DEADLINE_SECONDS = 600

function strategyDefaults(strategy: DeploymentStrategy | undefined): DeploymentStrategy {
  const type = strategy?.type || 'RollingUpdate'
  if (type !== 'RollingUpdate') return { ...strategy, type }
  const { maxUnavailable = '25%', maxSurge = '25%' } = strategy?.rollingUpdate ?? {}
  return { type, rollingUpdate: { maxUnavailable, maxSurge } }
}

// k8s: pkg/apis/apps/v1 SetDefaults_Deployment (1.36)
function filled(spec: DeploymentSpec): DeploymentSpec {
  return {
    ...spec,
    replicas: spec.replicas ?? 1,
    template: templateDefaults(spec.template),
    strategy: strategyDefaults(spec.strategy),
    revisionHistoryLimit: spec.revisionHistoryLimit ?? HISTORY,
    progressDeadlineSeconds: spec.progressDeadlineSeconds ?? DEADLINE_SECONDS,
  }
}

// k8s: pkg/apis/apps/validation ValidateDeploymentStrategy (1.36)
function strategyErrors(strategy: DeploymentStrategy | undefined, field: string): FieldError[] {
  const { type = '', rollingUpdate: rolling } = strategy ?? {}
  if (type === 'Recreate')
    return rolling
      ? [
          {
            field: `${field}.rollingUpdate`,
            type: 'Forbidden',
            text: "Forbidden: may not be specified when strategy `type` is 'Recreate'",
          },
        ]
      : []
  if (type === 'RollingUpdate')
    return rolling
      ? rollingUpdate(rolling, `${field}.rollingUpdate`)
      : [required(`${field}.rollingUpdate`, 'this should be defaulted and never be nil')]
  const shown = internalJson('DeploymentStrategy', strategy ?? {})
  return [notSupported(field, shown, ['Recreate', 'RollingUpdate'])]
}

// k8s: pkg/apis/apps/validation ValidateDeploymentSpec (1.36)
function specErrors(spec: Posted): FieldError[] {
  const { selector, progressDeadlineSeconds: deadline } = spec
  const errors: FieldError[] = [
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...(selector ? validateLabelSelector(selector, 'spec.selector') : [required('spec.selector')]),
    ...emptySelectorErrors(selector, 'spec.selector', 'deployment'),
    ...validateOwnedTemplate(spec.template, selector, 'spec.template'),
    ...strategyErrors(spec.strategy, 'spec.strategy'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...nonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ]
  if (deadline === undefined) return errors
  errors.push(...nonNegative(deadline, 'spec.progressDeadlineSeconds'))
  if (deadline <= (spec.minReadySeconds ?? 0))
    errors.push(
      invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'),
    )
  return errors
}

export const deployment = defineKind({
  kind: 'Deployment',
  plural: 'deployments',
  group: 'apps',
  shortNames: ['deploy'],
  categories: ['all'],
  subresources: ['status', 'scale'],
  defaults: (draft) => ({
    ...draft,
    metadata: firstGeneration(draft.metadata),
    spec: filled(draft.spec),
    status: {},
  }),
  rules: (object) => specErrors(object.spec),
  update: (next, previous) =>
    semanticEqual(next.spec.selector, previous.spec.selector)
      ? []
      : [invalid('spec.selector', selectorJson(next.spec.selector), IMMUTABLE)],
  prepareUpdate: (next: Deployment, previous): Deployment =>
    next.spec === previous.spec ? next : { ...next, spec: filled(next.spec) },
  warnings: ({ spec, metadata }) => [
    ...nameWarning(metadata.name),
    ...podWarnings(spec.template.spec, spec.template.metadata ?? {}, 'spec.template'),
  ],
})
