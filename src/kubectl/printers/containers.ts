import type { PodTemplateSpec } from '../../sim/types/index.ts'
import type { Column } from './column.ts'

type Template = PodTemplateSpec | undefined

/** The wide columns CONTAINERS and IMAGES of everything that has a pod template. */
export function containerColumns<T>(template: (object: T) => Template): readonly Column<T>[] {
  const containers = (object: T) => template(object)?.spec?.containers ?? []
  return [
    {
      name: 'CONTAINERS',
      wide: true,
      cell: (object) =>
        containers(object)
          .map((container) => container.name)
          .join(','),
    },
    {
      name: 'IMAGES',
      wide: true,
      cell: (object) =>
        containers(object)
          .map((container) => container.image ?? '')
          .join(','),
    },
  ]
}
