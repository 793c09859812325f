import type { ghostsEn } from '../en/ghosts.ts'

export const ghostsKo: Readonly<Record<keyof typeof ghostsEn, string>> = {
  'ghost.create': '{{name}} 만들기',
  'ghost.by': '{{who}}에서 참조 · {{field}}',
  'ghost.more': '{{who}} 외 {{count}}곳에서 참조',
}
