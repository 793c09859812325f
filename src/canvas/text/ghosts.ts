/** Texts of what is missing. */
export const ghostsEn = {
  'ghost.create': 'Create {{name}}',
  'ghost.by': 'named by {{who}} · {{field}}',
  'ghost.more': 'named by {{who}} and {{count}} more',
} as const

export const ghostsKo: Readonly<Record<keyof typeof ghostsEn, string>> = {
  'ghost.create': '{{name}} 만들기',
  'ghost.by': '{{who}}에서 참조 · {{field}}',
  'ghost.more': '{{who}} 외 {{count}}곳에서 참조',
}
