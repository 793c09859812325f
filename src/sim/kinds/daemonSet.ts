import { daemonSetStrategyErrors } from '../admission/daemonSetStrategy.ts'
import { IMMUTABLE, invalid, nonNegative, semanticEqual } from '../admission/fieldErrors.ts'
import { templateDefaults } from '../admission/podDefaults.ts'
import { endlessErrors, labelsMismatch, validateTemplate } from '../admission/podTemplate.ts'
import { podWarnings } from '../admission/podWarnings.ts'
import {
  emptySelectorErrors,
  selectorMatches,
  validateLabelSelector,
} from '../admission/selectors.ts'
import type { FieldError } from '../errors.ts'
import { selectorJson } from '../schema/internal.ts'
import type {
  DaemonSet,
  DaemonSetSpec,
  DaemonSetUpdateStrategy,
  LabelSelector,
  ObjectMeta,
} from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

/** The spec without a selector can be posted, and is refused in the server's words. */
type Posted = Omit<DaemonSetSpec, 'selector'> & { readonly selector?: LabelSelector }

const HISTORY = 10
const GENERATION = 'deprecated.daemonset.template.generation'

function strategyDefaults(strategy: DaemonSetUpdateStrategy | undefined): DaemonSetUpdateStrategy {
  const type = strategy?.type || 'RollingUpdate'
  if (type !== 'RollingUpdate') return { ...strategy, type }
  const { maxUnavailable = 1, maxSurge = 0 } = strategy?.rollingUpdate ?? {}
  return { type, rollingUpdate: { maxUnavailable, maxSurge } }
}

// k8s: pkg/apis/apps/v1 SetDefaults_DaemonSet (1.36)
function filled(spec: DaemonSetSpec): DaemonSetSpec {
  return {
    ...spec,
    template: templateDefaults(spec.template),
    updateStrategy: strategyDefaults(spec.updateStrategy),
    revisionHistoryLimit: spec.revisionHistoryLimit ?? HISTORY,
  }
}

/** The count of templates so far: kept by the server, whatever a client writes. */
function generationOf(metadata: Partial<ObjectMeta>): number {
  return Number(metadata.annotations?.[GENERATION] ?? 0)
}

function withTemplateGeneration<M extends Partial<ObjectMeta>>(metadata: M, count: number): M {
  return { ...metadata, annotations: { ...metadata.annotations, [GENERATION]: String(count) } }
}

// k8s: pkg/apis/apps/validation ValidateDaemonSetSpec (1.36)
function specErrors(spec: Posted): FieldError[] {
  const { selector, template } = spec
  return [
    ...validateLabelSelector(selector, 'spec.selector'),
    // A selector that is missing matches nothing.
    ...(selector && selectorMatches(selector, template.metadata?.labels)
      ? []
      : [labelsMismatch(template, 'spec.template')]),
    ...emptySelectorErrors(selector, 'spec.selector', 'daemonset'),
    ...validateTemplate(template, 'spec.template'),
    ...endlessErrors(template, 'spec.template', 'DaemonSet'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...daemonSetStrategyErrors(spec.updateStrategy, 'spec.updateStrategy'),
    ...nonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ]
}

// k8s: pkg/registry/apps/daemonset daemonSetStrategy.PrepareForUpdate (1.36)
function prepareUpdate(next: DaemonSet, previous: DaemonSet): DaemonSet {
  const spec = next.spec === previous.spec ? next.spec : filled(next.spec)
  const changed = spec !== previous.spec && !semanticEqual(spec.template, previous.spec.template)
  const count = generationOf(previous.metadata) + (changed ? 1 : 0)
  const metadata =
    generationOf(next.metadata) === count && next.metadata.annotations?.[GENERATION] !== undefined
      ? next.metadata
      : withTemplateGeneration(next.metadata, count)
  return { ...next, metadata, spec }
}

export const daemonSet = defineKind({
  kind: 'DaemonSet',
  plural: 'daemonsets',
  group: 'apps',
  shortNames: ['ds'],
  categories: ['all'],
  subresources: ['status'],
  defaults: (draft) => ({
    ...draft,
    metadata: firstGeneration(withTemplateGeneration(draft.metadata, 1)),
    spec: filled(draft.spec),
    status: {
      currentNumberScheduled: 0,
      numberMisscheduled: 0,
      desiredNumberScheduled: 0,
      numberReady: 0,
    },
  }),
  rules: (object) => specErrors(object.spec),
  metaTwice: true,
  update: (next, previous) =>
    semanticEqual(next.spec.selector, previous.spec.selector)
      ? []
      : [invalid('spec.selector', selectorJson(next.spec.selector), IMMUTABLE)],
  prepareUpdate,
  warnings: ({ spec }) =>
    podWarnings(spec.template.spec, spec.template.metadata ?? {}, 'spec.template'),
})
