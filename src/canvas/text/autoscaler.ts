import type { AutoscalerWait } from '../../sim/index.ts'

/** Words of an autoscaler's card; they come with the card. */
export type AutoscalerKey = AutoscalerWait

const en: Readonly<Record<AutoscalerKey, string>> = {
  notLooked: 'not looked yet',
  noTarget: 'no target',
  noServer: 'no metrics',
  noRound: 'not measured yet',
  noRequest: 'no request',
  podsUnready: 'pods not ready',
  noOwnMetrics: 'no such metrics',
  noMetrics: 'metrics unknown',
  atZero: 'target is at 0',
  rivals: 'two autoscalers',
  cannotScale: 'cannot scale',
  heldDown: 'shrinks later',
  heldUp: 'grows later',
  atMost: 'at most',
  atLeast: 'at least',
  tooFast: 'in steps',
  wellEnough: 'on target',
}

const ko: Readonly<Record<AutoscalerKey, string>> = {
  notLooked: '아직 안 봄',
  noTarget: '대상 없음',
  noServer: '메트릭 없음',
  noRound: '아직 안 잼',
  noRequest: '요청값 없음',
  podsUnready: '파드 준비 전',
  noOwnMetrics: '그런 메트릭 없음',
  noMetrics: '메트릭 모름',
  atZero: '대상이 0개',
  rivals: '오토스케일러 둘',
  cannotScale: '바꾸지 못함',
  heldDown: '나중에 줄임',
  heldUp: '나중에 늘림',
  atMost: '최댓값',
  atLeast: '최솟값',
  tooFast: '단계적으로',
  wellEnough: '목표대로',
}

export const autoscalerTexts = { en, ko } as const
