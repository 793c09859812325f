/** Texts of lines. */
export const edgesEn = {
  'edge.name': '{{name}}: {{from}} → {{to}}',
} as const

export const edgesKo: Readonly<Record<keyof typeof edgesEn, string>> = {
  'edge.name': '{{name}}: {{from}} → {{to}}',
}
