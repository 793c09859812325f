import type { IngressClass } from '../../sim/types/index.ts'
import { ageColumn } from './age.ts'
import type { Column } from './column.ts'

const DEFAULT = 'ingressclass.kubernetes.io/is-default-class'

function parameters({ spec }: IngressClass): string {
  const target = spec.parameters
  if (!target) return '<none>'
  const group = target.apiGroup ? `.${target.apiGroup}` : ''
  return `${target.kind}${group}/${target.name}`
}

export const ingressClassColumns: readonly Column<IngressClass>[] = [
  {
    name: 'NAME',
    cell: ({ metadata }) => {
      const name = metadata.name ?? ''
      return metadata.annotations?.[DEFAULT] === 'true' ? `${name} (default)` : name
    },
  },
  { name: 'CONTROLLER', cell: ({ spec }) => spec.controller ?? '' },
  { name: 'PARAMETERS', cell: parameters },
  ageColumn,
]
