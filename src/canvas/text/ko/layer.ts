import type { layerEn } from '../en/layer.ts'

export const layerKo: Readonly<Record<keyof typeof layerEn, string>> = {
  'tone.ok': '준비됨',
  'tone.work': '시작 중',
  'tone.wait': '대기',
  'tone.bad': '고장',
  'tone.gone': '종료 중',
  'tone.done': '완료',
}
