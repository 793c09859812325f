/** Texts of lines. */
export const edgesEn = {
  'edge.name': '{{name}}: {{from}} → {{to}}',
} as const
