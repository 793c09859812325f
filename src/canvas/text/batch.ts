/** Words of the cards of Jobs and CronJobs; they come with these cards. */
const en = {
  failed: '{{count}} failed',
  complete: 'complete',
  gaveUp: 'gave up',
  suspended: 'suspended',
  running: '{{count}} running',
  next: 'next in {{time}}',
  never: 'never',
} as const

export type BatchKey = keyof typeof en

const ko: Readonly<Record<BatchKey, string>> = {
  failed: '{{count}}개 실패',
  complete: '완료',
  gaveUp: '포기함',
  suspended: '멈춰 둠',
  running: '{{count}}개 실행 중',
  next: '다음까지 {{time}}',
  never: '예정 없음',
}

const UNITS: Readonly<Record<string, string>> = { s: '초', m: '분', h: '시간', d: '일', y: '년' }

/** A duration such as 1m20s as it is read aloud. */
function koTime(text: string): string {
  return text.replace(/([smhdy])(?=(\d?))/g, (_, unit: string, next: string) =>
    next === '' ? (UNITS[unit] ?? unit) : `${UNITS[unit] ?? unit} `,
  )
}

export const batchTexts = {
  en: { words: en, time: (text: string): string => text },
  ko: { words: ko, time: koTime },
} as const
