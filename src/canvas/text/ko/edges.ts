import type { edgesEn } from '../en/edges.ts'

export const edgesKo: Readonly<Record<keyof typeof edgesEn, string>> = {
  'edge.name': '{{name}}: {{from}} → {{to}}',
}
