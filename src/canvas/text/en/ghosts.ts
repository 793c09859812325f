/** Texts of what is missing. */
export const ghostsEn = {
  'ghost.create': 'Create {{name}}',
  'ghost.by': 'named by {{who}} · {{field}}',
  'ghost.more': 'named by {{who}} and {{count}} more',
} as const
