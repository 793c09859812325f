const en = {
  empty: 'No files yet.',
  more: '{{count}} more',
  cut: '… {{count}} more characters',
  hollow: '{{size}} without content that anybody wrote',
  folder: 'folder {{name}} {{size}}, {{count}} inside',
  file: 'file {{name}} {{size}}',
} as const
const ko: Readonly<Record<keyof typeof en, string>> = {
  empty: '아직 파일이 없어요.',
  more: '{{count}}개 더',
  cut: '… {{count}}자 더 있음',
  hollow: '{{size}}, 쓴 내용은 없음',
  folder: '폴더 {{name}} {{size}}, 안에 {{count}}개',
  file: '파일 {{name}} {{size}}',
}
/** Words of a tree of files, wherever it stands. */
export const FILE_WORDS = { en, ko }
