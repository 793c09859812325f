import { amount } from './amount.ts'
import type { Around, Field, Values } from './recipes.ts'

const SCALED = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']

/** An autoscaler by CPU, which is what most are. */
export const autoscalerRecipe = {
  name: 'scaler',
  apiVersion: 'autoscaling/v2',
  namespaced: true,
  start: { target: 'Deployment', targetName: 'app', min: '1', max: '10', share: '50' },
  fields: ({ apps }: Around): readonly Field[] => [
    { name: 'target', label: 'create.target', type: 'select', options: SCALED },
    { name: 'targetName', label: 'create.targetName', type: 'text', options: apps },
    { name: 'min', label: 'create.min', type: 'number' },
    { name: 'max', label: 'create.max', type: 'number' },
    { name: 'share', label: 'create.share', type: 'number' },
  ],
  body: (values: Values) => ({
    spec: {
      scaleTargetRef: {
        apiVersion: values.target === 'ReplicationController' ? 'v1' : 'apps/v1',
        kind: values.target,
        name: (values.targetName ?? '').trim(),
      },
      minReplicas: amount(values.min),
      maxReplicas: amount(values.max),
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: amount(values.share) },
          },
        },
      ],
    },
  }),
}
