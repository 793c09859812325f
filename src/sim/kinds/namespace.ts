import { validateFinalizerName } from '../admission/meta.ts'
import { labelName } from '../admission/names.ts'
import type { Namespace } from '../types/index.ts'
import { defineKind } from './base.ts'

const NAME_LABEL = 'kubernetes.io/metadata.name'

export const namespace = defineKind({
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  subresources: ['status', 'finalize'],
  name: labelName,
  // k8s: pkg/registry/core/namespace PrepareForCreate and pkg/apis/core/v1 SetDefaults_Namespace (1.36)
  defaults: (draft) => {
    const { name } = draft.metadata as { readonly name?: string }
    const finalizers = draft.spec?.finalizers ?? []
    return {
      ...draft,
      metadata: {
        ...draft.metadata,
        ...(name ? { labels: { ...draft.metadata.labels, [NAME_LABEL]: name } } : {}),
      },
      spec: {
        finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'],
      },
      status: { phase: 'Active' },
    }
  },
  rules: (object) =>
    (object.spec.finalizers ?? []).flatMap((name) =>
      validateFinalizerName(name, 'spec.finalizers'),
    ),
  prepareUpdate: (next: Namespace, previous): Namespace => ({
    ...next,
    metadata: {
      ...next.metadata,
      labels: { ...next.metadata.labels, [NAME_LABEL]: next.metadata.name },
    },
    spec: previous.spec,
  }),
})
